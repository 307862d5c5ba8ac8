// Where segments of a broadcast begin, the same for all of its renditions and with the same numbers: at key frames
// of the leading one once a segment is long enough, and at the latest where it would become too long for what was
// promised.

/**
 * Lengths of segments, in ms. What is promised (EXT-X-TARGETDURATION) is rounded to whole seconds: behind the longest a
 * picture of ten a second still fits.
 */
export const segmentMs = { least: 1_500, most: 2_400 } as const

/** What one picture is shown at is rounded by each encoder that it passed; far less than a frame lasts. */
const roundingMs = 3

/** Nothing comes so late that it belongs to a segment before these. */
const mostKnown = 100

export interface Seam {
  /** Media sequence number of the segment that begins here. */
  readonly number: number
  /** When its first sample is shown, in ms of the stream. */
  readonly at: number
}

export class Seams {
  #next: number
  #known: readonly Seam[] = []
  #first: number | null = null
  #settled = -Infinity

  /** The first segment has this number. */
  constructor(first: number) {
    this.#next = first
  }

  /** Of the segment that comes after all that are known. */
  get next(): number {
    return this.#next
  }

  /** Before this time no more seams will come, in ms. */
  get settled(): number {
    return this.#settled
  }

  /** A sample of the leading rendition, by when it is shown, in ms. */
  lead(at: number, isKey: boolean): void {
    const last = this.#known.at(-1)
    if (last === undefined) {
      if (isKey) this.#add(at)
    } else if (at - last.at >= segmentMs.most) this.#force(last.at, at)
    else if (isKey && at - last.at >= segmentMs.least) this.#add(at)
    this.#settled = Math.max(this.#settled, at)
  }

  /** The segment in which that is shown; undefined before the first. */
  of(at: number): Seam | undefined {
    return this.#known.findLast((seam) => seam.at <= at + roundingMs)
  }

  /** Where the first segment begins; null before it does. */
  get first(): number | null {
    return this.#first
  }

  /** Where the segment after this one begins; null while that is not known. */
  after({ number }: Seam): number | null {
    return this.#known.find((seam) => seam.number === number + 1)?.at ?? null
  }

  #add(at: number): void {
    this.#known = [...this.#known.slice(1 - mostKnown), { number: this.#next, at }]
    this.#first ??= at
    this.#next += 1
  }

  #force(last: number, at: number): void {
    for (let time = last + segmentMs.most; time <= at; time += segmentMs.most) this.#add(time)
  }
}
