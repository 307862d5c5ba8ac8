// What people who were just placed will cost their nodes, and whose class they are of, until reports say it:
// figures are seconds old, and at the bell, or when a node is lost, whole classes come within that time. Each
// server tells the others.
import type { RoomId } from '../../shared/ids.ts'

/** Until somebody's consumers are made, reported and heard of, in ms. */
const lasting = 6_000
/** What a server said that says nothing any more is forgotten, in ms. */
const silence = 3_000

interface Charge {
  readonly room: RoomId
  readonly share: number
  readonly until: number
}

/** By the names of nodes. */
export interface Placings {
  /** What was placed there, as shares of the node. */
  readonly sums: Readonly<Record<string, number>>
  /** How many of each class. */
  readonly rooms: Readonly<Record<string, Readonly<Record<RoomId, number>>>>
}

export class Charges {
  readonly #now: () => number
  /** By node. */
  readonly #own = new Map<string, readonly Charge[]>()
  readonly #others = new Map<string, { readonly said: Placings; readonly at: number }>()
  readonly #listeners = new Set<() => void>()

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** Returns its undo. */
  add(node: string, room: RoomId, share: number): () => void {
    const before = this.#ownOf(node)
    const isNews = !before.some((one) => one.room === room)
    const charge = { room, share, until: this.#now() + lasting }
    this.#keep(node, [...before, charge])
    if (isNews) for (const listener of this.#listeners) listener()
    return () => {
      this.#keep(
        node,
        this.#ownOf(node).filter((one) => one !== charge),
      )
    }
  }

  /** The first of a class was placed on a node: who places others of it should know. Returns its undo. */
  onFirst(listener: () => void): () => void {
    this.#listeners.add(listener)
    return () => void this.#listeners.delete(listener)
  }

  /** By all servers. */
  of(node: string): number {
    const others = this.#heard.map(({ sums }) => sums[node] ?? 0)
    return others.reduce((sum, share) => sum + share, shareOf(this.#ownOf(node)))
  }

  /** How many of this class are on their way to which nodes, by all servers. */
  peopleOf(room: RoomId): ReadonlyMap<string, number> {
    const people = new Map<string, number>()
    for (const { rooms } of [this.said, ...this.#heard])
      for (const [node, counts] of Object.entries(rooms)) {
        const more = counts[room]
        if (more !== undefined) people.set(node, (people.get(node) ?? 0) + more)
      }
    return people
  }

  /** For the other servers. */
  get said(): Placings {
    const own = [...this.#own.keys()].map((node) => [node, this.#ownOf(node)] as const)
    const alive = own.filter(([, charges]) => charges.length > 0)
    return {
      sums: Object.fromEntries(alive.map(([node, charges]) => [node, shareOf(charges)])),
      rooms: Object.fromEntries(alive.map(([node, charges]) => [node, peopleIn(charges)])),
    }
  }

  hear(server: string, said: Placings): void {
    this.#others.set(server, { said, at: this.#now() })
  }

  #ownOf(node: string): readonly Charge[] {
    const now = this.#now()
    const charges = this.#own.get(node) ?? []
    const alive = charges.filter(({ until }) => until > now)
    if (alive.length < charges.length) this.#keep(node, alive)
    return alive
  }

  #keep(node: string, charges: readonly Charge[]): void {
    if (charges.length === 0) this.#own.delete(node)
    else this.#own.set(node, charges)
  }

  get #heard(): Placings[] {
    const oldest = this.#now() - silence
    for (const [server, { at }] of this.#others) if (at < oldest) this.#others.delete(server)
    return [...this.#others.values()].map(({ said }) => said)
  }
}

const shareOf = (charges: readonly Charge[]): number =>
  charges.reduce((sum, { share }) => sum + share, 0)

function peopleIn(charges: readonly Charge[]): Record<RoomId, number> {
  const counts: Record<RoomId, number> = {}
  for (const { room } of charges) counts[room] = (counts[room] ?? 0) + 1
  return counts
}
