// Ends what sends far more than its kind may: nothing else keeps one publisher from filling everybody's link.
// Measures what really came; what a browser was asked to send at most is only advice to it.
import type { Logger } from 'pino'
import { allowances, type Allowance } from '../shared/contract/sfu.ts'
import type { SourceId } from '../shared/ids.ts'
import type { Source } from './source.ts'

/** Encoders overshoot for a moment, when a picture changes whole: so often in a row is no moment. */
const tolerated = { times: 2, looks: 3 }
/** No encoder overshoots so far: one look is enough. */
const flood = 8
/** Whoever hung for a while sends at once what is due: so much of what was not sent is let pass, in seconds. */
const mostSaved = 15
/** Over less than this a single whole picture would look like a flood. */
const leastSeconds = 1
/** So many sources are asked at once, or all else would wait for the answers. */
const askedAtOnce = 100

interface Count {
  /** 0 before anything came. */
  readonly at: number
  readonly bytes: number
  readonly packets: number
  /** Looks in a row at which it was too much. */
  readonly strikes: number
  /** Of what it might have sent and did not, in seconds. */
  readonly saved: number
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
    try {
      await this.#lookAt(sources)
    } finally {
      this.#running = false
    }
  }

  async #lookAt(sources: readonly Source[]): Promise<void> {
    const weighed = sources.filter(({ from, paused }) => from === null && !paused)
    const counts = new Map<SourceId, Count>()
    for (let first = 0; first < weighed.length; first += askedAtOnce) {
      const asked = weighed.slice(first, first + askedAtOnce)
      for (const [id, count] of await Promise.all(asked.map((source) => this.#weigh(source))))
        counts.set(id, count)
    }
    this.#counts = counts
  }

  async #weigh(source: Source): Promise<readonly [SourceId, Count]> {
    // One that closed under the question sent nothing.
    const streams = await source.producer.getStats().catch(() => [])
    // By the worker's clock: this process may have been held up meanwhile.
    const at = Math.max(0, ...streams.map(({ timestamp }) => timestamp))
    const bytes = streams.reduce((sum, { byteCount }) => sum + byteCount, 0)
    const packets = streams.reduce((sum, { packetCount }) => sum + packetCount, 0)
    const before = this.#counts.get(source.id)
    if (before === undefined || before.at === 0)
      return [source.id, { at, bytes, packets, strikes: 0, saved: 0 }]
    const seconds = (at - before.at) / 1_000
    if (seconds < leastSeconds) return [source.id, before]
    const rates = {
      bitsPerSecond: ((bytes - before.bytes) * 8) / seconds,
      packetsPerSecond: (packets - before.packets) / seconds,
    }
    const times = timesAllowed(source, rates)
    const strikes = times > tolerated.times ? before.strikes + 1 : 0
    const overdrawn = times - before.saved / seconds
    if (strikes >= tolerated.looks || overdrawn > flood) this.#end(source, rates)
    const saved = Math.min(mostSaved, Math.max(0, before.saved + (1 - times) * seconds))
    return [source.id, { at, bytes, packets, strikes, saved }]
  }

  #end(source: Source, rates: Allowance): void {
    const { id, kind, owner } = source
    this.#log.warn({ ...owner, source: id, kind, ...rates }, 'source ended: it sent far too much')
    source.close('excess')
  }
}

function timesAllowed({ kind }: Source, { bitsPerSecond, packetsPerSecond }: Allowance): number {
  const allowed = allowances[kind]
  return Math.max(
    bitsPerSecond / allowed.bitsPerSecond,
    packetsPerSecond / allowed.packetsPerSecond,
  )
}
