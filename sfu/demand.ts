// How much of a source anybody takes: the highest layer, raised at once and lowered when nobody wanted more for a
// while, so that it does not flap. The lowest is always sent: it is there when somebody looks.

export interface DemandOptions {
  readonly top: number
  readonly holdMs: number
  readonly changed: () => void
}

export class Demand {
  readonly #options: DemandOptions
  readonly #takers = new Map<string, number>()
  #layer: number
  #lowering: NodeJS.Timeout | null = null
  #closed = false

  constructor(options: DemandOptions) {
    this.#options = options
    this.#layer = options.top
    this.#compare()
  }

  get layer(): number {
    return this.#layer
  }

  /** A taker is a consumer, or another router. */
  take(taker: string, layer: number): void {
    this.#takers.set(taker, Math.min(layer, this.#options.top))
    this.#compare()
  }

  leave(taker: string): void {
    if (this.#takers.delete(taker)) this.#compare()
  }

  close(): void {
    this.#closed = true
    this.#stopLowering()
  }

  get #wanted(): number {
    return Math.max(0, ...this.#takers.values())
  }

  #compare(): void {
    const wanted = this.#wanted
    if (wanted >= this.#layer) this.#stopLowering()
    if (wanted > this.#layer) this.#enter(wanted)
    else if (wanted < this.#layer && !this.#closed) this.#lowerLater()
  }

  #lowerLater(): void {
    this.#lowering ??= setTimeout(() => {
      this.#lowering = null
      this.#enter(this.#wanted)
    }, this.#options.holdMs)
  }

  #stopLowering(): void {
    if (this.#lowering) clearTimeout(this.#lowering)
    this.#lowering = null
  }

  #enter(layer: number): void {
    this.#layer = layer
    this.#options.changed()
  }
}
