// A room on this node: its log, and the connections here that read it. Knows membership, order and
// delivery; nothing of chat, media or any other feature.
import { encodeRoom, projectRoom, type RoomState } from '../../shared/room/state.ts'
import { censusOf } from '../../shared/room/census.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { isOpen, viewerOf } from '../../shared/room/standing.ts'
import { signals, type SignalData, type SignalName } from '../../shared/contract/index.ts'
import type { Snapshot } from '../../shared/contract/room.ts'
import { refuse } from '../../shared/errors.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import type { Fact, Frame, Position } from '../../shared/log.ts'
import { show } from '../../shared/room/marks.ts'
import type { LobbySlice } from '../../shared/room/lobby.ts'
import { farewellOf } from '../../shared/room/moderation.decide.ts'
import { presence, type PeopleSlice } from '../../shared/room/people.ts'
import { sees, type ViewKind, type Viewer } from '../../shared/room/viewer.ts'
import type { Log } from '../log/log.ts'
import type { Batch } from '../log/timeline.ts'
import { cutFrames, viewKinds, type Told } from './frames.ts'
import type { Arrival, Member, Outlet, Placed } from './outlet.ts'

/** A frame goes at once, then one per tick: longer, the more people it goes to, between these. In ms. */
const shortTick = 20
const longTick = 100
/** So a tick costs no more than a fifth of a processor, at 10 µs for a frame to one of them. */
const tickPerPerson = 0.05

function tickFor(people: number): number {
  return Math.min(longTick, Math.max(shortTick, people * tickPerPerson))
}
/** After this much silence a view hears the top. In ms. */
const silence = 4_000

const insiders: readonly ViewKind[] = ['staff', 'member']
const staffOnly: readonly ViewKind[] = ['staff']

function hasLeft({ people }: RoomState, participant: ParticipantId): boolean {
  const person = people.get(participant)
  return person !== undefined && presence(person) === 'left'
}

function leftNow(before: RoomState, after: RoomState, participant: ParticipantId): boolean {
  const same = before.people.get(participant) === after.people.get(participant)
  return !same && hasLeft(after, participant)
}

/** Whether the room knows of this very connection. */
function isSeated({ people }: RoomState, { participant, session, incarnation }: Arrival): boolean {
  const stays = people.get(participant)?.stays ?? []
  return stays.some(
    (stay) => stay.session === session && stay.present && stay.incarnation === incarnation,
  )
}

/** To whoever came after the past that is now the room’s. */
const comeAgain = { ...refuse('unavailable'), retryAfter: 0 }

/** Whom these facts may have let in, sent out, or given another role. */
function peopleOf(facts: readonly Fact[]): Set<ParticipantId> {
  const about = facts.filter(({ type }) => type.startsWith('people.'))
  const named = about.map(({ body }) => (body as { participant?: ParticipantId }).participant)
  return new Set(named.filter((participant) => participant !== undefined))
}

export interface RoomParts {
  readonly log: Log<RoomState, RoomCommand>
  readonly outlet: Outlet
  readonly now: () => number
  /** Facts handed to this node's readers, and how old the oldest was, in ms. */
  readonly delivered: (facts: number, ageMs: number) => void
}

export class Room {
  readonly #parts: RoomParts
  readonly #members = new Map<Member, Placed>()
  /** Those among them who do not have yet what was before. */
  readonly #coming = new Set<Placed>()
  /** The same by person, who may be here with several devices. */
  readonly #people = new Map<ParticipantId, Set<Placed>>()
  readonly #stops: (() => void)[]
  #pending: Fact[] = []
  #soon: NodeJS.Immediate | null = null
  #ticking: NodeJS.Timeout | null = null
  #told: Told
  #heard: Record<ViewKind, number>
  #counted: PeopleSlice | null = null
  #queued: LobbySlice['queue'] | null = null

  constructor(parts: RoomParts) {
    this.#parts = parts
    const { seq } = parts.log.position
    this.#told = { staff: seq, member: seq, waiting: seq }
    this.#heard = { staff: 0, member: 0, waiting: 0 }
    const pulse = setInterval(() => {
      this.#breakSilence()
    }, silence / 2)
    this.#stops = [
      parts.log.subscribe((batch) => {
        this.#hear(batch)
      }),
      () => {
        clearInterval(pulse)
      },
    ]
  }

  get id(): RoomId {
    return this.#parts.log.id as RoomId
  }

  get log(): Log<RoomState, RoomCommand> {
    return this.#parts.log
  }

  get state(): RoomState {
    return this.#parts.log.state
  }

  get members(): IterableIterator<Member> {
    return this.#members.keys()
  }

  get size(): number {
    return this.#members.size
  }

  viewer(participant: ParticipantId): Viewer {
    return viewerOf(this.state, participant)
  }

  /**
   * From now on nothing is lost for the member, who is told of it once `catchUp` says what they have: a frame
   * for everybody, heard earlier, would pass over what names them and they did not hear yet.
   */
  add(member: Member): Viewer {
    const { participant } = member.arrival
    const viewer = this.viewer(participant)
    const placed: Placed = { member, viewer, held: [] }
    this.#members.set(member, placed)
    this.#coming.add(placed)
    this.#people.set(participant, (this.#people.get(participant) ?? new Set()).add(placed))
    // They may have been sent away in the breath in which they came.
    if (hasLeft(this.state, participant)) member.dismiss(farewellOf(this.state, participant))
    return viewer
  }

  /** The member was sent everything up to `have`: now comes the rest, and then what everybody gets. */
  catchUp(member: Member, have: Position): void {
    const placed = this.#members.get(member)
    if (placed === undefined || placed.held === null) return
    const { viewer, held } = placed
    placed.held = null
    this.#coming.delete(placed)
    member.view(viewer.kind)
    const upto = held.at(-1)?.upto
    if (upto === undefined || upto.seq <= have.seq) return
    const missed = held.flatMap(({ facts }) => facts).filter(({ seq }) => seq > have.seq)
    member.send('frame', { after: have.seq, upto, facts: show(missed, viewer) })
  }

  remove(member: Member): void {
    const placed = this.#members.get(member)
    this.#members.delete(member)
    if (placed !== undefined) this.#coming.delete(placed)
    const { participant } = member.arrival
    const others = this.#people.get(participant)
    if (placed === undefined || others === undefined) return
    others.delete(placed)
    if (others.size === 0) this.#people.delete(participant)
  }

  snapshot(viewer: Viewer): Snapshot {
    const { state, position } = this.#parts.log
    return { viewer, at: position, state: encodeRoom(projectRoom(state, viewer)) }
  }

  /** What a reader missed since `have`: a frame, or a snapshot when that place is gone or far away. */
  async since(have: Position, viewer: Viewer): Promise<{ frame: Frame } | { snapshot: Snapshot }> {
    const missed = await this.log.catchUp(have, (fact) => sees(viewer, fact.visibleTo))
    // The view may have changed while the log was read.
    const current = this.viewer(viewer.participant)
    if ('reset' in missed || current.kind !== viewer.kind)
      return { snapshot: this.snapshot(current) }
    return { frame: { ...missed.frame, facts: show(missed.frame.facts, viewer) } }
  }

  /** A volatile message to whoever may get it here; slow readers miss it. */
  tell<Name extends SignalName>(
    name: Name,
    data: SignalData<Name>,
    from: ParticipantId | null = null,
  ): void {
    const kinds = signals[name].to === 'all' ? insiders : staffOnly
    this.#parts.outlet.volatile(kinds)('signal', { name, from, data })
  }

  /** To one device, if it is here. */
  tellOne<Name extends SignalName>(
    { participant, session }: Pick<Arrival, 'participant' | 'session'>,
    name: Name,
    data: SignalData<Name>,
  ): void {
    for (const { member } of this.#of(participant))
      if (member.arrival.session === session) member.send('signal', { name, from: null, data })
  }

  /** The same, to each what is theirs. */
  tellEach<Name extends SignalName>(
    name: Name,
    dataFor: (viewer: Viewer) => SignalData<Name>,
  ): void {
    for (const { member, viewer, held } of this.#members.values())
      if (held === null && viewer.kind !== 'waiting')
        member.sendVolatile('signal', { name, from: null, data: dataFor(viewer) })
  }

  /** Says how many are here, when that changed. */
  tellHere(): void {
    const { people } = this.state
    if (people === this.#counted || this.#members.size === 0) return
    this.#counted = people
    this.tell('room.here', this.here)
  }

  /** Tells those who wait here how many are before them, when that changed. */
  tellPlaces(): void {
    const { queue } = this.state.lobby
    if (queue === this.#queued) return
    this.#queued = queue
    let ahead = 0
    for (const participant of queue.keys()) {
      for (const { member } of this.#of(participant)) member.tellPlace(ahead)
      ahead += 1
    }
  }

  #of(participant: ParticipantId): Iterable<Placed> {
    return this.#people.get(participant) ?? []
  }

  get here(): SignalData<'room.here'> {
    const { here, inside, staff } = censusOf(this.state.people)
    const seeing = isOpen(this.state) ? inside : staff
    return { inside: seeing, waiting: here - seeing }
  }

  #hear(batch: Batch<RoomState>): void {
    if (batch.reset) {
      this.#startAnew(batch.upto)
      return
    }
    this.#moveViews(batch)
    this.#pending.push(...batch.facts)
    if (this.#ticking !== null) return
    // After the answers of this turn and the node's next append, which then do not wait for the sending.
    this.#soon ??= setImmediate(() => {
      this.#soon = null
      this.#flush()
    })
  }

  /** Who sees another part of the room than before drops what they have and takes the new view. */
  #moveViews({ before, state, facts }: Batch<RoomState>): void {
    const phase = before.class.phase !== state.class.phase
    if (!phase && before.people === state.people) return
    for (const participant of phase ? this.#people.keys() : peopleOf(facts)) {
      const gone = leftNow(before, state, participant)
      for (const placed of this.#of(participant)) {
        if (gone) placed.member.dismiss(farewellOf(state, participant))
        this.#moveView(placed, viewerOf(state, participant))
      }
    }
  }

  #moveView(placed: Placed, viewer: Viewer): void {
    if (viewer.kind === placed.viewer.kind) return
    placed.viewer = viewer
    // Their first view is made when they have come.
    if (placed.held !== null) return
    placed.member.view(viewer.kind)
    placed.member.send('view', this.snapshot(viewer))
  }

  #startAnew({ seq }: Position): void {
    this.#pending = []
    this.#told = { staff: seq, member: seq, waiting: seq }
    for (const placed of this.#members.values()) {
      if (!isSeated(this.state, placed.member.arrival)) {
        placed.member.dismiss(comeAgain)
        continue
      }
      placed.viewer = this.viewer(placed.viewer.participant)
      if (placed.held === null) placed.member.view(placed.viewer.kind)
      else placed.held = []
      placed.member.send('view', this.snapshot(placed.viewer))
    }
  }

  #flush(): void {
    const facts = this.#pending
    this.#pending = []
    if (this.#members.size > 0) this.#deliver(facts)
    else this.#skip()
    this.#ticking = setTimeout(() => {
      this.#ticking = null
      if (this.#pending.length > 0) this.#flush()
    }, tickFor(this.#members.size))
  }

  #skip(): void {
    const { seq } = this.#parts.log.position
    this.#told = { staff: seq, member: seq, waiting: seq }
  }

  #deliver(facts: readonly Fact[]): void {
    const { log, outlet, now, delivered } = this.#parts
    const upto = log.position
    const before = this.#told
    const { frames, named, told } = cutFrames(facts, upto, before)
    for (const [kind, frame] of frames) {
      outlet.toView(kind, named)('frame', frame)
      this.#heard[kind] = now()
    }
    for (const { held } of this.#coming) held?.push({ facts, upto })
    if (named.length > 0) this.#deliverNamed(facts, named, before)
    this.#told = told
    const oldest = facts[0]
    if (oldest !== undefined) delivered(facts.length, now() - oldest.at)
  }

  #deliverNamed(facts: readonly Fact[], named: readonly ParticipantId[], told: Told): void {
    const upto = this.#parts.log.position
    for (const participant of named)
      for (const { member, viewer, held } of this.#of(participant))
        if (held === null)
          member.send('frame', { after: told[viewer.kind], upto, facts: show(facts, viewer) })
  }

  #breakSilence(): void {
    if (this.#members.size === 0 || this.#pending.length > 0) return
    const { log, outlet, now } = this.#parts
    if (!log.isFresh()) return
    const upto = log.position
    for (const kind of viewKinds) {
      if (now() - this.#heard[kind] < silence) continue
      this.#heard[kind] = now()
      const after = this.#told[kind]
      if (after < upto.seq) outlet.toView(kind, [])('frame', { after, upto, facts: [] })
      else outlet.toView(kind, [])('top', upto, now())
      this.#told = { ...this.#told, [kind]: upto.seq }
    }
  }

  close(): void {
    for (const stop of this.#stops) stop()
    if (this.#soon !== null) clearImmediate(this.#soon)
    if (this.#ticking !== null) clearTimeout(this.#ticking)
  }
}
