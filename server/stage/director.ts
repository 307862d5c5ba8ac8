// Keeps facts and sfus in step, for the logs this node has loaded: facts become orders, what an sfu reports
// becomes facts. Every node does this for what it has loaded; order numbers make doubles harmless.
import type { ActualRoom, NodeReport, SfuEvents } from '../../shared/contract/sfu.ts'
import { newId, type Incarnation, type RoomId } from '../../shared/ids.ts'
import type { InputOf } from '../../shared/contract/index.ts'
import type { ParticipantId, SessionId } from '../../shared/ids.ts'
import type { Source } from '../../shared/room/sources.ts'
import { isInside } from '../../shared/room/census.ts'
import { presence } from '../../shared/room/people.ts'
import type { Batch } from '../log/timeline.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { MediaPlane } from '../media/plane.ts'
import type { Room } from '../rooms/room.ts'
import type { RoomLog } from '../rooms/rooms.ts'
import { changedPeople, hearingOf, isHeardAs, order } from './orders.ts'
import { heardBy, loudestOf } from './heard.ts'
import { hiddenFrom, losingSight } from './sight.ts'
import { Speech } from './speech.ts'

export interface DirectorParts {
  readonly plane: MediaPlane
  readonly logs: Logs
  /** The room's connections on this node, if it has any. */
  readonly room: (id: RoomId) => Room | undefined
  readonly now: () => number
  readonly failed: (what: string, error: unknown) => void
}

interface Logs {
  readonly loaded: readonly RoomLog[]
  peek(id: RoomId): RoomLog | null
  onOpen(listener: (log: RoomLog) => void): () => void
}

function isGone({ people }: RoomState, participant: ParticipantId): boolean {
  const person = people.get(participant)
  return person === undefined || presence(person) === 'left' || !isInside(person)
}

type Actual = Pick<ActualRoom['pipedIn'][number], 'paused' | 'confirmed' | 'always' | 'circle'>

/** Whether an sfu must be told again what is wanted. Older ones do not say whom they let be heard. */
function isOtherwise(state: RoomState, wanted: Source, actual: Actual) {
  if (!actual.confirmed || actual.paused !== (wanted.paused !== null)) return true
  return !isHeardAs(hearingOf(state, wanted.participant), actual)
}

interface Blinded {
  /** Whatever this node had not heard by then may have taken something from anybody. */
  readonly before: number
  readonly since: Map<ParticipantId, number>
}

/** A source that just opened may not be in the sfu's next report yet. In ms. */
const settling = 10_000
/** Media goes on while its connection is lost, for as long as anybody takes to come back. In ms. */
const awayLimit = 60_000

export class Director {
  readonly #parts: DirectorParts
  readonly #stops: (() => void)[]
  readonly #speech: Speech
  /** Dead incarnations that the people of a room were told of. */
  readonly #lost = new WeakMap<RoomLog, Set<Incarnation>>()
  readonly #openedAt = new WeakMap<Source, number>()
  /** The last fact by which each lost sight or hearing of something. */
  readonly #blinded = new WeakMap<RoomLog, Blinded>()
  /** Since when devices with media have no connection. */
  readonly #awaySince = new WeakMap<RoomLog, Map<SessionId, number>>()

  constructor(parts: DirectorParts) {
    this.#parts = parts
    const { plane, logs } = parts
    this.#speech = new Speech(parts.now)
    this.#stops = [
      logs.onOpen((log) => {
        this.#follow(log)
      }),
      plane.on('nodeUp', ({ node, incarnations }) => {
        this.#loseOthers(node, new Set(incarnations))
      }),
      plane.on('report', (report) => {
        this.#compare(report)
      }),
      plane.on('sourceClosed', ({ room, source, reason }) => {
        const told = reason === 'left' || reason === 'excess' ? reason : 'lost'
        this.#loseSources(room, [source], told)
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
      plane.on('demanded', ({ source, layer, plain, ...seat }) => {
        this.#parts.room(seat.room)?.tellOne(seat, 'media.demand', { source, layer, plain })
      }),
      plane.on('starved', ({ sources, ...seat }) => {
        this.#parts.room(seat.room)?.tellOne(seat, 'media.starved', { sources })
      }),
    ]
  }

  /** Its subscription ends with the log. */
  #follow(log: RoomLog): void {
    this.#blinded.set(log, { before: log.position.seq, since: new Map() })
    log.subscribe((batch) => {
      this.#apply(log, batch)
    })
  }

  #apply(log: RoomLog, { before, state, facts, upto, reset }: Batch<RoomState>): void {
    const room = log.id as RoomId
    for (const participant of changedPeople(before, state)) this.#order(log, participant)
    if (reset) this.#blinded.set(log, { before: upto.seq, since: new Map() })
    const losing = losingSight(facts, before)
    for (const [one, seq] of losing) this.#blinded.get(log)?.since.set(one, seq)
    this.#hide(log, losing.keys())
    // A node that hears late may hear of the return, or of the reopening, in the same batch.
    for (const fact of facts) {
      if (fact.type === 'people.left' || fact.type === 'people.sentOut') {
        const { participant } = fact.body as { participant: ParticipantId }
        if (isGone(state, participant))
          this.#attempt('leave', this.#parts.plane.leave({ room, participant }))
      }
      if (fact.type === 'class.ended' && state.class.phase !== 'live')
        this.#attempt('close a room', this.#parts.plane.closeRoom({ room }))
    }
  }

  #order(log: RoomLog, participant: ParticipantId): void {
    this.#attempt('order', order(this.#parts.plane, log, participant))
  }

  #hide(log: RoomLog, participants: Iterable<ParticipantId>): void {
    const [room, { seq }] = [log.id as RoomId, log.position]
    for (const hidden of hiddenFrom(participants, log.state))
      this.#attempt('hide sources', this.#parts.plane.hide({ room, seq, ...hidden }))
  }

  #attempt(what: string, work: Promise<unknown>): void {
    work.catch((error: unknown) => {
      // The next report, in 2 s, shows what is still otherwise, and it is ordered again.
      this.#parts.failed(what, error)
    })
  }

  #submit(log: RoomLog, name: 'sources.lose' | 'sources.loseIncarnation', input: object): void {
    const command = { name, input: input as InputOf<typeof name> }
    this.#attempt(name, log.submit({ key: `${name}:${newId()}`, actor: 'system', command }))
  }

  #loseSources(id: RoomId, sources: Source['source'][], reason: 'lost' | 'left' | 'excess'): void {
    const log = this.#parts.logs.peek(id)
    const known = sources.flatMap((source) => log?.state.sources.get(source) ?? [])
    if (log === null || known.length === 0) return
    if (reason === 'excess') for (const one of known) this.#parts.plane.tooMuch(one, id)
    this.#submit(log, 'sources.lose', { sources: known.map(({ source }) => source), reason })
  }

  #loseIncarnation(id: RoomId, incarnation: Incarnation): void {
    const log = this.#parts.logs.peek(id)
    if (log === null) return
    // Reports repeat it until the fact is in, which a store that is away may refuse for a while.
    if (log.state.sources.some((source) => source.incarnation === incarnation))
      this.#submit(log, 'sources.loseIncarnation', { incarnation })
    if (this.#isTold(log, incarnation)) return
    // Everybody joins media anew; with the same tracks, so nobody is asked for permission.
    this.#parts.room(id)?.tell('media.lost', { incarnation })
  }

  #isTold(log: RoomLog, incarnation: Incarnation): boolean {
    const lost = this.#lost.get(log) ?? new Set()
    this.#lost.set(log, lost)
    if (lost.has(incarnation)) return true
    lost.add(incarnation)
    return false
  }

  #loseOthers(node: string, alive: ReadonlySet<Incarnation>): void {
    for (const log of this.#parts.logs.loaded) {
      const here = [...log.state.sources.values()].filter((source) => source.node === node)
      const dead = new Set(
        here.map(({ incarnation }) => incarnation).filter((one) => !alive.has(one)),
      )
      for (const incarnation of dead) this.#loseIncarnation(log.id as RoomId, incarnation)
    }
  }

  #compare(report: NodeReport): void {
    const alive = new Set(report.workers.map((worker) => worker.incarnation))
    this.#loseOthers(report.node, alive)
    const actual = new Map(report.rooms.map((room) => [room.room, room]))
    for (const log of this.#parts.logs.loaded) {
      const wanted = [...log.state.sources.values()].filter(
        ({ node, incarnation }) => node === report.node && alive.has(incarnation),
      )
      const there = actual.get(log.id as RoomId)
      this.#compareRoom(log, wanted, there)
      this.#compareSight(log, there)
      this.#sendOff(log, there)
    }
  }

  /** To whom something was granted before they lost some of it, and who may not have heard that. */
  #compareSight(log: RoomLog, actual: ActualRoom | undefined): void {
    const { before = 0, since } = this.#blinded.get(log) ?? {}
    const doubtful = (actual?.peers ?? []).filter(
      ({ participant, seesAsOf }) =>
        seesAsOf !== null && seesAsOf < (since?.get(participant) ?? before),
    )
    const participants = doubtful.map(({ participant }) => participant)
    this.#hide(log, participants)
  }

  /** Peers of people who left while their joining was on its way, and of devices that do not come back. */
  #sendOff(log: RoomLog, actual: ActualRoom | undefined): void {
    const room = log.id as RoomId
    for (const peer of actual?.peers ?? []) {
      if (!isGone(log.state, peer.participant) && !this.#isAway(log, peer)) continue
      const { participant, session } = peer
      this.#attempt('leave', this.#parts.plane.leave({ room, participant, session }))
    }
  }

  /** Who needs no connection needs no token either: they would see and hear whatever became of their rights. */
  #isAway(log: RoomLog, { participant, session }: ActualRoom['peers'][number]): boolean {
    const since = this.#awaySince.get(log) ?? new Map<SessionId, number>()
    this.#awaySince.set(log, since)
    const stays = log.state.people.get(participant)?.stays ?? []
    // A node that is cut off does not know who came back.
    if (!log.isFresh() || stays.some((stay) => stay.session === session && stay.present)) {
      since.delete(session)
      return false
    }
    const now = this.#parts.now()
    const start = since.get(session) ?? now
    since.set(session, start)
    return now - start > awayLimit
  }

  #compareRoom(log: RoomLog, wanted: readonly Source[], actual: ActualRoom | undefined): void {
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
      } else if (isOtherwise(log.state, source, there)) differing.add(source.participant)
    }
    for (const [id, { peer, confirmed }] of found)
      if (confirmed && !log.state.sources.has(id)) differing.add(peer.participant)
    for (const one of actual?.pipedIn ?? [])
      if (this.#differs(log, one)) differing.add(one.participant)
    this.#loseSources(log.id as RoomId, missing, 'lost')
    for (const participant of differing) this.#order(log, participant)
  }

  /** A node that gets a source through a pipe may have missed the orders about it. */
  #differs({ state }: RoomLog, actual: ActualRoom['pipedIn'][number]) {
    const wanted = state.sources.get(actual.source)
    return wanted === undefined ? actual.confirmed : isOtherwise(state, wanted, actual)
  }

  #settled(source: Source): boolean {
    const now = this.#parts.now()
    const since = this.#openedAt.get(source) ?? now
    this.#openedAt.set(source, since)
    return now - since > settling
  }

  #speakers(said: SfuEvents['speakers']): void {
    const room = this.#parts.room(said.room)
    if (room === undefined) return
    const heard = this.#speech.hear(said)
    if (heard === null) return
    const { breakouts } = room.state
    if (!breakouts.open) room.tell('media.speakers', loudestOf(heard))
    else room.tellEach('media.speakers', (viewer) => heardBy(breakouts, viewer, heard))
  }

  #quality({ room: id, peers }: SfuEvents['quality']): void {
    const changed = peers.map(({ participant, send, receive }) => ({ participant, send, receive }))
    this.#parts.room(id)?.tell('media.quality', { peers: changed })
  }

  close(): void {
    for (const stop of this.#stops) stop()
  }
}
