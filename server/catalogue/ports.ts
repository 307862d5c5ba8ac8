// What the catalogue needs of rooms: to give a room a command, and to ask how it is. The body over the
// log is wired by the root; the steps a class may take are decided there.
import type { CommandName } from '../../shared/contract/index.ts'
import type { ClassState } from '../../shared/contract/http/entities.ts'
import type { Actor, Fact } from '../../shared/log.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Comer } from '../../shared/room/moderation.decide.ts'
import type { Viewer } from '../../shared/room/viewer.ts'

/** Whoever among staff reads it: what two people say alone is not theirs. */
export const anyStaff: Viewer = { participant: '' as ParticipantId, kind: 'staff' }

export interface RoomSummary {
  readonly state: ClassState
  readonly title: string
  /** ms since 1970. */
  readonly startsAt: number | null
  /** How many people are inside now. */
  readonly present: number
  /** What staff wrote for those who wait. */
  readonly note: string
  /** The number of the last fact that this is folded from; 0 for a room without a log. */
  readonly asOf: number
}

/** What happened in a room, for whoever writes it down elsewhere. */
export interface RoomRecord {
  readonly state: RoomState
  /** Oldest first, redacted; as staff see it. */
  facts(): AsyncIterable<Fact>
  /** One fact, as this viewer may see it; as staff unless said. */
  fact(seq: number, viewer?: Viewer): Promise<Fact | null>
  close(): void
}

export interface RoomDoor {
  /** Fresh: with what another node decided a moment ago. */
  record(room: RoomId, how?: { readonly fresh: boolean }): Promise<RoomRecord>
  /** Throws a LyceumError, such as `illegalStep` with a reason. */
  command(
    room: RoomId,
    actor: Actor,
    call: { name: CommandName; input: unknown; key?: string },
  ): Promise<void>
  summary(room: RoomId): Promise<RoomSummary>
  /** Why none of these, who are one person, may come near the room; null when nothing bars them. */
  barred(room: RoomId, comers: readonly Comer[]): Promise<Refusal | null>
}
