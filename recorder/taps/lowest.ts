// The lowest of what was lately seen: what a packet is delayed by varies, and the quickest tells most of a clock.
// A clock that runs differently is followed, since what is old is forgotten. Pure.

/** Remembered for at least so long, and at most twice as long, in ms. */
const rememberedMs = 10_000

export class Lowest {
  #since = -Infinity
  #before = Infinity
  #current = Infinity

  /** Infinity before the first. */
  get value(): number {
    return Math.min(this.#before, this.#current)
  }

  see(value: number, now: number): void {
    if (now - this.#since >= rememberedMs) {
      this.#before = this.#current
      this.#current = Infinity
      this.#since = now
    }
    this.#current = Math.min(this.#current, value)
  }
}
