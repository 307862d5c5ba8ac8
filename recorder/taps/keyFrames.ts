// When a whole picture is asked for: where none can be decoded before it, when somebody wants one, and when the last
// is old; but not again while one may be on its way. Pure.

/** The sfu asks the publisher at most once a second, so more is in vain; but what asks may be lost. */
const againMs = 500

export class KeyFrames {
  readonly #everyMs: number | null
  #askedAt = -Infinity
  #seenAt: number | null = null
  #isWanted = false
  came = 0
  asked = 0

  constructor(everyMs: number | null) {
    this.#everyMs = everyMs
  }

  want(): void {
    this.#isWanted = true
  }

  see(now: number): void {
    this.came += 1
    this.#seenAt = now
    this.#isWanted = false
  }

  /** Whether to ask, now; it counts as asked. */
  isDue(now: number, isNeeded: boolean): boolean {
    const isOld =
      this.#everyMs !== null && this.#seenAt !== null && now - this.#seenAt >= this.#everyMs
    if (!isNeeded && !this.#isWanted && !isOld) return false
    if (now - this.#askedAt < againMs) return false
    this.#askedAt = now
    this.asked += 1
    return true
  }
}
