// What the sender reports of one stream say: how far the sender's clock is ahead of the stream's own. One that is far
// off the others is not believed, until there are several of its kind. Pure.

/** So many count; the middle one of them is right, whatever a few say. */
const kept = 9
/** Further from the middle, in ms, a report is doubtful … */
const doubtfulMs = 60
/** … until so many in a row are, and agree with each other. */
const convincing = 3

const middleOf = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b)
  const half = sorted.length / 2
  const [one = 0, other = one] = [sorted[Math.ceil(half) - 1], sorted[Math.floor(half)]]
  return (one + other) / 2
}

export class Reported {
  #believed: readonly number[] = []
  #doubted: readonly number[] = []

  /** Null before the first report. */
  get aheadMs(): number | null {
    return this.#believed.length === 0 ? null : middleOf(this.#believed)
  }

  take(aheadMs: number): void {
    const known = this.aheadMs
    if (known === null || Math.abs(aheadMs - known) <= doubtfulMs) {
      this.#believed = [...this.#believed, aheadMs].slice(-kept)
      this.#doubted = []
      return
    }
    const agreeing = this.#doubted.filter((one) => Math.abs(one - aheadMs) <= doubtfulMs)
    this.#doubted = [...agreeing, aheadMs]
    if (this.#doubted.length < convincing) return
    this.#believed = this.#doubted
    this.#doubted = []
  }

  clear(): void {
    this.#believed = []
    this.#doubted = []
  }
}
