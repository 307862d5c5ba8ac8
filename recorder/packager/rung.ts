// A smaller picture of a broadcast, cut at the source's seams. Whoever makes it may die and begin again: what is
// missing of it is listed as missing, so that its segments keep the numbers that all renditions share.
import type { FlvEvent } from '../media/flv.ts'
import { Cutter, type Part } from './cutter.ts'
import { initSegment } from './initSegment.ts'
import { targets } from './playlist.ts'
import type { Rendition } from './rendition.ts'
import type { Seams } from './seams.ts'

/** Less than a frame of any stream lasts: what is so close follows on, in ms. */
const followsMs = 50

export interface RungParts {
  readonly rendition: Rendition
  readonly seams: Seams
  /** When the stream's clock stood at nothing, in ms of the one clock. */
  readonly anchor: number
}

export class Rung {
  readonly #parts: RungParts
  #cutter: Cutter | null = null
  #head: Uint8Array | null = null
  /** Until when all of it is listed, in ms of the stream; null before the first. */
  #until: number | null = null

  constructor(parts: RungParts) {
    this.#parts = parts
  }

  /** From ffmpeg; after it began anew, another format comes first. */
  take(event: FlvEvent): void {
    const { seams } = this.#parts
    if (event.type === 'format') {
      this.#cutter = new Cutter({ format: event.format, seams, leads: false })
      this.#begin(initSegment(event.format))
    } else for (const part of this.#cutter?.take(event.sample) ?? []) this.#add(part)
  }

  /** Nothing of it comes any more before that time, in ms of the stream: a part that is not whole goes with it. */
  miss(until: number): void {
    this.#cutter = null
    this.#missUntil(until)
  }

  end(): void {
    for (const part of this.#cutter?.end() ?? []) this.#add(part)
  }

  /** The same encoder on the same clock goes on. */
  #begin(head: Uint8Array): void {
    if (this.#head !== null && Buffer.compare(this.#head, head) === 0) return
    this.#head = head
    this.#parts.rendition.begin(head)
  }

  #add(part: Part): void {
    this.#missUntil(part.at)
    this.#list(part)
  }

  #list(part: Part): void {
    this.#parts.rendition.add(part, this.#parts.anchor)
    this.#until = part.at + part.duration * 1_000
  }

  #missUntil(until: number): void {
    const { seams } = this.#parts
    let at = this.#until ?? seams.first ?? until
    while (until - at > followsMs) {
      const seam = seams.of(at)
      if (seam === undefined) return
      const end = Math.min(until, seams.after(seam) ?? until, at + targets.part * 1_000)
      const duration = (end - at) / 1_000
      this.#list({ number: seam.number, at, duration, isIndependent: false, bytes: null })
      at = end
    }
  }
}
