// Bites when nothing was heard for too long. A timer that fires much too late slept with the machine:
// then the wire may well live, and it waits once more.

export class Watchdog {
  readonly #limitMs: number
  readonly #bite: () => void
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(limitMs: number, bite: () => void) {
    this.#limitMs = limitMs
    this.#bite = bite
  }

  heard(): void {
    clearTimeout(this.#timer)
    const asleepAfter = Date.now() + this.#limitMs * 2
    this.#timer = setTimeout(() => {
      if (Date.now() > asleepAfter) this.heard()
      else this.#bite()
    }, this.#limitMs)
  }

  stop(): void {
    clearTimeout(this.#timer)
  }
}
