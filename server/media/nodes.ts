// What this server knows of the sfu nodes from their reports and its own placements: how loaded
// they are, and where each seat is. Knowledge only; it asks nobody anything.
import {
  scarcestOf,
  shareOf,
  type ActualRoom,
  type NodeReport,
  type Place,
  type Seat,
} from '../../shared/contract/sfu.ts'
import type { MediaNodeFacts } from '../../shared/contract/http/nodes.ts'
import type { Incarnation, RoomId, SessionId } from '../../shared/ids.ts'
import type { NodeView } from './plane.ts'

/** A seat that was just placed may miss from a report made before it; one that misses longer is gone. */
const forgetSeatMs = 10_000
/** Where somebody was is of use for so long after their node was lost; and late answers come within it. */
const rememberMs = 60_000

interface Known {
  incarnations: ReadonlySet<Incarnation>
  report: NodeReport | null
  /** When it wants to stop, by `performance.now()`. */
  emptyBy: number | null
}

/** Who is being moved has media at two places for so long at most; then what is left behind ends. */
const moveLimitMs = 30_000

interface KnownSeat {
  readonly place: Place
  /** When it was taken; of two places the later one counts. */
  readonly since: number
  /** When it was reported last. */
  readonly at: number
  /** By this server, which ends what else is reported of the session. */
  readonly placed: boolean
  /** What is left behind by a move that is not over. */
  readonly leaving: Place | null
}

const nothing = { version: null, draining: false, stopsIn: null, workers: [], rooms: [] }

export interface LostIncarnation {
  readonly incarnation: Incarnation
  readonly rooms: RoomId[]
}

export class Nodes {
  readonly #known = new Map<string, Known>()
  readonly #seats = new Map<SessionId, KnownSeat>()
  /** Seats that were asked for, and for whose answer nobody waits any more. */
  readonly #abandoned = new Map<SessionId, { readonly node: string; readonly at: number }>()

  /** But how they can be asked. */
  get views(): Omit<NodeView, 'up' | 'remote'>[] {
    const now = performance.now()
    return [...this.#known].map(([node, { report, emptyBy }]) => ({
      node,
      draining: report?.draining ?? false,
      emptyIn: emptyBy === null ? null : emptyBy - now,
      load: meanOf((report?.workers ?? []).map(shareOf)),
      scarcest: scarcestOf(report?.workers ?? []),
      workers: report?.workers.length ?? 0,
      rooms: peopleIn(report),
    }))
  }

  /** Returns what an earlier connection had and this one has no more. */
  onUp(node: string, incarnations: readonly Incarnation[]): LostIncarnation[] {
    const before = this.#known.get(node)
    const now = new Set(incarnations)
    const { report = null, emptyBy = null } = before ?? {}
    this.#known.set(node, { incarnations: now, report, emptyBy })
    return lostOf(report, (before?.incarnations ?? new Set()).difference(now))
  }

  /** What is given up with the node, and will be gone should it come back. */
  onLost(node: string): LostIncarnation[] {
    const known = this.#known.get(node)
    if (!known) return []
    const { report, incarnations } = known
    known.report = { ...nothing, node }
    known.emptyBy = null
    known.incarnations = new Set()
    return lostOf(report, incarnations)
  }

  forget(node: string): void {
    this.#known.delete(node)
  }

  /** Answers what is gone that nobody told of, and seats that are nobody’s: who took them is elsewhere since. */
  onReport(report: NodeReport): { readonly lost: LostIncarnation[]; readonly stale: Seat[] } {
    const known = this.#known.get(report.node)
    if (!known) return { lost: [], stale: [] }
    const { report: before, incarnations } = known
    known.report = report
    known.emptyBy = report.stopsIn === null ? null : performance.now() + report.stopsIn
    known.incarnations = new Set(report.workers.map(({ incarnation }) => incarnation))
    const stale = this.#learnSeats(report, performance.now())
    return { lost: lostOf(before, incarnations.difference(known.incarnations)), stale }
  }

  onWorkerDied(node: string, incarnation: Incarnation): void {
    const known = this.#known.get(node)
    if (known) known.incarnations = known.incarnations.difference(new Set([incarnation]))
  }

  seat(session: SessionId, place: Place, leaving: Place | null = null): void {
    const now = performance.now()
    this.#seats.set(session, { place, since: now, at: now, placed: true, leaving })
  }

  /** The move is over. Answers what was left behind. */
  settle(session: SessionId): Place | null {
    const seat = this.#seats.get(session)
    if (seat !== undefined) this.#seats.set(session, { ...seat, leaving: null })
    return seat?.leaving ?? null
  }

  /** A move to there failed: media goes on where it was. Answers where that is; null where nothing does. */
  stay(session: SessionId, there: Incarnation): Place | null {
    const { place, leaving = null } = this.#seats.get(session) ?? {}
    if (place?.incarnation !== there || leaving === null) return null
    this.seat(session, leaving)
    return leaving
  }

  /** A seat is asked for there. */
  await(session: SessionId, node: string): void {
    if (this.#abandoned.get(session)?.node === node) this.#abandoned.delete(session)
  }

  /** Nobody waits any more whether it is taken; should it be, it is nobody’s. */
  abandon(session: SessionId, node: string): void {
    this.#abandoned.set(session, { node, at: performance.now() })
  }

  /** Whether that run of a worker is there, as far as its node said. */
  lives({ node, incarnation }: Place): boolean {
    return this.#known.get(node)?.incarnations.has(incarnation) ?? false
  }

  isMoving(session: SessionId): boolean {
    const { leaving = null, since = 0 } = this.#seats.get(session) ?? {}
    return leaving !== null && performance.now() - since < moveLimitMs
  }

  unseat(session: SessionId): void {
    this.#seats.delete(session)
  }

  /** For whoever operates the installation. */
  factsOf(node: string): MediaNodeFacts | null {
    const report = this.reportOf(node)
    if (report === null) return null
    const { version, workers, rooms, draining: stopping } = report
    // Who has two devices in a class is one person.
    const people = new Set(
      rooms.flatMap(({ room, peers }) => peers.map(({ participant }) => `${room} ${participant}`)),
    )
    return {
      version,
      workers: workers.map(({ incarnation: _, ...load }) => load),
      people: people.size,
      rooms: new Set(rooms.filter(isInUse).map(({ room }) => room)).size,
      stopping,
    }
  }

  reportOf(node: string): NodeReport | null {
    return this.#known.get(node)?.report ?? null
  }

  /** Where a seat was put or last reported. */
  of({ session }: Pick<Seat, 'session'>): Place | undefined {
    return this.#seats.get(session)?.place
  }

  #learnSeats(report: NodeReport, at: number): Seat[] {
    const { node } = report
    const stale: Seat[] = []
    for (const { room, incarnation, peers } of report.rooms) {
      const place = { node, incarnation }
      for (const { participant, session, age } of peers) {
        const told = { place, since: age === undefined ? null : at - age, at }
        if (this.#learn(session, told) === 'stale') stale.push({ room, participant, session })
      }
    }
    for (const [session, seat] of this.#seats) {
      const limit = seat.place.node === node ? forgetSeatMs : rememberMs
      if (at - seat.at > limit) this.#seats.delete(session)
    }
    for (const [session, asked] of this.#abandoned)
      if (at - asked.at > rememberMs) this.#abandoned.delete(session)
    return stale
  }

  #learn(session: SessionId, { place, since, at }: Told): 'stale' | null {
    if (this.#abandoned.get(session)?.node === place.node) return 'stale'
    const known = this.#seats.get(session)
    if (known?.place.incarnation === place.incarnation) {
      this.#seats.set(session, { ...known, at })
      return null
    }
    // Two servers may have seated the same session, one after the other.
    const isLater = since === null ? known?.placed !== true : since > (known?.since ?? -Infinity)
    if (isLater)
      this.#seats.set(session, { place, since: since ?? at, at, placed: false, leaving: null })
    const isEnding = !isLater && known?.placed === true && !this.isMoving(session)
    return isEnding ? 'stale' : null
  }
}

interface Told {
  readonly place: Place
  readonly since: number | null
  readonly at: number
}

/** A room is kept for a while after the last person has left. */
const isInUse = ({ peers, pipedIn }: ActualRoom) => peers.length + pipedIn.length > 0

/** With the rooms they had, by the last report. */
function lostOf(report: NodeReport | null, gone: ReadonlySet<Incarnation>): LostIncarnation[] {
  const rooms = Map.groupBy(report?.rooms ?? [], ({ incarnation }) => incarnation)
  return [...gone].map((incarnation) => ({
    incarnation,
    rooms: (rooms.get(incarnation) ?? []).map(({ room }) => room),
  }))
}

/** A part of a room to which all is piped has nobody of its own. */
function peopleIn(report: NodeReport | null): ReadonlyMap<RoomId, number> {
  const people = new Map<RoomId, number>()
  for (const { room, peers } of report?.rooms ?? [])
    people.set(room, (people.get(room) ?? 0) + peers.length)
  return people
}

const meanOf = (shares: readonly number[]): number =>
  shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
