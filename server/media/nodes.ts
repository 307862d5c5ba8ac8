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
}

interface KnownSeat {
  readonly place: Place
  readonly at: number
  /** By this server, so that no report knows better. */
  readonly placed: boolean
}

export interface LostIncarnation {
  readonly incarnation: Incarnation
  readonly rooms: RoomId[]
}

export class Nodes {
  readonly #known = new Map<string, Known>()
  readonly #seats = new Map<SessionId, KnownSeat>()

  /** But whether they can be asked. */
  get views(): Omit<NodeView, 'up'>[] {
    return [...this.#known].map(([node, { report }]) => ({
      node,
      draining: report?.draining ?? false,
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
    this.#known.set(node, { incarnations: now, report: before?.report ?? null })
    const lost = [...(before?.incarnations ?? [])].filter((incarnation) => !now.has(incarnation))
    return lost.map((incarnation) => ({
      incarnation,
      rooms: roomsOf(before?.report ?? null, incarnation),
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
    known.report = { node, version: null, draining: false, workers: [], rooms: [] }
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
    known.incarnations = new Set(report.workers.map(({ incarnation }) => incarnation))
    return this.#learnSeats(report, performance.now())
  }

  onWorkerDied(node: string, incarnation: Incarnation): void {
    const known = this.#known.get(node)
    if (known) known.incarnations = known.incarnations.difference(new Set([incarnation]))
  }

  seat(session: SessionId, place: Place): void {
    this.#seats.set(session, { place, at: performance.now(), placed: true })
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
      for (const { participant, session } of peers) {
        const { placed = false, place: there = place } = this.#seats.get(session) ?? {}
        if (placed && there.incarnation !== incarnation) stale.push({ room, participant, session })
        else this.#seats.set(session, { place, at, placed })
      }
    }
    for (const [session, seat] of this.#seats) {
      if (seat.place.node === node && at - seat.at > forgetSeatMs) this.#seats.delete(session)
    }
    return stale
  }
}

const roomsOf = (report: NodeReport | null, incarnation: Incarnation): RoomId[] =>
  (report?.rooms ?? []).filter((room) => room.incarnation === incarnation).map(({ room }) => room)

const meanOf = (shares: readonly number[]): number =>
  shares.length === 0 ? 0 : shares.reduce((sum, share) => sum + share, 0) / shares.length
