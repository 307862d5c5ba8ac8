// From RTP timestamps to the time here. Sender reports tie each stream to the clock of its sfu, which all streams of
// one sfu share: so sound and picture stay together whatever delays them. What arrived soonest ties that clock to
// the one here. Where there are no reports, or they make no sense, arrival alone decides. Pure.
import { Lowest } from './lowest.ts'
import { Reported } from './reported.ts'
import type { SenderReport } from './rtcp.ts'
import { timestampSpan, unwrapped } from './wrapping.ts'

/** The clock of one sfu worker, learnt from all reports that come from it. */
export class SenderClock {
  readonly #behind = new Lowest()

  /** `now` in ms of a clock here that never steps, in all of this file. */
  see({ ntpMs }: SenderReport, now: number): void {
    this.#behind.see(now - ntpMs, now)
  }

  /** Added to its time gives the time here; Infinity before the first report. */
  get behindMs(): number {
    return this.#behind.value
  }
}

/** By the reports, media may be made so long before it arrived, and so long after, in ms; else they are nonsense. */
const plausible = { before: 5_000, after: 100 }
/** How fast a correction is made: so many ms in a ms of media. What was said first is corrected sooner. */
const correction = { first: 0.5, later: 0.05 }
/** A clock that is so far off has stepped, in ms. */
const stepMs = 1_000
/** A correction that is so small is done, in ms. */
const doneMs = 1
/** Time goes on by at least this from frame to frame, in ms. */
const leastMs = 0.1

export interface StreamClockOptions {
  /** Of RTP timestamps, in Hz. */
  readonly clockRate: number
  readonly sender: SenderClock
}

export class StreamClock {
  readonly #options: StreamClockOptions
  #arrived = new Lowest()
  readonly #reported = new Reported()
  #timestamp: number | null = null
  /** Added to media time gives the time that is told; null before the first frame. */
  #offset: number | null = null
  #isSettled = false
  #last = { media: -Infinity, at: -Infinity }

  constructor(options: StreamClockOptions) {
    this.#options = options
  }

  /** Every packet, as it comes. */
  arrive(rtpTimestamp: number, now: number): void {
    this.#arrived.see(now - this.#mediaMs(rtpTimestamp), now)
  }

  /** Of this stream. */
  report(report: SenderReport, now: number): void {
    this.#options.sender.see(report, now)
    if (this.#timestamp !== null)
      this.#reported.take(report.ntpMs - this.#mediaMs(report.rtpTimestamp))
  }

  /** When that was made, by a clock that is so much ahead of the one here, in ms. Asked in order, it only grows. */
  at(rtpTimestamp: number, aheadMs: number): number {
    const media = this.#mediaMs(rtpTimestamp)
    this.#correct(media)
    const at = Math.max(media + (this.#offset ?? 0) + aheadMs, this.#last.at + leastMs)
    this.#last = { media, at }
    return at
  }

  /** What comes now counts from somewhere else; time goes on. */
  begin(): void {
    this.#timestamp = null
    this.#arrived = new Lowest()
    this.#reported.clear()
    this.#offset = null
    this.#isSettled = false
    this.#last = { ...this.#last, media: -Infinity }
  }

  get #wanted(): number {
    const arrived = this.#arrived.value
    const ahead = this.#reported.aheadMs
    const reported = ahead === null ? NaN : ahead + this.#options.sender.behindMs
    const early = arrived - reported
    const isPlausible = early <= plausible.before && early >= -plausible.after
    return isPlausible ? reported : arrived
  }

  #correct(media: number): void {
    const wanted = this.#wanted
    const off = wanted - (this.#offset ?? Infinity)
    if (this.#offset === null || Math.abs(off) > stepMs) {
      this.#offset = wanted
      return
    }
    const pace = this.#isSettled ? correction.later : correction.first
    const most = Math.max(0, media - this.#last.media) * pace
    this.#offset += Math.min(most, Math.max(-most, off))
    const isReported = this.#reported.aheadMs !== null
    if (isReported && Math.abs(wanted - this.#offset) < doneMs) this.#isSettled = true
  }

  /** Since some moment, counting on where timestamps wrap. */
  #mediaMs(rtpTimestamp: number): number {
    this.#timestamp = unwrapped(rtpTimestamp, this.#timestamp ?? rtpTimestamp, timestampSpan)
    return (this.#timestamp / this.#options.clockRate) * 1_000
  }
}
