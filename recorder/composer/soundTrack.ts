// The sound of one source on the stage's clock: each packet is placed by its time, what drifts is brought back by
// single samples, and what is missing is silence. Keeps two seconds. Pure.
import type { Sound } from './limiter.ts'

/** In Hz. */
export const sampleRate = 48_000
const kept = 2 * sampleRate

/** A packet so far from where the last one ended is placed anew; nearer ones are brought back slowly. */
const jump = (sampleRate * 15) / 1_000
/** What is no farther is left alone: times are rounded on their way. */
const tolerance = (sampleRate * 2) / 1_000
/** At the edge of a gap, so that it does not click. */
const fade = (sampleRate * 25) / 10_000

export class SoundTrack {
  readonly #left = new Float32Array(kept)
  readonly #right = new Float32Array(kept)
  /** Where it began, and where the next packet is expected, in samples of the stage's clock. */
  #from = 0
  #next = 0
  #read = 0
  #late = 0

  /** Packets that came after their time. */
  get late(): number {
    return this.#late
  }

  /** `at` in samples of the stage's clock. */
  write(at: number, { left, right }: Sound): void {
    const samples = left.length
    const isFirst = this.#next === 0
    const error = isFirst ? Infinity : at - this.#next
    const start = Math.abs(error) >= jump ? at : this.#next
    if (start < this.#read) {
      this.#late += 1
      return
    }
    if (start !== this.#next || isFirst) this.#leap(start)
    const step = start === at || Math.abs(error) <= tolerance ? 0 : Math.sign(error)
    for (let n = 0; n < samples; n += 1) this.#put(left[n] ?? 0, right[n] ?? 0)
    if (step > 0) this.#put(left[samples - 1] ?? 0, right[samples - 1] ?? 0)
    else if (step < 0) this.#next -= 1
    if (start === at && Math.abs(error) >= jump) this.#ramp(start, 1)
  }

  /** Adds what is to be heard from there on. */
  addTo(block: Sound, from: number): void {
    const samples = block.left.length
    this.#read = Math.max(this.#read, from + samples)
    const begin = Math.max(from, this.#from, this.#next - kept)
    const end = Math.min(from + samples, this.#next)
    for (let at = begin; at < end; at += 1) {
      const n = at - from
      block.left[n] = (block.left[n] ?? 0) + (this.#left[at % kept] ?? 0)
      block.right[n] = (block.right[n] ?? 0) + (this.#right[at % kept] ?? 0)
    }
  }

  #put(left: number, right: number): void {
    this.#left[this.#next % kept] = left
    this.#right[this.#next % kept] = right
    this.#next += 1
  }

  /** The last moment before a gap becomes silent, and so does the gap. */
  #leap(to: number): void {
    if (this.#next === 0 || to - this.#next > kept) this.#from = to
    this.#ramp(Math.min(this.#next, to) - fade, -1)
    if (to < this.#next || this.#from === to) {
      this.#from = Math.min(this.#from, to)
      this.#next = to
      return
    }
    while (this.#next < to) this.#put(0, 0)
  }

  #ramp(from: number, direction: 1 | -1): void {
    for (let n = 0; n < fade; n += 1) {
      const at = from + n
      if (at < this.#from || at >= this.#next) continue
      const gain = direction === 1 ? n / fade : 1 - n / fade
      this.#left[at % kept] = (this.#left[at % kept] ?? 0) * gain
      this.#right[at % kept] = (this.#right[at % kept] ?? 0) * gain
    }
  }
}
