// The one clock, as servers tell it: between two tellings this machine's own steady one counts on.
export class OneClock {
  #offset = Date.now() - performance.now()

  /** Ms since 1970; until a server has told, by this machine. */
  now(): number {
    return performance.now() + this.#offset
  }

  /** What was told last holds. */
  set(now: number): void {
    this.#offset = now - performance.now()
  }
}
