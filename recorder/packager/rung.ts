// A smaller picture of a broadcast, cut at the source's seams. Whoever makes it may die and begin again: what is
// missing of it is listed as missing, so that its segments keep the numbers that all renditions share.
import type { FlvEvent } from '../media/flv.ts'
import { Cutter, type Part } from './cutter.ts'
import { initSegment } from './initSegment.ts'
import { missingParts } from './missing.ts'
import { targets } from './playlist.ts'
import type { Rendition, Run } from './rendition.ts'
import type { Seams } from './seams.ts'

/** All parts of a segment but the last are at least so long (rfc8216bis, 4.4.4.9), in ms. */
const leastMs = targets.part * 1_000 * 0.85
/** What is listed comes no more. Times are rounded at each step, by less than a frame lasts, in ms. */
const roundingMs = 10

export interface RungParts {
  readonly rendition: Rendition
  readonly seams: Seams
  readonly run: Run
}

const endOf = ({ at, duration }: Part): number => at + duration * 1_000

export class Rung {
  readonly #parts: RungParts
  #cutter: Cutter | null = null
  /** Until when all of it is listed, in ms of the stream; null before the first. */
  #until: number | null = null
  #ended = false

  constructor(parts: RungParts) {
    this.#parts = parts
  }

  /** Until when it has been made, or is known to be missing, in ms of the stream; null before the first. */
  get until(): number | null {
    return this.#until
  }

  /** From ffmpeg; after it began anew, another format comes first. */
  take(event: FlvEvent): void {
    if (this.#ended) return
    const { seams, rendition } = this.#parts
    if (event.type === 'format') {
      this.#cutter = new Cutter({ format: event.format, seams, leads: false })
      rendition.begin(initSegment(event.format))
    } else for (const part of this.#cutter?.take(event.sample) ?? []) this.#add(part)
  }

  /** Nothing of it comes any more before that time, in ms of the stream: a part that is not whole goes with it. */
  miss(until: number): void {
    if (this.#ended) return
    this.#cutter = null
    this.#missUntil(until, true)
  }

  /** Its source ended then, in ms of the stream, and so does it: what was not made by now is missing. */
  end(until: number): void {
    if (this.#ended) return
    for (const part of this.#cutter?.end() ?? [])
      if (part.duration * 1_000 >= leastMs || endOf(part) >= until) this.#add(part)
    this.#missUntil(until, false)
    this.#ended = true
  }

  #add(part: Part): void {
    if (part.at < (this.#until ?? -Infinity) - roundingMs) return
    this.#missUntil(part.at, false)
    this.#list(part)
  }

  #list(part: Part): void {
    this.#parts.rendition.add(part, this.#parts.run)
    this.#until = endOf(part)
  }

  #missUntil(until: number, isOpen: boolean): void {
    const { seams } = this.#parts
    const from = this.#until ?? seams.first ?? until
    for (const part of missingParts(seams, { from, until, isOpen })) this.#list(part)
  }
}
