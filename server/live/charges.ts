// Tells the other servers what this one has placed on media nodes, once a second and when a class comes to a
// node, and hears them. Without it a burst is placed by what reports say.
import { z } from 'zod'
import type { Charges } from '../media/charges.ts'
import { openTalk, type TalkParts } from './talk.ts'

interface SharingParts extends TalkParts {
  readonly charges: Charges
  /** Of this server's run. */
  readonly incarnation: () => string
}

const tellEvery = 1_000
/** Many classes that come at once are told at once. */
const tellSoon = 20
const figures = z.record(z.string(), z.number().min(0))
const envelope = z.object({
  server: z.string(),
  sums: figures,
  /** Servers of older versions do not say. */
  rooms: z.record(z.string(), figures).default({}),
})

/** Returns how to stop. */
export function shareCharges({ charges, incarnation, ...parts }: SharingParts): () => void {
  const talk = openTalk('charges', parts, (value) => {
    const read = envelope.safeParse(value)
    if (read.success) charges.hear(read.data.server, read.data)
  })
  let isTold = false
  let soon: NodeJS.Timeout | null = null
  const tell = () => {
    const { said } = charges
    const says = Object.keys(said.sums).length > 0
    // Once more when all is reported, so that nobody counts it on.
    if (says || isTold) talk.say({ server: incarnation(), ...said })
    isTold = says
  }
  const telling = setInterval(tell, tellEvery)
  const stopHearing = charges.onFirst(() => {
    soon ??= setTimeout(() => {
      soon = null
      tell()
    }, tellSoon)
  })
  return () => {
    stopHearing()
    if (soon !== null) clearTimeout(soon)
    clearInterval(telling)
    talk.close()
  }
}
