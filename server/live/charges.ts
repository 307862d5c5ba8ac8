// Tells the other servers, once a second, what this one has placed on media nodes, and hears them. Without it
// a burst is placed by what reports say.
import { z } from 'zod'
import type { Charges } from '../media/charges.ts'
import { openTalk, type TalkParts } from './talk.ts'

interface SharingParts extends TalkParts {
  readonly charges: Charges
  /** Of this server's run. */
  readonly incarnation: () => string
}

const tellEvery = 1_000
const envelope = z.object({ server: z.string(), sums: z.record(z.string(), z.number().min(0)) })

/** Returns how to stop. */
export function shareCharges({ charges, incarnation, ...parts }: SharingParts): () => void {
  const talk = openTalk('charges', parts, (value) => {
    const read = envelope.safeParse(value)
    if (read.success) charges.hear(read.data.server, read.data.sums)
  })
  let said = false
  const telling = setInterval(() => {
    const { sums } = charges
    const says = Object.keys(sums).length > 0
    // Once more when all is reported, so that nobody counts it on.
    if (says || said) talk.say({ server: incarnation(), sums })
    said = says
  }, tellEvery)
  return () => {
    clearInterval(telling)
    talk.close()
  }
}
