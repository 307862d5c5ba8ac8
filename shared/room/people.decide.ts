// Decides who comes, drops, returns and leaves, which device holds the media, and who gets which role
// or single permission.
import type { CommandName, InputOf } from '../contract/index.ts'
import { refuse } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { Draft, Visibility } from '../log.ts'
import { can, isStaff } from '../roles.ts'
import { draft, notThere, type Deciders } from './command.ts'
import { subjectOf } from './standing.ts'
import { censusOf, isInside } from './census.ts'
import type { Chore } from './class.decide.ts'
import { comesIn, losesPlace } from './lobby.decide.ts'
import { bannedRefusal } from './moderation.decide.ts'
import { audienceOf, presence, wholeOf, type PeopleSlice, type Person } from './people.ts'
import type { RoomState } from './state.ts'

/** What others are told about is told to whoever knows the person. */
function known(person: Person): Visibility {
  return person.visibleTo
}

function lastInstructor(people: PeopleSlice, participant: ParticipantId): boolean {
  return !people.some(
    (person) => person.role === 'instructor' && person.participant !== participant,
  )
}

function self(room: RoomState, actor: ParticipantId | 'system'): Person | null {
  const person = actor === 'system' ? undefined : room.people.get(actor)
  return person === undefined || presence(person) === 'left' ? null : person
}

/** Tabs and devices of one person. */
const mostStays = 12

/** How long the seat of somebody whose connection was lost is theirs, in ms. */
const seatKept = 60_000

/** How much longer they are counted among those who may be back, in ms. */
const awaited = 10 * 60_000

/** When the stay of somebody whose connection is lost ends; facts of old name no time. */
function endOfStay({ keptUntil }: Person): number {
  return (keptUntil ?? 0) + awaited
}

/**
 * What was decided in class outlives the token of who comes again. About whoever has merely waited nothing
 * was decided: another link may have made more of them.
 */
function roleOf({ moderation }: RoomState, person: Person, { role }: InputOf<'people.join'>) {
  const merelyWaited = !isInside(person) && !moderation.sent.has(person.participant)
  return merelyWaited && !isStaff(role) ? role : person.role
}

/** With another device, or for the first time. */
function arrival(room: RoomState, input: InputOf<'people.join'>): Draft[] {
  const { participant } = input
  const person = room.people.get(participant)
  if (person === undefined) {
    const admitted = comesIn(room, input)
    const visibleTo: Visibility = admitted ? audienceOf(room.people, input) : ['staff']
    return [draft('people.joined', { ...input, admitted }, visibleTo)]
  }
  const again = { ...input, role: roleOf(room, person, input), name: person.name }
  if (losesPlace(room, person))
    return [
      draft('people.sentOut', { participant, how: 'full' }, known(person)),
      draft('people.joined', { ...again, admitted: false }, ['staff']),
    ]
  return [draft('people.joined', { ...again, admitted: person.admitted }, known(person))]
}

type Names = Extract<CommandName, `people.${string}`>

export const peopleDeciders: Deciders<Names> = {
  'people.join': (room, input, { now }) => {
    if (room.class.phase === 'cancelled')
      return refuse('illegalStep', 'This class was cancelled.', 'cancelled')
    const banned = bannedRefusal(room, input, now)
    if (banned !== null) return banned
    const { participant, session, incarnation } = input
    // By it the media of a stay are told apart: nobody takes another's place by naming theirs.
    const owner = censusOf(room.people).sessions.get(session) ?? participant
    if (owner !== participant) return refuse('conflict', 'That stay is another’s.', 'session-taken')
    const person = room.people.get(participant)
    const stay = person?.stays.find((candidate) => candidate.session === session)
    if (
      stay === undefined &&
      (person?.stays.filter(({ present }) => present).length ?? 0) >= mostStays
    )
      return refuse('conflict', 'You are here with too many devices; leave with one.', 'too-many')
    if (person === undefined || stay === undefined) return arrival(room, input)
    if (stay.present && stay.incarnation === incarnation) return []
    return [draft('people.returned', { participant, session, incarnation }, known(person))]
  },
  'people.drop': (room, { participant, session, incarnation }, { now }) => {
    const person = room.people.get(participant)
    const stay = person?.stays.find((candidate) => candidate.session === session)
    if (person === undefined || stay?.present !== true || stay.incarnation !== incarnation)
      return []
    const keptUntil = now + seatKept
    return [draft('people.dropped', { participant, session, keptUntil }, known(person))]
  },
  'people.leave': (room, _, { actor }) => {
    const person = self(room, actor)
    if (person === null) return []
    return [draft('people.left', { participant: person.participant }, known(person))]
  },
  'people.rename': (room, { name }, { actor }) => {
    const person = self(room, actor)
    if (person === null) return notThere
    if (person.name === name) return []
    return [draft('people.renamed', { participant: person.participant, name }, known(person))]
  },
  'people.hold': (room, { session }, { actor }) => {
    const person = self(room, actor)
    if (person?.stays.some((stay) => stay.session === session && stay.present) !== true)
      return refuse('missing', 'That device is not connected.', 'no-session')
    if (person.holder === session) return []
    return [draft('people.held', { participant: person.participant, session }, known(person))]
  },
  'people.appoint': (room, { participant, role }, { actor }) => {
    const person = room.people.get(participant)
    if (person === undefined) return notThere
    if (person.role === role) return []
    // A role says what one may do inside; only staff need not be let in.
    if (!isInside(person) && !isStaff(role))
      return actor === 'system' ? [] : refuse('conflict', 'Let them in first.', 'waiting')
    if (person.role === 'instructor' && lastInstructor(room.people, participant))
      return refuse(
        'conflict',
        'A class needs an instructor: hand over to somebody first.',
        'last-instructor',
      )
    // Nothing is taken from staff.
    const denied = isStaff(role) ? [] : [...person.denied]
    return [draft('people.appointed', { ...wholeOf(person), role, denied })]
  },
  'people.grant': (room, { participant, permissions }, { actor }) => {
    const person = room.people.get(participant)
    if (person === undefined) return notThere
    const giver = subjectOf(room, actor)
    const beyond = permissions.find((one) => giver !== null && !can(giver, one, { forbidden: [] }))
    if (beyond !== undefined)
      return refuse('forbidden', 'You cannot give what you may not do yourself.', beyond)
    const granted = [...new Set([...person.granted, ...permissions])]
    if (granted.length === person.granted.length) return []
    return [draft('people.granted', { participant, granted }, known(person))]
  },
  'people.ungrant': (room, { participant, permissions }) => {
    const person = room.people.get(participant)
    if (person === undefined) return notThere
    const granted = person.granted.filter((one) => !permissions.includes(one))
    if (granted.length === person.granted.length) return []
    return [draft('people.granted', { participant, granted }, known(person))]
  },
  'people.loseNode': (room, { incarnation }, { now }) => {
    const here = room.people.some((person) =>
      person.stays.some((stay) => stay.present && stay.incarnation === incarnation),
    )
    const keptUntil = now + seatKept
    return here ? [draft('people.nodeLost', { incarnation, keptUntil }, 'everyone')] : []
  },
  'people.expire': ({ people }, _, { now }) =>
    [...censusOf(people).dropped.values()]
      .filter((person) => endOfStay(person) <= now)
      .map((person) => draft('people.left', { participant: person.participant }, known(person))),
}

/** Whoever does not come back is not awaited for ever. */
export function peopleChores({ people }: RoomState): Chore[] {
  const ends = [...censusOf(people).dropped.values()].map(endOfStay)
  if (ends.length === 0) return []
  const at = Math.min(...ends)
  return [{ at, key: `people.expire:${at}`, name: 'people.expire', input: {} }]
}
