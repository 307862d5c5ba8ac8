// Tells the other servers, once a second, what this one has placed on media nodes, and hears them. Sealed, and
// never promised: without it a burst is placed by what reports say.
import { z } from 'zod'
import { sealFor } from '../log/seal.ts'
import type { Charges } from '../media/charges.ts'
import type { RelayChannel } from '../rooms/relay.ts'

interface SharingParts {
  readonly charges: Charges
  readonly channel: RelayChannel
  readonly secret: string
  /** Of this server's run. */
  readonly incarnation: () => string
  readonly onForged: () => void
}

const tellEvery = 1_000
const envelope = z.object({ server: z.string(), sums: z.record(z.string(), z.number().min(0)) })

/** Returns how to stop. */
export function shareCharges({
  charges,
  channel,
  secret,
  incarnation,
  onForged,
}: SharingParts): () => void {
  const seal = sealFor('charges', secret)
  const stopHearing = channel.listen((text) => {
    const payload = typeof text === 'string' ? seal.open(text) : null
    if (payload === null) {
      onForged()
      return
    }
    const read = envelope.safeParse(JSON.parse(payload))
    if (read.success) charges.hear(read.data.server, read.data.sums)
  })
  let said = false
  const telling = setInterval(() => {
    const { sums } = charges
    const says = Object.keys(sums).length > 0
    // Once more when all is reported, so that nobody counts it on.
    if (says || said) channel.send(seal.close(JSON.stringify({ server: incarnation(), sums })))
    said = says
  }, tellEvery)
  return () => {
    clearInterval(telling)
    stopHearing()
  }
}
