// What a receiver tells the sender once a second: how many packets were lost, how evenly they come (RFC 3550, 6.4.1
// and A.8). By it the sfu knows that somebody listens, and how soon to send again. Pure.
import { randomInt } from 'node:crypto'
import type { StreamFormat } from './format.ts'
import { receiverReport, type SenderReport } from './rtcp.ts'

const everyMs = 1_000

interface Counted {
  readonly received: number
  readonly lost: number
  readonly highest: number
}

export class Reports {
  /** Of this receiver. */
  readonly ssrc = randomInt(1, 2 ** 31)
  readonly #format: Pick<StreamFormat, 'ssrc' | 'clockRate'>
  #last: { readonly ntpMiddle: number; readonly at: number } | null = null
  #transit: number | null = null
  #jitter = 0
  #toldAt = -Infinity
  #told: Counted = { received: 0, lost: 0, highest: 0 }

  constructor(format: Pick<StreamFormat, 'ssrc' | 'clockRate'>) {
    this.#format = format
  }

  arrive(rtpTimestamp: number, now: number): void {
    const transit = (now * this.#format.clockRate) / 1_000 - rtpTimestamp
    const difference = Math.abs(transit - (this.#transit ?? transit))
    this.#transit = transit
    // One that is larger than a minute is a wrap, or a stream that began anew.
    if (difference < this.#format.clockRate * 60) this.#jitter += (difference - this.#jitter) / 16
  }

  heard({ ntpMiddle }: SenderReport, now: number): void {
    this.#last = { ntpMiddle, at: now }
  }

  /** Null when it is not time yet. */
  due(now: number, counted: Counted): Buffer | null {
    if (now - this.#toldAt < everyMs) return null
    this.#toldAt = now
    const lost = counted.lost - this.#told.lost
    const came = counted.received - this.#told.received
    this.#told = counted
    return receiverReport(this.ssrc, {
      ssrc: this.#format.ssrc,
      lostShare: lost === 0 ? 0 : lost / (lost + came),
      lost: counted.lost,
      highest: counted.highest,
      jitter: this.#jitter,
      report: this.#last === null ? null : { ...this.#last, agoMs: now - this.#last.at },
    })
  }
}
