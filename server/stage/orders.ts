// Tells the sfu what a participant should be publishing, as of a fact's number: older orders are ignored
// there, so that sending one twice or late is harmless.
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import { isStaff } from '../../shared/roles.ts'
import { sourcesOf } from '../../shared/room/sources.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { MediaPlane } from '../media/plane.ts'
import type { RoomLog } from '../rooms/rooms.ts'

export async function order(plane: MediaPlane, log: RoomLog, participant: ParticipantId) {
  const { state, position } = log
  const always = isHeardAlways(state, participant)
  const sources = sourcesOf(state.sources, participant)
    .slice(0, 64)
    .map(({ source, paused }) => ({ source, paused: paused !== null, always }))
  await plane.want({ room: log.id as RoomId, participant, seq: position.seq, sources })
}

/** However many speak: staff, and whoever has the floor. */
export function isHeardAlways({ people, floor }: RoomState, participant: ParticipantId): boolean {
  return isStaff(people.get(participant)?.role ?? 'student') || floor.speakers.has(participant)
}

/** Whose sources differ between two states, or are heard otherwise. */
export function changedPeople(before: RoomState, after: RoomState): Set<ParticipantId> {
  const changed = new Set<ParticipantId>()
  if (before.sources !== after.sources) {
    for (const [id, source] of after.sources)
      if (before.sources.get(id) !== source) changed.add(source.participant)
    for (const [id, source] of before.sources)
      if (!after.sources.has(id)) changed.add(source.participant)
  }
  if (before.floor === after.floor && before.people === after.people) return changed
  for (const { participant } of after.sources.values())
    if (isHeardAlways(before, participant) !== isHeardAlways(after, participant))
      changed.add(participant)
  return changed
}
