// Between which media nodes nothing comes through although something is sent, by what both ends of each pipe report,
// and which node the people of a class that spans such a cut had better leave. Knowledge only; it asks nobody anything.
import type { NodeReport } from '../../shared/contract/sfu.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { NodeView } from './plane.ts'

/** In ms: nothing came for so long … */
const silent = 4_000
/** … while something was sent so lately … */
const sending = 3_000
/** … and that was still so this much later: one report may be older than what the other tells of. */
const doubt = 2_500
/** What a node said longer ago may not be so any more. */
const fresh = 6_000
/** Since it was last seen, nobody new is put across it for so long. */
const remembered = 5 * 60_000

export interface CutsParts {
  readonly now: () => number
  readonly views: () => readonly NodeView[]
  /** Told once of each pipe. */
  readonly found: (from: string, to: string) => void
}

type Pipe = NodeReport['rooms'][number]['pipes'][number]
type Pair = readonly [string, string]

interface Silence {
  readonly room: RoomId
  readonly nodes: Pair
  readonly since: number
  /** When it was said last. */
  readonly at: number
}

const isCut = ({ since, at }: Pick<Silence, 'since' | 'at'>): boolean => at - since > doubt

/** A node that the people of a class leave, since when, and one that it cannot reach. */
export interface CutOff {
  readonly room: RoomId
  readonly node: string
  readonly from: string
  readonly since: number
}

/** So that no pair is left: whoever is cut off from most goes first, then whoever has fewest people. Pure. */
export function nodesToLeave(
  pairs: readonly Pair[],
  peopleOn: (node: string) => number,
): ReadonlySet<string> {
  const leaving = new Set<string>()
  for (let left = pairs; left.length > 0;) {
    const pairsOf = (node: string) => left.filter((pair) => pair.includes(node)).length
    const [first] = [...new Set(left.flat())].toSorted(
      (a, b) => pairsOf(b) - pairsOf(a) || peopleOn(a) - peopleOn(b) || (a < b ? -1 : 1),
    )
    if (first === undefined) break
    leaving.add(first)
    left = left.filter((pair) => !pair.includes(first))
  }
  return leaving
}

const keyOf = ([one, other]: Pair): string => [one, other].toSorted().join(' ')

export class Cuts {
  readonly #parts: CutsParts
  /** When each pipe's first end said that it sends, and since when it did not. */
  readonly #sent = new Map<string, { readonly idleMs: number; readonly at: number }>()
  readonly #silences = new Map<string, Silence>()
  /** Pairs of nodes, and until when nobody is put across. */
  readonly #apart = new Map<string, number>()

  constructor(parts: CutsParts) {
    this.#parts = parts
  }

  onReport({ node, rooms }: NodeReport): void {
    for (const { room, incarnation, pipes } of rooms)
      for (const pipe of pipes) {
        const { from, to, idleMs } = pipe
        // Between the workers of a node there is nothing that could be cut.
        if (from.node === to.node) continue
        const key = `${room} ${from.incarnation} ${to.incarnation}`
        const isFirstEnd = from.node === node && from.incarnation === incarnation
        if (isFirstEnd) this.#sent.set(key, { idleMs, at: this.#parts.now() })
        else this.#judge(key, room, pipe)
      }
    this.#forget()
  }

  /** Across which nobody is put. */
  get pairs(): number {
    const now = this.#parts.now()
    return [...this.#apart.values()].filter((until) => until > now).length
  }

  /** What people leave. Whoever has gone needs no pipe, so it is over with the last. */
  get all(): CutOff[] {
    const byRoom = Map.groupBy(this.#cut, ({ room }) => room)
    return [...byRoom].flatMap(([room, cuts]) => {
      const leaving = this.#leaving(room, cuts)
      return [...leaving].flatMap((node) => {
        const cut = cuts.find(({ nodes }) => nodes.includes(node))
        const from = cut?.nodes.find((other) => other !== node)
        return cut === undefined || from === undefined
          ? []
          : [{ room, node, from, since: cut.since }]
      })
    })
  }

  isLeft(room: RoomId, node: string): boolean {
    return this.all.some((cut) => cut.room === room && cut.node === node)
  }

  /** Where somebody can be put so that all of the class comes through; any, where that is nowhere. */
  reachable(room: RoomId, near: Iterable<string>, views: readonly NodeView[]): readonly NodeView[] {
    const leaving = this.#leaving(
      room,
      this.#cut.filter((cut) => cut.room === room),
    )
    const staying = [...near].filter((node) => !leaving.has(node))
    const found = views.filter(
      ({ node }) => !leaving.has(node) && !staying.some((other) => this.#isApart([node, other])),
    )
    return found.some(({ up, remote }) => up && !remote) ? found : views
  }

  #leaving(room: RoomId, cuts: readonly Silence[]): ReadonlySet<string> {
    const pairs = cuts.map(({ nodes }) => nodes)
    if (pairs.length === 0) return new Set()
    const people = new Map(this.#parts.views().map(({ node, rooms }) => [node, rooms.get(room)]))
    return nodesToLeave(pairs, (node) => people.get(node) ?? 0)
  }

  get #cut(): Silence[] {
    return [...this.#silences.values()].filter(isCut)
  }

  #judge(key: string, room: RoomId, { from, to, idleMs }: Pipe): void {
    const now = this.#parts.now()
    const sent = this.#sent.get(key)
    const isSent = sent !== undefined && now - sent.at < fresh && sent.idleMs < sending
    if (!isSent || idleMs < silent) {
      this.#silences.delete(key)
      return
    }
    const known = this.#silences.get(key)
    const nodes: Pair = [from.node, to.node]
    const silence = { room, nodes, since: known?.since ?? now, at: now }
    this.#silences.set(key, silence)
    if (!isCut(silence)) return
    this.#apart.set(keyOf(nodes), now + remembered)
    if (known !== undefined && !isCut(known)) this.#parts.found(from.node, to.node)
  }

  #isApart(nodes: Pair): boolean {
    return (this.#apart.get(keyOf(nodes)) ?? 0) > this.#parts.now()
  }

  #forget(): void {
    const now = this.#parts.now()
    for (const [key, { at }] of this.#sent) if (now - at > fresh) this.#sent.delete(key)
    for (const [key, { at }] of this.#silences) if (now - at > fresh) this.#silences.delete(key)
    for (const [key, until] of this.#apart) if (now > until) this.#apart.delete(key)
  }
}
