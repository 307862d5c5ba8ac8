// How watching went for one person, measured: the time to the first picture, stalls, changes of quality, errors and
// the delay. Knows no player.

export interface Watched {
  /** From the wish to the first picture, in ms; null before it. */
  readonly startMs: number | null
  readonly stalls: number
  readonly stalledMs: number
  /** Changes of what is shown. */
  readonly switches: number
  /** By their names. */
  readonly errors: Readonly<Record<string, number>>
  /** Behind what was sent, while it was live, in seconds; null before the first. */
  readonly delay: { readonly mean: number; readonly most: number } | null
}

export class Experience {
  readonly #beganAt: number
  #startMs: number | null = null
  #stalls = 0
  #stalledMs = 0
  #stalledAt: number | null = null
  #shown: number | null = null
  #switches = 0
  readonly #errors = new Map<string, number>()
  #delays = { count: 0, sum: 0, most: 0 }

  /** All times in ms of one clock. */
  constructor(now: number) {
    this.#beganAt = now
  }

  moves(now: number): void {
    this.#startMs ??= now - this.#beganAt
    if (this.#stalledAt !== null) this.#stalledMs += now - this.#stalledAt
    this.#stalledAt = null
  }

  /** Nothing moves though it should. */
  stalls(now: number): void {
    if (this.#startMs === null || this.#stalledAt !== null) return
    this.#stalls += 1
    this.#stalledAt = now
  }

  /** Nothing needs to move. */
  rests(now: number): void {
    if (this.#stalledAt !== null) this.moves(now)
  }

  shows(quality: number): void {
    if (this.#shown !== null && this.#shown !== quality) this.#switches += 1
    this.#shown = quality
  }

  erred(name: string): void {
    this.#errors.set(name, (this.#errors.get(name) ?? 0) + 1)
  }

  /** In seconds. */
  behind(delay: number): void {
    const { count, sum, most } = this.#delays
    this.#delays = { count: count + 1, sum: sum + delay, most: Math.max(most, delay) }
  }

  get sofar(): Watched {
    const { count, sum, most } = this.#delays
    return {
      startMs: this.#startMs,
      stalls: this.#stalls,
      stalledMs: this.#stalledMs,
      switches: this.#switches,
      errors: Object.fromEntries(this.#errors),
      delay: count === 0 ? null : { mean: sum / count, most },
    }
  }
}
