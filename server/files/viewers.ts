// As whom somebody at an HTTP door sees a class: by the seats they took in it, as the room has them now.
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import { isStaff } from '../../shared/roles.ts'
import { viewerOf } from '../../shared/room/standing.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import { sitterOf, type SeatStore } from '../auth/seats.ts'
import { anyStaff } from '../catalogue/ports.ts'
import { classOf, type Call } from '../http/handler.ts'

/**
 * Empty for whoever was never let in, waits outside, or was sent away. Staff sees what is staff's without a
 * seat, but not whom the class sent away in spite of what they are elsewhere.
 */
export async function viewersOf(
  seats: Pick<SeatStore, 'of'>,
  { room, state }: { readonly room: RoomId; readonly state: RoomState },
  call: Call,
): Promise<Viewer[]> {
  const sitter = sitterOf(call)
  const own = sitter === null ? [] : await seats.of(room, sitter)
  const known = own.filter(({ participant }) => state.people.has(participant))
  const seated = known.map(({ participant }) => viewerOf(state, participant))
  const sent = known.some(({ participant }) => isSentAway(state, participant))
  const all = isStaff(classOf(call).role) && !sent ? [...seated, anyStaff] : seated
  return all.filter(({ kind }) => kind !== 'waiting')
}

function isSentAway({ moderation }: RoomState, participant: ParticipantId): boolean {
  const act = moderation.sent.get(participant)?.act
  return act === 'removed' || act === 'banned'
}
