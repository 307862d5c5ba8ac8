/** A budget that fills again with time: https://en.wikipedia.org/wiki/Token_bucket */
export class Allowance {
  readonly #rate: { readonly perSecond: number; readonly atOnce: number }
  readonly #now: () => number
  #left: number
  #at: number

  constructor(rate: { readonly perSecond: number; readonly atOnce: number }, now: () => number) {
    this.#rate = rate
    this.#now = now
    this.#left = rate.atOnce
    this.#at = now()
  }

  /** False, and nothing is spent, when so much is not there. */
  spend(amount: number): boolean {
    const { perSecond, atOnce } = this.#rate
    const now = this.#now()
    this.#left = Math.min(atOnce, this.#left + ((now - this.#at) * perSecond) / 1_000)
    this.#at = now
    if (amount > this.#left) return false
    this.#left -= amount
    return true
  }
}
