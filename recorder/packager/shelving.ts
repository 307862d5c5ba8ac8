// Which segments of a rendition are in memory, and which on its shelf: whole ones go there, and leave memory once they
// are behind what whoever watches live is told of. What a shelf did not take is gone then, with all before it: how far
// back one can go becomes shorter, and what goes on does not suffer.
import type { Segment } from './segment.ts'

/** Where segments are kept that nobody needs at once. */
export interface Shelf {
  /** Rejects when it cannot be kept. */
  put(number: number, bytes: readonly Uint8Array[]): Promise<void>
  fileOf(number: number): string
  drop(numbers: readonly number[]): void
}

/** More than whoever watches live is told of; after the end, more than those whose parts are told of. */
const inMemory = { live: 32, over: 8 }
/** A shelf that is so far behind has failed. */
const mostLate = 8
/** Twelve hours. */
const mostSegments = 21_600

export class Shelving {
  readonly shelf: Shelf
  readonly #coming = new Set<number>()
  readonly #lost = new Set<number>()

  constructor(shelf: Shelf) {
    this.shelf = shelf
  }

  /** `settled` is called when it is known whether it is kept. */
  put({ number, bytes }: Segment, settled: () => void): void {
    if (bytes === undefined) return
    if (this.#coming.size >= mostLate) {
      this.#lost.add(number)
      return
    }
    this.#coming.add(number)
    const come = () => {
      this.#coming.delete(number)
      settled()
    }
    this.shelf.put(number, bytes).then(come, () => {
      this.#lost.add(number)
      come()
    })
  }

  /** What is left of them. */
  trim(segments: readonly Segment[], which: keyof typeof inMemory): Segment[] {
    const old = segments.slice(0, Math.max(0, segments.length - inMemory[which]))
    const released = old.findLastIndex(({ isReleased }) => isReleased) + 1
    let gone = Math.max(0, segments.length - mostSegments)
    for (const [n, segment] of old.entries()) {
      if (n < released) continue
      const { number } = segment
      const isComing = this.#coming.has(number)
      if (isComing && old.length - n <= mostLate) break
      if (isComing || this.#lost.delete(number)) gone = n + 1
      else segment.release()
    }
    if (gone > 0) this.shelf.drop(segments.slice(0, gone).map(({ number }) => number))
    return segments.slice(gone)
  }
}
