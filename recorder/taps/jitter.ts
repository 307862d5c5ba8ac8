// Puts packets in order again. What is missing is waited for and asked for again for a time, not for a number of
// packets, so that sound, of which few come, never stands still for long; then it is given up, and told. Pure.
import { Missing, type MissingLimits } from './missing.ts'
import { sequenceSpan, unwrapped } from './wrapping.ts'

export interface Sequenced {
  readonly ssrc: number
  readonly sequence: number
}

export interface JitterLimits extends MissingLimits {
  /** So long the first packets may come in another order than they were sent, in ms. */
  readonly startMs: number
  /** Further away than so many packets is no loss: the stream began anew. */
  readonly jump: number
  /** So many are held at most, then the first that is missing is given up. */
  readonly held: number
}

export const jitterLimits: JitterLimits = {
  waitMs: 300,
  reorderMs: 15,
  askEveryMs: 50,
  asks: 5,
  asksAtOnce: 256,
  startMs: 20,
  jump: 1_500,
  held: 1_024,
}

/** `gap`: so many packets are lost. `anew`: what comes has nothing to do with what came. */
export type Released<P> =
  | { readonly type: 'packet'; readonly packet: P }
  | { readonly type: 'gap'; readonly packets: number }
  | { readonly type: 'anew' }

export interface JitterCounts {
  received: number
  /** Came after they were asked for again. */
  recovered: number
  /** Came twice, or after they were given up. */
  dropped: number
  /** Never came. */
  lost: number
}

export class JitterBuffer<P extends Sequenced> {
  readonly counts: JitterCounts = { received: 0, recovered: 0, dropped: 0, lost: 0 }
  readonly #limits: JitterLimits
  readonly #missing: Missing
  readonly #held = new Map<number, P>()
  #out: Released<P>[] = []
  #stream: { readonly ssrc: number; readonly since: number } | null = null
  /** By sequence numbers that count on: which is released next, and the highest that came. */
  #next = 0
  #highest = 0
  /** After one that jumped, the one that would make it believed. */
  #believed: number | null = null

  constructor(limits: Partial<JitterLimits> = {}) {
    this.#limits = { ...jitterLimits, ...limits }
    this.#missing = new Missing(this.#limits)
  }

  /** Counts on where sequence numbers wrap. */
  get highest(): number {
    return this.#highest
  }

  /** `now` in ms in which packets could be heard, here and below. */
  take(packet: P, now: number): void {
    this.counts.received += 1
    if (this.#stream?.ssrc !== packet.ssrc) {
      this.#begin(packet, now)
      return
    }
    const place = unwrapped(packet.sequence, this.#highest, sequenceSpan)
    if (Math.abs(place - this.#highest) > this.#limits.jump) this.#jump(packet, now)
    else this.#place(packet, place, now)
  }

  /** What can be used by now, in order. */
  release(now: number): readonly Released<P>[] {
    const { startMs, held } = this.#limits
    if (this.#stream !== null && now - this.#stream.since >= startMs) {
      this.#releaseHeld()
      while (this.#missing.isOver(this.#next, now) || this.#held.size > held) {
        this.#giveUp(now)
        this.#releaseHeld()
      }
    }
    const out = this.#out
    this.#out = []
    return out
  }

  /** Sequence numbers to ask for, now. */
  asks(now: number): readonly number[] {
    return this.#missing.asks(now).map((place) => place % sequenceSpan)
  }

  #begin(packet: P, now: number): void {
    const wasThere = this.#stream !== null
    this.#releaseHeld()
    while (this.#held.size > 0) {
      this.#giveUp(Infinity)
      this.#releaseHeld()
    }
    if (wasThere) this.#out.push({ type: 'anew' })
    this.#missing.clear()
    this.#believed = null
    this.#stream = { ssrc: packet.ssrc, since: now }
    // So high that no number before it falls below zero.
    this.#next = packet.sequence + sequenceSpan
    this.#highest = this.#next
    this.#held.set(this.#next, packet)
  }

  /** One packet may be garbage; two in a row are a stream (RFC 3550, A.1). */
  #jump(packet: P, now: number): void {
    if (packet.sequence === this.#believed) {
      this.#begin(packet, now)
      return
    }
    this.#believed = (packet.sequence + 1) % sequenceSpan
    this.counts.dropped += 1
  }

  #place(packet: P, place: number, now: number): void {
    this.#believed = null
    const { since } = this.#stream ?? { since: 0 }
    const isStart = now - since < this.#limits.startMs
    if (place < this.#next && isStart && this.#next - place < this.#limits.held) {
      this.#missing.add(place + 1, this.#next, now)
      this.#next = place
    }
    if (place < this.#next || this.#held.has(place)) {
      this.counts.dropped += 1
      return
    }
    this.#held.set(place, packet)
    if (this.#missing.found(place)) this.counts.recovered += 1
    this.#missing.add(this.#highest + 1, place, now)
    this.#highest = Math.max(this.#highest, place)
  }

  #releaseHeld(): void {
    for (;;) {
      const packet = this.#held.get(this.#next)
      if (packet === undefined) return
      this.#held.delete(this.#next)
      this.#next += 1
      this.#out.push({ type: 'packet', packet })
    }
  }

  /** The next one, and those after it that are over as well. */
  #giveUp(now: number): void {
    let packets = 0
    do {
      this.#missing.drop(this.#next)
      this.#next += 1
      packets += 1
    } while (!this.#held.has(this.#next) && this.#missing.isOver(this.#next, now))
    this.counts.lost += packets
    this.#out.push({ type: 'gap', packets })
  }
}
