// A room on this node: its log, and the connections here that read it. Knows membership, order and
// delivery; nothing of chat, media or any other feature.
import { encodeRoom, projectRoom, type RoomState } from '../../shared/room/state.ts'
import { viewerOf, type RoomCommand } from '../../shared/room/command.ts'
import { signals, type SignalData, type SignalName } from '../../shared/contract/index.ts'
import type { Snapshot } from '../../shared/contract/room.ts'
import { refuse } from '../../shared/errors.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import type { Fact, Frame, Position } from '../../shared/log.ts'
import { show } from '../../shared/room/marks.ts'
import { presence, type PeopleSlice } from '../../shared/room/people.ts'
import { isStaff } from '../../shared/roles.ts'
import { sees, type ViewKind, type Viewer } from '../../shared/room/viewer.ts'
import type { Log } from '../log/log.ts'
import type { Batch } from '../log/timeline.ts'
import { cutFrames, viewKinds, type Told } from './frames.ts'
import type { Member, Outlet, Placed } from './outlet.ts'

/** A frame goes at once, then one per tick; large rooms tick slower. In ms. */
const tick = 20
const slowTick = 100
const slowAbove = 500
/** After this much silence a view hears the top. In ms. */
const silence = 4_000

const insiders: readonly ViewKind[] = ['staff', 'member']
const staffOnly: readonly ViewKind[] = ['staff']

const left = refuse('conflict', 'You have left the class.', 'left')

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
  readonly #stops: (() => void)[]
  #pending: Fact[] = []
  #soon: NodeJS.Immediate | null = null
  #ticking: NodeJS.Timeout | null = null
  #told: Told
  #heard: Record<ViewKind, number>
  #counted: PeopleSlice | null = null

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

  /** From now on the member gets frames; what it has so far is the caller's to send. */
  add(member: Member): Viewer {
    const viewer = this.viewer(member.arrival.participant)
    this.#members.set(member, { member, viewer })
    member.view(viewer.kind)
    return viewer
  }

  remove(member: Member): void {
    this.#members.delete(member)
  }

  snapshot(viewer: Viewer): Snapshot {
    const { state, position } = this.#parts.log
    return { viewer, at: position, state: encodeRoom(projectRoom(state, viewer)) }
  }

  /** What a reader missed since `have`: a frame, or a snapshot when that place is gone or far away. */
  async since(have: Position, viewer: Viewer): Promise<{ frame: Frame } | { snapshot: Snapshot }> {
    const missed = await this.log.catchUp(have, (fact) => sees(viewer, fact.visibleTo))
    if ('reset' in missed) return { snapshot: this.snapshot(viewer) }
    return { frame: { ...missed.frame, facts: show(missed.frame.facts, viewer) } }
  }

  /** A volatile message to whoever may get it here; slow readers miss it. */
  tell<Name extends SignalName>(
    name: Name,
    data: SignalData<Name>,
    from: ParticipantId | null = null,
  ): void {
    const kinds = signals[name].to === 'staff' ? staffOnly : insiders
    this.#parts.outlet.volatile(kinds)('signal', { name, from, data })
  }

  /** Says how many are here, when that changed. */
  tellHere(): void {
    const { people } = this.state
    if (people === this.#counted || this.#members.size === 0) return
    this.#counted = people
    this.tell('room.here', this.here)
  }

  get here(): SignalData<'room.here'> {
    const { people, class: life } = this.state
    const here = people.count((person) => presence(person) === 'here')
    const staff = people.count((person) => isStaff(person.role) && presence(person) === 'here')
    const waiting = life.phase === 'live' || life.phase === 'ended' ? 0 : here - staff
    return { inside: here - waiting, waiting }
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
  #moveViews({ before, state }: Batch<RoomState>): void {
    const samePhase = before.class.phase === state.class.phase
    if (samePhase && before.people === state.people) return
    for (const placed of this.#members.values()) {
      const { participant } = placed.viewer
      const was = before.people.get(participant)
      const is = state.people.get(participant)
      // Of hundreds here a fact moves one: the others must cost next to nothing.
      if (samePhase && was === is) continue
      if (was !== is && is !== undefined && presence(is) === 'left') placed.member.dismiss(left)
      const viewer = viewerOf(state, participant)
      if (viewer.kind === placed.viewer.kind) continue
      placed.viewer = viewer
      placed.member.view(viewer.kind)
      placed.member.send('view', this.snapshot(viewer))
    }
  }

  #startAnew({ seq }: Position): void {
    this.#pending = []
    this.#told = { staff: seq, member: seq, waiting: seq }
    for (const placed of this.#members.values()) {
      placed.viewer = this.viewer(placed.viewer.participant)
      placed.member.view(placed.viewer.kind)
      placed.member.send('view', this.snapshot(placed.viewer))
    }
  }

  #flush(): void {
    const facts = this.#pending
    this.#pending = []
    if (this.#members.size > 0) this.#deliver(facts)
    else this.#skip()
    const wait = this.#members.size > slowAbove ? slowTick : tick
    this.#ticking = setTimeout(() => {
      this.#ticking = null
      if (this.#pending.length > 0) this.#flush()
    }, wait)
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
    if (named.length > 0) this.#deliverNamed(facts, named, before)
    this.#told = told
    const oldest = facts[0]
    if (oldest !== undefined) delivered(facts.length, now() - oldest.at)
  }

  #deliverNamed(facts: readonly Fact[], named: readonly ParticipantId[], told: Told): void {
    const upto = this.#parts.log.position
    for (const { member, viewer } of this.#members.values()) {
      if (!named.includes(viewer.participant)) continue
      member.send('frame', { after: told[viewer.kind], upto, facts: show(facts, viewer) })
    }
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
