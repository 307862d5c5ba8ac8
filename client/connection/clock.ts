// The offset of the one clock (the database's) to this machine's. A time on its way is late by the
// way, never early: of the last samples the largest offset is the truest.

const kept = 8

export class ServerClock {
  #samples: number[] = []
  #offset = 0
  readonly #local: () => number

  constructor(local: () => number = Date.now) {
    this.#local = local
  }

  hear(serverNow: number): void {
    this.#samples = [...this.#samples, serverNow - this.#local()].slice(-kept)
    this.#offset = Math.max(...this.#samples)
  }

  get offset(): number {
    return this.#offset
  }

  now(): number {
    return this.#local() + this.#offset
  }
}
