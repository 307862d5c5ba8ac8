// How much is painted in one frame: while something moves, more when frames come in time and less as soon as
// one is late; much when all stands still; most when there is nothing to be seen yet. What the browser does
// later with what it is told cannot be timed here, so it is counted, in strokes of handwriting.

export type Mood = 'opening' | 'idle' | 'busy'

const limits = {
  opening: { ms: 200, cost: 4_000 },
  idle: { ms: 24, cost: 300 },
  busy: { ms: 5, cost: 70 },
} as const
const least = 12
/** Above this, in ms, a frame was late for 60 a second; below, there was room. */
const late = 22
const inTime = 18.5

/** What may be spent in one frame. */
export class Allowance {
  #cost: number
  readonly #until: number
  readonly #clock: () => number

  constructor(limit: { readonly ms: number; readonly cost: number }, clock: () => number) {
    this.#cost = limit.cost
    this.#until = clock() + limit.ms
    this.#clock = clock
  }

  get left(): boolean {
    return this.#cost > 0 && this.#clock() < this.#until
  }

  spend(cost: number): void {
    this.#cost -= cost
  }
}

export class Pace {
  readonly #clock: () => number
  #cost = 40

  constructor(clock: () => number) {
    this.#clock = clock
  }

  /** `since` the last frame, in ms; null after a rest. */
  next(since: number | null, mood: Mood): Allowance {
    const { ms, cost } = limits[mood]
    if (mood !== 'busy') return new Allowance({ ms, cost }, this.#clock)
    if (since !== null && since > late) this.#cost *= 0.6
    else if (since !== null && since < inTime) this.#cost *= 1.2
    this.#cost = Math.max(least, Math.min(cost, this.#cost))
    return new Allowance({ ms, cost: this.#cost }, this.#clock)
  }
}
