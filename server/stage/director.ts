// Keeps facts and sfus in step, for the rooms this node serves: facts become orders, what an sfu reports
// becomes facts. Every node does this for its own rooms; orders and keys make doubles harmless.
import type { ActualRoom, NodeReport, SfuEvents } from '../../shared/contract/sfu.ts'
import { newId, type Incarnation, type RoomId, type SessionId } from '../../shared/ids.ts'
import type { InputOf } from '../../shared/contract/index.ts'
import type { ParticipantId } from '../../shared/ids.ts'
import type { Source } from '../../shared/room/sources.ts'
import type { Batch } from '../log/timeline.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { MediaPlane } from '../media/plane.ts'
import type { Room } from '../rooms/room.ts'
import type { Rooms } from '../rooms/rooms.ts'
import { changedPeople, order } from './orders.ts'

export interface DirectorParts {
  readonly plane: MediaPlane
  readonly rooms: Pick<Rooms, 'get' | 'all'>
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

/** A source that just opened may not be in the sfu's next report yet. In ms. */
const settling = 10_000

export class Director {
  readonly #parts: DirectorParts
  readonly #stops: (() => void)[]
  readonly #openedAt = new WeakMap<Source, number>()

  constructor(parts: DirectorParts) {
    this.#parts = parts
    const { plane } = parts
    this.#stops = [
      plane.on('report', (report) => {
        this.#compare(report)
      }),
      plane.on('sourceClosed', ({ room, source, reason }) => {
        this.#loseSources(room, [source], reason === 'left' ? 'left' : 'lost')
      }),
      plane.on('workerDied', ({ incarnation, rooms }) => {
        for (const room of rooms) this.#loseIncarnation(room, incarnation)
      }),
      plane.on('speakers', (event) => {
        this.#speakers(event)
      }),
      plane.on('quality', (event) => {
        this.#quality(event)
      }),
    ]
  }

  /** Follows a room that this node begins to serve. */
  follow(room: Room): () => void {
    return room.log.subscribe((batch) => {
      this.#apply(room, batch)
    })
  }

  #apply(room: Room, { before, state, facts }: Batch<RoomState>): void {
    for (const participant of changedPeople(before.sources, state.sources))
      this.#order(room, participant)
    for (const fact of facts) {
      if (fact.type === 'people.left') {
        const { participant } = fact.body as { participant: ParticipantId }
        this.#attempt('leave', this.#parts.plane.leave({ room: room.id, participant }))
      }
      if (fact.type === 'class.ended')
        this.#attempt('close a room', this.#parts.plane.closeRoom({ room: room.id }))
    }
  }

  #order(room: Room, participant: ParticipantId): void {
    this.#attempt('order', order(this.#parts.plane, room, participant))
  }

  #attempt(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      // The next report, in 2 s, shows what is missing, and it is ordered again.
      this.#parts.failed(what, error)
    })
  }

  #submit(room: Room, name: 'sources.lose' | 'sources.loseIncarnation', input: object): void {
    const command = { name, input: input as InputOf<typeof name> }
    this.#attempt(name, room.log.submit({ key: `${name}:${newId()}`, actor: 'system', command }))
  }

  #loseSources(id: RoomId, sources: Source['source'][], reason: 'lost' | 'left'): void {
    const room = this.#parts.rooms.get(id)
    const known = sources.filter((source) => room?.state.sources.has(source))
    if (room !== undefined && known.length > 0)
      this.#submit(room, 'sources.lose', { sources: known, reason })
  }

  #loseIncarnation(id: RoomId, incarnation: Incarnation): void {
    const room = this.#parts.rooms.get(id)
    if (room === undefined) return
    if (room.state.sources.some((source) => source.incarnation === incarnation))
      this.#submit(room, 'sources.loseIncarnation', { incarnation })
    this.#tellLost(room, null)
  }

  /** These sessions, or all, join media anew; with the same tracks, so nobody is asked for permission. */
  #tellLost(room: Room, sessions: SessionId[] | null): void {
    for (const member of room.members)
      member.send('signal', { name: 'media.lost', from: null, data: { sessions } })
  }

  #compare(report: NodeReport): void {
    const alive = new Set(report.workers.map((worker) => worker.incarnation))
    const actual = new Map(report.rooms.map((room) => [room.room, room]))
    for (const room of this.#parts.rooms.all) {
      const here = [...room.state.sources.values()].filter(({ node }) => node === report.node)
      const dead = new Set(
        here.map(({ incarnation }) => incarnation).filter((one) => !alive.has(one)),
      )
      for (const incarnation of dead) this.#loseIncarnation(room.id, incarnation)
      this.#compareRoom(
        room,
        here.filter(({ incarnation }) => alive.has(incarnation)),
        actual.get(room.id),
      )
    }
  }

  #compareRoom(room: Room, wanted: readonly Source[], actual: ActualRoom | undefined): void {
    const found = new Map(
      (actual?.peers ?? []).flatMap((peer) =>
        peer.sources.map((source) => [source.source, { ...source, peer }] as const),
      ),
    )
    const missing: Source['source'][] = []
    const differing = new Set<ParticipantId>()
    for (const source of wanted) {
      const there = found.get(source.source)
      if (there === undefined) {
        if (this.#settled(source)) missing.push(source.source)
      } else if (there.paused !== (source.paused !== null) || !there.confirmed)
        differing.add(source.participant)
    }
    for (const [id, { peer, confirmed }] of found)
      if (confirmed && !room.state.sources.has(id)) differing.add(peer.participant)
    this.#loseSources(room.id, missing, 'lost')
    for (const participant of differing) this.#order(room, participant)
  }

  #settled(source: Source): boolean {
    const now = this.#parts.now()
    const since = this.#openedAt.get(source) ?? now
    this.#openedAt.set(source, since)
    return now - since > settling
  }

  #speakers({ room: id, active, levels }: SfuEvents['speakers']): void {
    const room = this.#parts.rooms.get(id)
    if (room === undefined) return
    const heard = levels.map(({ participant, level }) => ({ participant, level }))
    room.tell('media.speakers', { active, levels: heard })
  }

  #quality({ room: id, peers }: SfuEvents['quality']): void {
    const room = this.#parts.rooms.get(id)
    if (room === undefined) return
    const changed = peers.map(({ participant, send, receive }) => ({ participant, send, receive }))
    room.tell('media.quality', { peers: changed })
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }
}
