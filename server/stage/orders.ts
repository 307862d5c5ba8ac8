// Tells the sfu what a participant should be publishing, as of a fact's number: older orders are ignored
// there, so that sending one twice or late is harmless.
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import { sourcesOf, type SourceSlice } from '../../shared/room/sources.ts'
import type { MediaPlane } from '../media/plane.ts'
import type { RoomLog } from '../rooms/rooms.ts'

export async function order(plane: MediaPlane, log: RoomLog, participant: ParticipantId) {
  const sources = sourcesOf(log.state.sources, participant)
    .slice(0, 64)
    .map(({ source, paused }) => ({ source, paused: paused !== null }))
  await plane.want({ room: log.id as RoomId, participant, seq: log.position.seq, sources })
}

/** Whose sources differ between two states. */
export function changedPeople(before: SourceSlice, after: SourceSlice): Set<ParticipantId> {
  const people = new Set<ParticipantId>()
  if (before === after) return people
  for (const [id, source] of after) if (before.get(id) !== source) people.add(source.participant)
  for (const [id, source] of before) if (!after.has(id)) people.add(source.participant)
  return people
}
