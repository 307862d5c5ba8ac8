// Fetches the kit of a board: when the browser has nothing else to do, or when something of it is wanted.
import type { Desk } from './desk.ts'
import type { Kit, KitNeeds } from './kit.ts'

export interface KitParts extends KitNeeds {
  readonly atOnce: boolean
  readonly came: (kit: Kit) => void
  /** It could not be fetched now; asked for again, it is tried again. */
  readonly missed: () => void
}

/** Safari has no idle times. */
const whenIdle = (run: () => void): unknown =>
  'requestIdleCallback' in window
    ? requestIdleCallback(run, { timeout: 2_000 })
    : setTimeout(run, 500)

export class KitBox {
  readonly #desk: Desk
  readonly #parts: KitParts
  #kit: Kit | null = null
  #fetching = false
  #closed = false

  constructor(desk: Desk, parts: KitParts) {
    this.#desk = desk
    this.#parts = parts
    const fetch = () => {
      this.fetch()
    }
    if (parts.atOnce) fetch()
    else whenIdle(fetch)
  }

  get kit(): Kit | null {
    return this.#kit
  }

  fetch(): void {
    if (!this.#fetching && this.#kit === null && !this.#closed) void this.#fetch()
  }

  close(): void {
    this.#closed = true
  }

  async #fetch(): Promise<void> {
    this.#fetching = true
    const fetched = await import('./kit.ts').catch(() => null)
    this.#fetching = false
    if (this.#closed) return
    if (fetched === null) {
      this.#parts.missed()
      return
    }
    this.#kit = new fetched.Kit(this.#desk, this.#parts)
    this.#parts.came(this.#kit)
  }
}
