// The token that opens a broadcast, kept fresh: the next is asked for at half of its life, so that one request that is
// lost costs nothing. Knows no room and no player.

export interface Watching {
  readonly token: string
  /** In ms of the one clock. */
  readonly expiresAt: number
}

const soonestMs = 1_000

export class WatchToken {
  readonly #ask: () => Promise<Watching | null>
  readonly #now: () => number
  #held: Watching | null = null
  #asking: Promise<Watching | null> | null = null
  #timer: ReturnType<typeof setTimeout> | undefined
  #isClosed = false

  /** `ask` gives null when there is none to be had now. */
  constructor(ask: () => Promise<Watching | null>, now: () => number) {
    this.#ask = ask
    this.#now = now
  }

  /** One that is believed now; rejects when there is none to be had. */
  async get(): Promise<string> {
    if (this.#held === null || this.#held.expiresAt <= this.#now()) await this.#renew()
    if (this.#held === null) throw new Error('no token')
    return this.#held.token
  }

  /** It was not believed. */
  discard(): void {
    this.#held = null
  }

  close(): void {
    this.#isClosed = true
    clearTimeout(this.#timer)
  }

  async #renew(): Promise<void> {
    this.#asking ??= this.#ask().finally(() => (this.#asking = null))
    const got = await this.#asking
    if (got !== null) this.#held = got
    this.#plan()
  }

  /** Half of what is left, and half of the rest again while there is no answer. */
  #plan(): void {
    clearTimeout(this.#timer)
    if (this.#isClosed || this.#held === null) return
    const left = this.#held.expiresAt - this.#now()
    const wait = Math.max(soonestMs, left / 2)
    this.#timer = setTimeout(() => void this.#renew(), wait)
  }
}
