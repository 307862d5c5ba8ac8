// Tells the sfu what a participant should be publishing, as of a fact's number: older orders are ignored
// there, so that sending one twice or late is harmless.
import type { ParticipantId, RoomId } from '../../shared/ids.ts'
import { isStaff } from '../../shared/roles.ts'
import { placeOf } from '../../shared/room/breakouts.ts'
import { sourcesOf } from '../../shared/room/sources.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { MediaPlane } from '../media/plane.ts'
import type { RoomLog } from '../rooms/rooms.ts'

export async function order(plane: MediaPlane, log: RoomLog, participant: ParticipantId) {
  const { state, position } = log
  const hearing = hearingOf(state, participant)
  const sources = sourcesOf(state.sources, participant)
    .slice(0, 64)
    .map(({ source, paused }) => ({ source, paused: paused !== null, ...hearing }))
  await plane.want({ room: log.id as RoomId, participant, seq: position.seq, sources })
}

export interface Hearing {
  /** However many speak: staff, and whoever has the floor. */
  readonly always: boolean
  /** Among whom, if not: the people of the breakout room, or of the class. */
  readonly circle: string
}

export function hearingOf(state: RoomState, participant: ParticipantId): Hearing {
  const { people, floor, breakouts } = state
  const ofStaff = isStaff(people.get(participant)?.role ?? 'student')
  return {
    always: ofStaff || floor.speakers.has(participant),
    circle: placeOf(breakouts, participant) ?? 'class',
  }
}

type Said = { readonly [Key in keyof Hearing]?: Hearing[Key] | undefined }

/** What is not said is taken to be as it is wanted. */
export function isHeardAs(wanted: Hearing, { always, circle }: Said): boolean {
  return (always ?? wanted.always) === wanted.always && (circle ?? wanted.circle) === wanted.circle
}

/** What decides how people are heard. */
const hearing = ['floor', 'people', 'breakouts'] as const

/** Whose sources differ between two states, or are heard otherwise. */
export function changedPeople(before: RoomState, after: RoomState): Set<ParticipantId> {
  const changed = new Set<ParticipantId>()
  if (before.sources !== after.sources) {
    for (const [id, source] of after.sources)
      if (before.sources.get(id) !== source) changed.add(source.participant)
    for (const [id, source] of before.sources)
      if (!after.sources.has(id)) changed.add(source.participant)
  }
  if (hearing.every((slice) => before[slice] === after[slice])) return changed
  for (const { participant } of after.sources.values())
    if (!isHeardAs(hearingOf(before, participant), hearingOf(after, participant)))
      changed.add(participant)
  return changed
}
