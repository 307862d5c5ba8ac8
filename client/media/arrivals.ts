// Of which streams something comes, by what the browser played of them last.
import type { Consumer } from 'mediasoup-client/types'

interface Arrival {
  readonly rtpTimestamp: number
  /** When it was another for the last time, in ms; null while nothing came. */
  readonly at: number | null
}

/** A voice that pauses sends a packet at least every 400 ms. */
const lasting = 500

export class Arrivals {
  #last = new Map<string, Arrival>()

  /** Looks at all that there are; whoever is not named is forgotten. */
  look(consumers: readonly Consumer[], now: number): void {
    this.#last = new Map(
      consumers.map((consumer) => {
        const played = consumer.rtpReceiver?.getSynchronizationSources() ?? []
        const rtpTimestamp = played[0]?.rtpTimestamp ?? -1
        const before = this.#last.get(consumer.id)
        const isNew = rtpTimestamp !== (before?.rtpTimestamp ?? -1)
        return [consumer.id, { rtpTimestamp, at: isNew ? now : (before?.at ?? null) }]
      }),
    )
  }

  flows({ id }: Pick<Consumer, 'id'>, now: number): boolean {
    const at = this.#last.get(id)?.at ?? null
    return at !== null && now - at < lasting
  }
}
