// Cuts one track into parts, and parts into segments at the seams that all renditions share. Pure.
import { frameSamples } from '../media/aac.ts'
import { MediaError } from '../media/mediaError.ts'
import type { Format, Sample } from '../media/sample.ts'
import { fragment, type TimedSample } from './fragment.ts'
import { timescaleOf } from './initSegment.ts'
import { targets } from './playlist.ts'
import type { Seam, Seams } from './seams.ts'

export interface Part {
  /** Of which segment. */
  readonly number: number
  /** When its first sample is shown, in ms of the stream. */
  readonly at: number
  /** In seconds. */
  readonly duration: number
  /** It begins with a key frame. */
  readonly isIndependent: boolean
  /** Null when it is missing: it was to come, and did not. */
  readonly bytes: Uint8Array | null
}

export interface Track {
  readonly format: Format
  readonly seams: Seams
  /** Its samples say where seams are; all others follow. */
  readonly leads: boolean
}

/** A clock that jumps by more than this has begun anew, in ms. */
const jumpMs = { ahead: 5_000, back: 1_000 }
/** Frames of sound are counted, since ms cannot tell 21.3 of them; so far they may be from what they said. */
const driftMs = 60

/** More than that in a part, or more parts in a segment, and time stands still in them. */
const most = { partBytes: 32 * 1_024 * 1_024, parts: 60, waiting: 20_000 }
/** What a sample takes beside its bytes. */
const perSample = 200

const shownAt = ({ dts, delay }: Sample): number => dts + delay

export class Cutter {
  readonly #track: Track
  readonly #timescale: number
  /** In ticks. */
  readonly #target: number
  #waiting: Sample[] = []
  #seam: Seam | null = null
  #open: { at: number; start: number; bytes: number; samples: TimedSample[] } | null = null
  #partsOfSeam = 0
  /** When the next sample is decoded, in ticks; null before the first. */
  #clock: number | null = null
  #usual = 0
  #sequence = 0

  constructor(track: Track) {
    this.#track = track
    this.#timescale = timescaleOf(track.format)
    this.#target = targets.part * this.#timescale
  }

  /** Whether the stream's clock goes on with that sample. */
  goesOn({ dts }: Sample): boolean {
    const last = this.#waiting.at(-1)
    if (last === undefined) return true
    return dts - last.dts <= jumpMs.ahead && last.dts - dts <= jumpMs.back
  }

  take(sample: Sample): Part[] {
    const { leads, seams } = this.#track
    if (leads) seams.lead(shownAt(sample), sample.isKey)
    this.#waiting.push(sample)
    if (this.#waiting.length > most.waiting) this.#fail()
    const parts: Part[] = []
    for (;;) {
      const [first, next] = this.#waiting
      // How long a sample lasts is known when the next one is here.
      if (first === undefined || next === undefined || shownAt(first) > seams.settled) break
      this.#waiting.shift()
      parts.push(...this.#place(first, next))
    }
    return parts
  }

  /** What is left, when nothing comes any more. */
  end(): Part[] {
    const parts = this.#waiting.flatMap((sample, n, all) => this.#place(sample, all[n + 1]))
    this.#waiting = []
    return [...parts, ...this.#close()]
  }

  #place(sample: Sample, next: Sample | undefined): Part[] {
    const seam = this.#track.seams.of(shownAt(sample))
    if (seam === undefined || (this.#seam === null && !sample.isKey)) return []
    const parts: Part[] = []
    const duration = this.#durationOf(sample, next)
    if (seam.number > (this.#seam?.number ?? -1)) {
      parts.push(...this.#close())
      this.#seam = seam
      this.#partsOfSeam = 0
    } else if (this.#isFull(duration)) parts.push(...this.#close())
    this.#append(sample, duration)
    return parts
  }

  #isFull(more: number): boolean {
    const taken = this.#open?.samples.reduce((sum, { duration }) => sum + duration, 0) ?? 0
    return taken > 0 && taken + more > this.#target + 1
  }

  #append(sample: Sample, duration: number): void {
    const start = this.#ticksOf(sample)
    this.#open ??= { at: shownAt(sample), start, bytes: 0, samples: [] }
    this.#open.bytes += sample.data.length + perSample
    if (this.#open.bytes > most.partBytes || this.#partsOfSeam > most.parts) this.#fail()
    this.#open.samples.push({
      duration,
      delay: Math.round((sample.delay * this.#timescale) / 1_000),
      isKey: sample.isKey,
      data: sample.data,
    })
    this.#clock = start + duration
  }

  #fail(): never {
    const { kind } = this.#track.format
    throw new MediaError(kind === 'video' ? 'badVideo' : 'badAudio', `times of ${kind} stand still`)
  }

  #ticksOf({ dts }: Sample): number {
    const said = Math.round((dts * this.#timescale) / 1_000)
    if (this.#clock === null || this.#track.format.kind === 'video') return this.#clock ?? said
    const drift = (Math.abs(said - this.#clock) * 1_000) / this.#timescale
    return drift > driftMs ? said : this.#clock
  }

  #durationOf(sample: Sample, next: Sample | undefined): number {
    if (this.#track.format.kind === 'audio') return frameSamples
    const ticks = (ms: number) => Math.round((ms * this.#timescale) / 1_000)
    const duration = next === undefined ? this.#usual : ticks(next.dts) - ticks(sample.dts)
    this.#usual = Math.max(1, duration)
    return this.#usual
  }

  #close(): Part[] {
    const { format } = this.#track
    if (this.#open === null || this.#seam === null) return []
    const { at, start, samples } = this.#open
    this.#open = null
    this.#sequence += 1
    this.#partsOfSeam += 1
    const ticks = samples.reduce((sum, { duration }) => sum + duration, 0)
    return [
      {
        number: this.#seam.number,
        at,
        duration: ticks / this.#timescale,
        isIndependent: format.kind === 'audio' || samples[0]?.isKey === true,
        bytes: fragment(this.#sequence, start, samples),
      },
    ]
  }
}
