// Decides who is away and back; who leaves or is sent out is not away but gone.
import type { CommandName } from '../contract/index.ts'
import type { ParticipantId } from '../ids.ts'
import { isStaff } from '../roles.ts'
import type { AwaySlice } from './away.ts'
import { isInside } from './census.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { presence, type Person } from './people.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `away.${string}`>

/** In the class, where others see them; nobody is away from a waiting room. */
function takesPart({ class: { phase } }: RoomState, person: Person | undefined): boolean {
  if (person === undefined || presence(person) === 'left' || !isInside(person)) return false
  return phase === 'live' || isStaff(person.role)
}

function back(slice: AwaySlice, participant: ParticipantId) {
  const visibleTo = slice.get(participant)?.visibleTo
  return visibleTo === undefined ? [] : [draft('away.returned', { participant }, visibleTo)]
}

export const awayDeciders: Deciders<Names> = {
  'away.go': (room, _, { actor }) => {
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined || !takesPart(room, person)) return notThere
    const { participant, visibleTo } = person
    return room.away.has(participant) ? [] : [draft('away.gone', { participant }, visibleTo)]
  },
  'away.return': (room, _, { actor }) => (actor === 'system' ? [] : back(room.away, actor)),
}

export const awayAftermath: Aftermath = (before, after) => {
  if (before.people === after.people && before.class.phase === after.class.phase) return []
  return [...after.away.keys()]
    .filter((participant) => !takesPart(after, after.people.get(participant)))
    .flatMap((participant) => back(after.away, participant))
}
