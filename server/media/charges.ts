// What people who were just placed will cost their nodes, until reports say it: figures are seconds old, and
// at the bell whole schools come within that time. Each server tells the others its sums.

/** Until somebody's consumers are made, reported and heard of, in ms. */
const lasting = 6_000
/** Sums of a server that says nothing any more are forgotten, in ms. */
const silence = 3_000

interface Charge {
  readonly share: number
  readonly until: number
}

/** Shares of nodes, by their names. */
export type Sums = Readonly<Record<string, number>>

export class Charges {
  readonly #now: () => number
  readonly #own = new Map<string, readonly Charge[]>()
  readonly #others = new Map<string, { readonly sums: Sums; readonly at: number }>()

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  add(node: string, share: number): void {
    const charge = { share, until: this.#now() + lasting }
    this.#own.set(node, [...(this.#own.get(node) ?? []), charge])
  }

  /** By all servers. */
  of(node: string): number {
    const oldest = this.#now() - silence
    const others = [...this.#others.values()].filter(({ at }) => at >= oldest)
    return others.reduce((sum, { sums }) => sum + (sums[node] ?? 0), this.#ownOf(node))
  }

  /** For the other servers. */
  get sums(): Sums {
    return Object.fromEntries([...this.#own.keys()].map((node) => [node, this.#ownOf(node)]))
  }

  hear(server: string, sums: Sums): void {
    this.#others.set(server, { sums, at: this.#now() })
  }

  #ownOf(node: string): number {
    const now = this.#now()
    const alive = (this.#own.get(node) ?? []).filter(({ until }) => until > now)
    if (alive.length === 0) this.#own.delete(node)
    else this.#own.set(node, alive)
    return alive.reduce((sum, { share }) => sum + share, 0)
  }
}
