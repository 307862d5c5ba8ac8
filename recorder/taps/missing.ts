// The packets that are missing between those that came: since when, how often they were asked for, which are due to
// be asked for again, and which are given up. Pure.

export interface MissingLimits {
  /** So long one is waited for, in ms from when it was missed. */
  readonly waitMs: number
  /** So long it may just be late, in ms; then it is asked for … */
  readonly reorderMs: number
  /** … as often, in ms, … */
  readonly askEveryMs: number
  /** … so many times, … */
  readonly asks: number
  /** … and no more than so many in one go. */
  readonly asksAtOnce: number
}

interface Miss {
  readonly since: number
  asked: number
  askedAt: number
}

export class Missing {
  readonly #limits: MissingLimits
  readonly #all = new Map<number, Miss>()

  constructor(limits: MissingLimits) {
    this.#limits = limits
  }

  /** All from one to before another. */
  add(from: number, to: number, now: number): void {
    for (let place = from; place < to; place += 1)
      this.#all.set(place, { since: now, asked: 0, askedAt: -Infinity })
  }

  /** It came. Answers whether that was asked for. */
  found(place: number): boolean {
    const asked = this.#all.get(place)?.asked ?? 0
    this.#all.delete(place)
    return asked > 0
  }

  drop(place: number): void {
    this.#all.delete(place)
  }

  clear(): void {
    this.#all.clear()
  }

  isOver(place: number, now: number): boolean {
    const miss = this.#all.get(place)
    return miss !== undefined && now - miss.since >= this.#limits.waitMs
  }

  /** Those that are due; they count as asked for. */
  asks(now: number): number[] {
    const { reorderMs, askEveryMs, asks, asksAtOnce } = this.#limits
    const due: number[] = []
    for (const [place, miss] of this.#all) {
      if (due.length >= asksAtOnce) break
      if (now - miss.since < reorderMs || now - miss.askedAt < askEveryMs || miss.asked >= asks)
        continue
      miss.asked += 1
      miss.askedAt = now
      due.push(place)
    }
    return due
  }
}
