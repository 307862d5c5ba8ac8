// The figures of each node in the last minutes, as pages heard them: servers keep none of the past. What was heard
// lasts over a reload and on the next page of the same tab.

export const spanMs = 5 * 60_000
const place = 'lyceum.trends'

export interface Sample {
  readonly at: number
  readonly value: number
}

type Figures = Readonly<Record<string, number>>

interface Moment {
  readonly at: number
  readonly figures: Figures
}

/** By node. */
type Kept = Readonly<Record<string, readonly Moment[]>>

/** As a browser keeps it for one tab. */
export type Memory = Pick<Storage, 'getItem' | 'setItem'>

export class Trends {
  #kept = $state.raw<Kept>({})
  readonly #memory: Memory

  constructor(memory: Memory) {
    this.#memory = memory
    this.#kept = recalled(memory)
  }

  /** Of the nodes that are heard at this moment. */
  hear(at: number, nodes: Readonly<Record<string, Figures>>): void {
    const now = Object.entries(nodes).map(([node, figures]) => [node, { at, figures }] as const)
    const before = Object.entries(this.#kept).flatMap(([node, moments]) =>
      moments.filter((moment) => moment.at > at - spanMs).map((moment) => [node, moment] as const),
    )
    const byNode = Map.groupBy([...before, ...now], ([node]) => node)
    this.#kept = Object.fromEntries(
      [...byNode].map(([node, heard]) => [node, heard.map(([, moment]) => moment)]),
    )
    remembered(this.#memory, this.#kept)
  }

  /** The first moment that is known. */
  get since(): number {
    const moments = Object.values(this.#kept).flat()
    return moments.reduce((first, { at }) => Math.min(first, at), Date.now())
  }

  of(node: string, figure: string): Sample[] {
    return (this.#kept[node] ?? []).flatMap(({ at, figures }) => {
      const value = figures[figure]
      return value === undefined ? [] : [{ at, value }]
    })
  }
}

function recalled(memory: Memory): Kept {
  try {
    return JSON.parse(memory.getItem(place) ?? '{}') as Kept
  } catch {
    return {}
  }
}

function remembered(memory: Memory, kept: Kept): void {
  try {
    memory.setItem(place, JSON.stringify(kept))
  } catch {
    // Refused or full: then the past lasts as long as the page.
  }
}
