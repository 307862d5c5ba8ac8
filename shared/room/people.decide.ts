// Decides who comes, drops, returns and leaves, which device holds the media, and who gets which role
// or single permission.
import type { CommandName } from '../contract/index.ts'
import { refuse } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import { can, isStaff } from '../roles.ts'
import { draft, notThere, subjectOf, type Deciders } from './command.ts'
import { presence, type PeopleSlice, type Person } from './people.ts'
import type { RoomState } from './state.ts'

/** Above this many people, newcomers are known to staff only; the others get a count and a search. */
export const rosterLimit = 60

function visibility(people: PeopleSlice, newcomer: ParticipantId, staff: boolean): Visibility {
  if (staff) return 'all'
  return people.size < rosterLimit ? 'all' : ['staff', newcomer]
}

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

type Names = Extract<CommandName, `people.${string}`>

export const peopleDeciders: Deciders<Names> = {
  'people.join': (room, input) => {
    if (room.class.phase === 'cancelled')
      return refuse('illegalStep', 'This class was cancelled.', 'cancelled')
    const { participant, session, incarnation } = input
    const person = room.people.get(participant)
    const stay = person?.stays.find((candidate) => candidate.session === session)
    if (person !== undefined && stay !== undefined) {
      if (stay.present && stay.incarnation === incarnation) return []
      return [draft('people.returned', { participant, session, incarnation }, known(person))]
    }
    // What was decided in class (another role, another name) outlives the token of who comes again.
    const { role, name } = person ?? input
    const visibleTo = person?.visibleTo ?? visibility(room.people, participant, isStaff(role))
    return [draft('people.joined', { ...input, role, name }, visibleTo)]
  },
  'people.drop': (room, { participant, session, incarnation }) => {
    const person = room.people.get(participant)
    const stay = person?.stays.find((candidate) => candidate.session === session)
    if (person === undefined || stay?.present !== true || stay.incarnation !== incarnation)
      return []
    return [draft('people.dropped', { participant, session }, known(person))]
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
  'people.appoint': (room, { participant, role }) => {
    const person = room.people.get(participant)
    if (person === undefined) return notThere
    if (person.role === role) return []
    if (role !== 'instructor' && lastInstructor(room.people, participant))
      return refuse(
        'conflict',
        'A class needs an instructor: hand over to somebody first.',
        'last-instructor',
      )
    const { visibleTo: _, ...whole } = person
    return [
      draft('people.appointed', {
        ...whole,
        role,
        stays: [...whole.stays],
        granted: [...whole.granted],
      }),
    ]
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
  'people.loseNode': (room, { incarnation }) => {
    const here = room.people.some((person) =>
      person.stays.some((stay) => stay.present && stay.incarnation === incarnation),
    )
    return here ? [draft('people.nodeLost', { incarnation }, 'everyone')] : []
  },
}
