// How a room's node reaches its own connections, without knowing Socket.IO. A group is encoded once.
import type { Refusal } from '../../shared/errors.ts'
import type { ServerEvents } from '../../shared/contract/room.ts'
import type {
  AccountId,
  Incarnation,
  InviteId,
  ParticipantId,
  RoomId,
  SessionId,
} from '../../shared/ids.ts'
import type { Fact, Position } from '../../shared/log.ts'
import type { ViewKind, Viewer } from '../../shared/room/viewer.ts'
import type { Device } from '../../shared/device.ts'
import type { Role } from '../../shared/roles.ts'

/** Who somebody is by their token, and where they connect from. */
export interface Arrival {
  readonly room: RoomId
  readonly participant: ParticipantId
  readonly session: SessionId
  readonly name: string
  readonly role: Role
  readonly account: AccountId | null
  /** The link they came by. */
  readonly invite: InviteId | null
  /** Of the browser they come with. */
  readonly mark: string | null
  /** Of the course. */
  readonly member: boolean
  /** The mark of the sign-in session they came by, if any. */
  readonly signIn: string | null
  readonly device: Device
  readonly incarnation: Incarnation
}

type Send = <Event extends keyof ServerEvents>(
  event: Event,
  ...payload: Parameters<ServerEvents[Event]>
) => void

/** One connection of this node, as its room sees it. */
export interface Member {
  readonly arrival: Arrival
  /** When its token ends, in ms since 1970; a renewal moves it. */
  until: number
  readonly send: Send
  /** May be dropped for a slow reader. */
  readonly sendVolatile: Send
  /** How many are before whoever waits. */
  tellPlace(ahead: number): void
  /** Moves the connection to the group of this view. */
  view(kind: ViewKind): void
  /** Says why and closes the connection for good, once what is on its way has gone out. */
  dismiss(reason: Refusal): void
}

export interface Outlet {
  /** To every local connection with this view, but those of the people named. */
  toView(kind: ViewKind, except: readonly ParticipantId[]): Send
  /** May be dropped for slow readers; to whoever is inside. */
  volatile(kinds: readonly ViewKind[]): Send
}

/** Facts that were told to readers at once. */
export interface Tick {
  readonly facts: readonly Fact[]
  readonly upto: Position
}

export interface Placed {
  readonly member: Member
  viewer: Viewer
  /** What was told since they came, until they have what was before; null from then on. */
  held: Tick[] | null
}
