// The port through which the server's rooms use media: what may be asked of the sfus, wherever they
// are, and what they tell. It knows no socket, no log and no HTTP; its body is SfuPool.
import type {
  Place,
  RtpCapabilities,
  Scarce,
  Seat,
  SfuEvents,
  SfuInput,
  SfuOutput,
  SourceKind,
} from '../../shared/contract/sfu.ts'
import type { Source } from '../../shared/room/sources.ts'
import type { Charges } from './charges.ts'
import type { Envoys } from './envoys.ts'
import type { Incarnation, ParticipantId, RoomId, SessionId, SourceId } from '../../shared/ids.ts'

export interface StagedSource extends Place {
  readonly source: SourceId
  /** Whose it is, and what. */
  readonly participant: ParticipantId
  readonly kind: SourceKind
}

/** The room's open sources and where they are, by the log: what is elsewhere is brought through a pipe. */
export interface Staged {
  readonly stage: readonly StagedSource[]
}

/** How many are in the class: what it will take is reckoned by that. */
export interface Crowd {
  readonly people: number
}

export interface MediaEvents extends SfuEvents {
  /** A node can be asked again. Whatever the log has on it under other incarnations is gone. */
  nodeUp: { readonly node: string; readonly incarnations: readonly Incarnation[] }
  /** A node cannot be asked. Media on it may well go on: only `workerDied` says that it does not. */
  nodeDown: { readonly node: string }
}
export type MediaEventName = keyof MediaEvents

/** A node as a server knows it: from reports that are seconds old, and by whom was put there since. */
export interface NodeView {
  readonly node: string
  readonly up: boolean
  /** Reached through another server, which puts people there meanwhile. */
  readonly remote: boolean
  readonly draining: boolean
  /** Within so many ms its people are moved elsewhere; null: they stay. */
  readonly emptyIn: number | null
  /** Of what is scarcest, the mean of its workers: 0 is idle, 1 all that it takes. */
  readonly load: number
  readonly scarcest: Scarce
  readonly workers: number
  /** How many people of each class have media there. */
  readonly rooms: ReadonlyMap<RoomId, number>
}

/** Whose people go elsewhere: those of one class, because nothing comes through from another node, or all. */
export interface Leaving {
  readonly node: string
  readonly room: RoomId | null
  readonly cutFrom: string | null
  /** Within so many ms; below 0 they should have gone. */
  readonly within: number
}

/** Who is being moved has earlier media elsewhere until it is settled. */
export interface Move {
  readonly moving?: boolean | undefined
}

/** Failures are LyceumErrors: the sfu's refusal as it is, or `unavailable` when no node answers in time. */
export interface MediaPlane {
  /** What every router speaks: a client can prepare its device before it joins. */
  readonly rtpCapabilities: RtpCapabilities
  readonly nodes: readonly NodeView[]
  readonly leaving: readonly Leaving[]
  /** Pairs of nodes between which nothing came through within the last minutes. */
  readonly cuts: number
  /** What was placed and is not reported yet. */
  readonly charges: Charges
  /** What servers do for each other at nodes that one of them cannot hear. */
  readonly envoys: Envoys

  /** Where a session has media; while it is being moved, the new place. */
  placeOf(session: SessionId): Place | undefined
  isMoving(session: SessionId): boolean
  /** Somebody was asked to move. */
  asked(seat: Seat, why: Leaving): void
  /** What somebody sent was ended: it was too much. */
  tooMuch(source: Pick<Source, 'participant' | 'node' | 'kind'>, room: RoomId): void
  /** Everything a client needs to send and receive, in one round trip; a seat that joins again starts anew. */
  join(input: SfuInput<'join'> & Staged & Crowd & Move): Promise<SfuOutput<'join'>>
  /** Media of nobody’s class on every node that takes people, or on so many: whoever comes tries whether it gets through. */
  try(input: SfuInput<'join'>, most: number): Promise<SfuOutput<'join'>[]>
  /** Ends the media that a move has left behind. */
  settle(seat: Seat): Promise<void>
  connect(input: SfuInput<'connect'>): Promise<SfuOutput<'connect'>>
  /** The source flows at once but closes unless a `want` confirms it within 10 s. */
  publish(input: SfuInput<'publish'>): Promise<SfuOutput<'publish'>>
  watch(input: SfuInput<'watch'> & Staged): Promise<SfuOutput<'watch'>>
  resume(input: SfuInput<'resume'>): Promise<SfuOutput<'resume'>>
  restartIce(input: SfuInput<'restartIce'>): Promise<SfuOutput<'restartIce'>>
  /** Orders go to every node; `actual` is what is enforced. */
  want(input: SfuInput<'want'>): Promise<SfuOutput<'want'>>
  /** Closes a source whose fact was refused, before its 10 s are over. */
  withdraw(input: SfuInput<'withdraw'>): Promise<SfuOutput<'withdraw'>>
  /** Goes to every node, like an order. */
  hide(input: SfuInput<'hide'>): Promise<void>
  leave(input: SfuInput<'leave'>): Promise<void>
  closeRoom(input: SfuInput<'closeRoom'>): Promise<void>
  play(input: SfuInput<'play'> & Staged): Promise<Place>
  stats(input: SfuInput<'stats'>): Promise<SfuOutput<'stats'>>

  /** Returns its undo. */
  on<N extends MediaEventName>(name: N, listener: (data: MediaEvents[N]) => void): () => void
  close(): void
}
