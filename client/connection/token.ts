// The room token as its holder sees it: opaque but for when it ends. Fetched when there is none,
// renewed over the open connection before it runs out.

/** ms since 1970 by the server's clock, or null when the token does not say. Nothing is verified here. */
export function endOf(token: string): number | null {
  try {
    const payload = token.split('.')[1] ?? ''
    const json: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')))
    const exp = typeof json === 'object' && json !== null && 'exp' in json ? json.exp : null
    return typeof exp === 'number' ? exp * 1000 : null
  } catch {
    return null
  }
}

const soonestMs = 5000
const longestTimerMs = 2 ** 31 - 1

export class TokenKeeper {
  readonly #fetch: () => Promise<string>
  #token: string | null = null
  #fresh = false
  #timer: ReturnType<typeof setTimeout> | undefined

  constructor(fetch: () => Promise<string>) {
    this.#fetch = fetch
  }

  /** True when the token was fetched and not yet accepted: refused now, it is wrong, not old. */
  get untried(): boolean {
    return this.#fresh || this.#token === null
  }

  async get(): Promise<string> {
    if (this.#token === null) {
      this.#token = await this.#fetch()
      this.#fresh = true
    }
    return this.#token
  }

  discard(): void {
    this.#token = null
  }

  /**
   * It was accepted. Asks for the next when two thirds of what is left are over, and again after two thirds
   * of the rest while there is none: a connection whose token ended is closed.
   */
  accepted(now: number, renew: () => Promise<string | null>): void {
    this.#fresh = false
    this.stop()
    const end = this.#token === null ? null : endOf(this.#token)
    if (end === null) return
    const wait = Math.max(soonestMs, Math.round(((end - now) * 2) / 3))
    this.#timer = setTimeout(
      () => void this.#renew(now + wait, renew),
      Math.min(wait, longestTimerMs),
    )
  }

  stop(): void {
    clearTimeout(this.#timer)
    this.#timer = undefined
  }

  async #renew(now: number, renew: () => Promise<string | null>): Promise<void> {
    const asked = this.#timer
    const token = await renew()
    if (token !== null) this.#token = token
    // Else it was stopped meanwhile, and whoever accepts the next token begins again.
    if (asked === this.#timer) this.accepted(now, renew)
  }
}
