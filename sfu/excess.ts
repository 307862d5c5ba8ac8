// Ends what sends far more than its kind may: nothing else keeps one publisher from filling everybody's link.
// Measures what really came; what a browser was asked to send at most is only advice to it.
import type { Logger } from 'pino'
import { allowances } from '../shared/contract/sfu.ts'
import type { SourceId } from '../shared/ids.ts'
import type { Source } from './source.ts'

/** Encoders overshoot for a moment, when a picture changes whole: so often in a row is no moment. */
const tolerated = { times: 2, looks: 3 }
/** No encoder overshoots so far: one look is enough. */
const flood = 8
/** So many sources are asked at once, or all else would wait for the answers. */
const askedAtOnce = 100

interface Count {
  readonly at: number
  readonly bytes: number
  readonly packets: number
  /** Looks in a row at which it was too much. */
  readonly strikes: number
}

export class Excess {
  readonly #log: Logger
  #counts: ReadonlyMap<SourceId, Count> = new Map()
  #running = false

  constructor(log: Logger) {
    this.#log = log
  }

  /** With each report. What is paused goes to nobody, and what is piped is weighed where it was published. */
  async look(sources: readonly Source[]): Promise<void> {
    if (this.#running) return
    this.#running = true
    const weighed = sources.filter(({ from, paused }) => from === null && !paused)
    const counts = new Map<SourceId, Count>()
    for (let first = 0; first < weighed.length; first += askedAtOnce) {
      const asked = weighed.slice(first, first + askedAtOnce)
      for (const [id, count] of await Promise.all(asked.map((source) => this.#weigh(source))))
        counts.set(id, count)
    }
    this.#counts = counts
    this.#running = false
  }

  async #weigh(source: Source): Promise<readonly [SourceId, Count]> {
    // One that closed under the question sent nothing.
    const streams = await source.producer.getStats().catch(() => [])
    const at = performance.now()
    const bytes = streams.reduce((sum, { byteCount }) => sum + byteCount, 0)
    const packets = streams.reduce((sum, { packetCount }) => sum + packetCount, 0)
    const before = this.#counts.get(source.id) ?? { at, bytes, packets, strikes: 0 }
    const seconds = Math.max(0.001, (at - before.at) / 1_000)
    const bitsPerSecond = ((bytes - before.bytes) * 8) / seconds
    const packetsPerSecond = (packets - before.packets) / seconds
    const allowed = allowances[source.kind]
    const times = Math.max(
      bitsPerSecond / allowed.bitsPerSecond,
      packetsPerSecond / allowed.packetsPerSecond,
    )
    const strikes = times > tolerated.times ? before.strikes + 1 : 0
    if (strikes >= tolerated.looks || times > flood) {
      const { id, kind, owner } = source
      const rates = { bitsPerSecond, packetsPerSecond }
      this.#log.warn({ ...owner, source: id, kind, ...rates }, 'source ended: it sent far too much')
      source.close('excess')
    }
    return [source.id, { at, bytes, packets, strikes }]
  }
}
