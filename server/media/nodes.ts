// What this server knows of the sfu nodes from their reports and its own placements: how loaded
// they are, and where each seat is. Knowledge only; it asks nobody anything.
import {
  scarcestOf,
  shareOf,
  type NodeReport,
  type Place,
  type Seat,
} from '../../shared/contract/sfu.ts'
import type { MediaNodeFacts } from '../../shared/contract/http/nodes.ts'
import type { Incarnation, RoomId, SessionId } from '../../shared/ids.ts'
import type { NodeView } from './plane.ts'

/** A seat that was just placed may miss from a report made before it; one that misses longer is gone. */
const forgetSeatMs = 10_000

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

  /** But whether they can be asked. */
  get views(): Omit<NodeView, 'up'>[] {
    const now = performance.now()
    return [...this.#known].map(([node, { report, emptyBy }]) => ({
      node,
      draining: report?.draining ?? false,
      emptyIn: emptyBy === null ? null : emptyBy - now,
      load: meanOf((report?.workers ?? []).map(shareOf)),
      scarcest: scarcestOf(report?.workers ?? []),
      workers: report?.workers.length ?? 0,
      rooms: new Set(report?.rooms.map(({ room }) => room)),
    }))
  }

  /** Returns what an earlier connection had and this one has no more. */
  onUp(node: string, incarnations: readonly Incarnation[]): LostIncarnation[] {
    const before = this.#known.get(node)
    const now = new Set(incarnations)
    const { report = null, emptyBy = null } = before ?? {}
    this.#known.set(node, { incarnations: now, report, emptyBy })
    const lost = [...(before?.incarnations ?? [])].filter((incarnation) => !now.has(incarnation))
    return lost.map((incarnation) => ({
      incarnation,
      rooms: roomsOf(report, incarnation),
    }))
  }

  roomsOn(node: string): RoomId[] {
    return this.#known.get(node)?.report?.rooms.map(({ room }) => room) ?? []
  }

  /** What is given up with the node, and will be gone should it come back. */
  onLost(node: string): LostIncarnation[] {
    const known = this.#known.get(node)
    if (!known) return []
    const { report, incarnations } = known
    known.report = { ...nothing, node }
    known.emptyBy = null
    known.incarnations = new Set()
    return [...incarnations].map((incarnation) => ({
      incarnation,
      rooms: roomsOf(report, incarnation),
    }))
  }

  /** Answers whose seats are there that this server has put elsewhere since. */
  onReport(report: NodeReport): Seat[] {
    const known = this.#known.get(report.node)
    if (!known) return []
    known.report = report
    known.emptyBy = report.stopsIn === null ? null : performance.now() + report.stopsIn
    known.incarnations = new Set(report.workers.map(({ incarnation }) => incarnation))
    return this.#learnSeats(report, performance.now())
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

  /** A move to there failed: media goes on where it was. Answers whether it does. */
  stay(session: SessionId, there: Incarnation): boolean {
    const { place, leaving = null } = this.#seats.get(session) ?? {}
    if (place?.incarnation !== there || leaving === null) return false
    this.seat(session, leaving)
    return true
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
    const { version, workers, rooms } = report
    const people = new Set(rooms.flatMap(({ peers }) => peers.map(({ session }) => session)))
    return {
      version,
      workers: workers.map(({ incarnation: _, ...load }) => load),
      people: people.size,
      rooms: new Set(rooms.map(({ room }) => room)).size,
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
      if (seat.place.node === node && at - seat.at > forgetSeatMs) this.#seats.delete(session)
    }
    return stale
  }

  #learn(session: SessionId, { place, since, at }: Told): 'stale' | null {
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

const roomsOf = (report: NodeReport | null, incarnation: Incarnation): RoomId[] =>
  (report?.rooms ?? []).filter((room) => room.incarnation === incarnation).map(({ room }) => room)

const meanOf = (shares: readonly number[]): number =>
  shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
