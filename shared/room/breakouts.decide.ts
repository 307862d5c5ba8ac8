// Decides breakout rooms: planned, opened and ended; who is in which; whose voice reaches all of them. Whatever
// happens in a planned room is staff's to know, in an open one everybody's.
import { v5 } from 'uuid'
import { breakoutLimits } from '../contract/breakoutLimits.ts'
import type { BodyOf, CommandName } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { BreakoutId, ParticipantId } from '../ids.ts'
import type { Draft, Visibility } from '../log.ts'
import { isStaff } from '../roles.ts'
import { placeOf, type Breakout, type BreakoutSlice } from './breakouts.ts'
import { isInside } from './census.ts'
import type { Chore } from './class.decide.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { presence, type Person } from './people.ts'
import type { RoomState } from './state.ts'

type Placements = BodyOf<'breakouts.placed'>['placements']

const noRoom: Refusal = refuse('missing', 'There is no such room.', 'no-breakout')
const notOpen: Refusal = refuse('conflict', 'No rooms are open.', 'breakouts-closed')
const isOpenAlready: Refusal = refuse('conflict', 'The rooms are open.', 'breakouts-open')
const tooMany: Refusal = refuse(
  'conflict',
  'There are as many rooms, or people in them, as there may be.',
  'breakouts-many',
)

const second = 1_000

/** Ids of one command’s rooms, of its time. */
function roomIds(seed: string, count: number): BreakoutId[] {
  const timePart = 14
  return Array.from({ length: count }, (_, n) => {
    const rest = v5(`breakout ${n}`, seed).slice(timePart + 1)
    return `${seed.slice(0, timePart)}7${rest}` as BreakoutId
  })
}

/** Whom rooms are drawn for: observers watch the class, staff go where they like, and who is away may not come back. */
function takesPart({ away }: RoomState, person: Person): boolean {
  const { participant, role } = person
  const isThere = presence(person) === 'here' && isInside(person) && !away.has(participant)
  return isThere && !isStaff(role) && role !== 'observer'
}

/** In even groups; the same whichever node decides it. */
function atRandom(room: RoomState, rooms: readonly BreakoutId[], seed: string): Placements {
  return [...room.people.values()]
    .filter((person) => takesPart(room, person))
    .slice(0, breakoutLimits.people)
    .map(({ participant }) => ({ participant, lot: v5(participant, seed) }))
    .sort((a, b) => (a.lot < b.lot ? -1 : 1))
    .map(({ participant }, n) => ({ participant, breakout: rooms[n % rooms.length] ?? null }))
}

const readersOf = ({ open }: BreakoutSlice): Visibility => (open ? 'all' : ['staff'])

const wholeOf = ({ rooms, placements, choice }: BreakoutSlice) => ({
  rooms: [...rooms.values()].map(({ breakout, name }) => ({ breakout, name })),
  placements: [...placements].map(([participant, breakout]) => ({ participant, breakout })),
  choice,
})

function isTooMany({ placements }: BreakoutSlice, more: Placements): boolean {
  const fresh = more.filter(({ participant }) => !placements.has(participant))
  return placements.size + fresh.length > breakoutLimits.people
}

function moved(
  slice: BreakoutSlice,
  participants: readonly ParticipantId[],
  to: BreakoutId | null,
) {
  return [...new Set(participants)]
    .filter((participant) => (slice.placements.get(participant) ?? null) !== to)
    .map((participant) => ({ participant, breakout: to }))
}

/** Staff who come answer the call. */
function answering({ breakouts, people }: RoomState, placements: Placements): Draft[] {
  const called = new Set(
    placements
      .filter(({ participant }) => isStaff(people.get(participant)?.role ?? 'student'))
      .map(({ breakout }) => breakout)
      .filter((id): id is BreakoutId => id !== null)
      .filter((id) => (breakouts.rooms.get(id)?.calledAt ?? null) !== null),
  )
  return [...called].map((breakout) => draft('breakouts.answered', { breakout }))
}

function find({ breakouts }: RoomState, id: BreakoutId): Breakout | Refusal {
  return breakouts.rooms.get(id) ?? noRoom
}

/** Everybody is back, and what was open is a plan again; staff were in rooms to visit them. */
function end(
  { breakouts, people }: RoomState,
  reason: BodyOf<'breakouts.ended'>['reason'],
): Draft[] {
  const ofStaff = (participant: ParticipantId) =>
    isStaff(people.get(participant)?.role ?? 'student')
  const placements = breakouts.placements.filterNot((_, participant) => ofStaff(participant))
  return [
    draft('breakouts.ended', { reason }),
    draft('breakouts.planned', wholeOf({ ...breakouts, placements }), ['staff']),
  ]
}

type Names = Extract<CommandName, `breakouts.${string}`>
type Making =
  'breakouts.plan' | 'breakouts.add' | 'breakouts.rename' | 'breakouts.remove' | 'breakouts.place'

const making: Deciders<Making> = {
  'breakouts.plan': (room, { names, assign, choice }, { id }) => {
    if (room.breakouts.open) return isOpenAlready
    const ids = roomIds(id, names.length)
    const rooms = ids.map((breakout, n) => ({ breakout, name: names[n] ?? '' }))
    const placements = assign === 'random' ? atRandom(room, ids, id) : []
    return [draft('breakouts.planned', { rooms, placements, choice }, ['staff'])]
  },
  'breakouts.add': ({ breakouts }, { name, breakout: again }, { id }) => {
    const breakout = again ?? (id as BreakoutId)
    if (breakouts.rooms.has(breakout)) return []
    if (breakouts.rooms.size >= breakoutLimits.rooms) return tooMany
    return [draft('breakouts.added', { breakout, name }, readersOf(breakouts))]
  },
  'breakouts.rename': (room, { breakout, name }) => {
    const found = find(room, breakout)
    if ('code' in found) return found
    if (found.name === name) return []
    return [draft('breakouts.renamed', { breakout, name }, readersOf(room.breakouts))]
  },
  'breakouts.remove': ({ breakouts }, { breakout }) =>
    breakouts.rooms.has(breakout)
      ? [draft('breakouts.removed', { breakout }, readersOf(breakouts))]
      : [],
  'breakouts.place': (room, { participants, breakout }) => {
    const { breakouts, people } = room
    if (breakout !== null && !breakouts.rooms.has(breakout)) return noRoom
    const known = participants.every((one) => {
      const person = people.get(one)
      return person !== undefined && isInside(person)
    })
    if (!known) return notThere
    const placements = moved(breakouts, participants, breakout)
    if (placements.length === 0) return []
    if (breakout !== null && isTooMany(breakouts, placements)) return tooMany
    return [
      draft('breakouts.placed', { placements }, readersOf(breakouts)),
      ...(breakouts.open ? answering(room, placements) : []),
    ]
  },
}

const holding: Deciders<Exclude<Names, Making>> = {
  'breakouts.open': ({ breakouts, class: { phase } }, { minutes }, { now }) => {
    if (phase !== 'live') return refuse('illegalStep', 'The class is not live.', phase)
    if (breakouts.open) return isOpenAlready
    if (breakouts.rooms.isEmpty()) return noRoom
    const endsAt = minutes === null ? null : now + minutes * 60 * second
    return [draft('breakouts.opened', { ...wholeOf(breakouts), endsAt })]
  },
  'breakouts.setEnd': ({ breakouts }, { seconds }, { now }) => {
    if (!breakouts.open) return notOpen
    const endsAt = seconds === null ? null : now + seconds * second
    return endsAt === breakouts.endsAt ? [] : [draft('breakouts.endSet', { endsAt })]
  },
  'breakouts.callBack': (room) => (room.breakouts.open ? end(room, 'staff') : []),
  'breakouts.expire': (room, _, { now }) => {
    const { open, endsAt } = room.breakouts
    if (!open || endsAt === null || now < endsAt) return refuse('conflict', 'Not due.', 'not-due')
    return end(room, 'time')
  },
  'breakouts.speak': ({ breakouts }, { on }, { actor }) => {
    if (actor === 'system') return []
    if (!breakouts.open) return on ? notOpen : []
    if (breakouts.voices.has(actor) === on) return []
    return [draft('breakouts.voiced', { participant: actor, on })]
  },
  'breakouts.choose': ({ breakouts, people }, { breakout }, { actor }) => {
    const person = actor === 'system' ? undefined : people.get(actor)
    if (person === undefined) return notThere
    if (!breakouts.open) return notOpen
    if (!breakouts.choice && !isStaff(person.role))
      return refuse('forbidden', 'Staff say who is in which room.', 'no-choice')
    if (breakout !== null && !breakouts.rooms.has(breakout)) return noRoom
    const { participant } = person
    const placements = moved(breakouts, [participant], breakout)
    if (placements.length === 0) return []
    const often = (breakouts.choices.get(participant) ?? 0) >= breakoutLimits.choices
    if (often && !isStaff(person.role))
      return refuse('conflict', 'You have changed rooms too often; ask staff.', 'many-choices')
    if (breakout !== null && isTooMany(breakouts, placements)) return tooMany
    return [draft('breakouts.placed', { placements })]
  },
  'breakouts.call': ({ breakouts }, _, { actor }) => {
    const breakout = actor === 'system' ? null : placeOf(breakouts, actor)
    if (breakout === null) return notOpen
    const calls = (breakouts.rooms.get(breakout)?.calledAt ?? null) !== null
    return calls ? [] : [draft('breakouts.called', { breakout })]
  },
  'breakouts.answer': (room, { breakout }) => {
    const found = find(room, breakout)
    if ('code' in found) return found
    return found.calledAt === null ? [] : [draft('breakouts.answered', { breakout })]
  },
}

export const breakoutDeciders: Deciders<Names> = { ...making, ...holding }

/** Rooms end with the class; a voice in all of them with its right. */
export const breakoutAftermath: Aftermath = (before, after) => {
  const { breakouts, class: klass, people } = after
  if (!breakouts.open) return []
  if (klass.phase !== 'live') return end(after, 'class')
  if (before.people === people) return []
  return [...breakouts.voices]
    .filter((participant) => {
      const person = people.get(participant)
      return person === undefined || presence(person) === 'left' || !isStaff(person.role)
    })
    .map((participant) => draft('breakouts.voiced', { participant, on: false }))
}

export function breakoutChores({ breakouts: { open, endsAt } }: RoomState): Chore[] {
  if (!open || endsAt === null) return []
  return [{ at: endsAt, key: `breakouts.expire:${endsAt}`, name: 'breakouts.expire', input: {} }]
}
