// Counts the people of a room as they come and go, so that no rule looks at each of 5,000 to know how many
// there are. Knows of a person only what it counts.
import { Map } from 'immutable'
import type { ParticipantId, SessionId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import { isStaff, type Role } from '../roles.ts'

interface Counted {
  readonly participant: ParticipantId
  readonly role: Role
  readonly stays: readonly { readonly session: SessionId; readonly present: boolean }[]
  readonly admitted: boolean
  readonly visibleTo: Visibility
}

type Counts = Record<'here' | 'inside' | 'staff' | 'instructors' | 'places', number>

export interface Census<Person> extends Readonly<Counts> {
  /** Those whom all may know: few in a large class. */
  readonly shown: Map<ParticipantId, Person>
  /** Those who lost the connection and have not left. */
  readonly dropped: Map<ParticipantId, Person>
  /** Whose each stay is. */
  readonly sessions: Map<SessionId, ParticipantId>
}

export function isHere({ stays }: Pick<Counted, 'stays'>): boolean {
  return stays.some((stay) => stay.present)
}

/** Their connection is lost, and their stay goes on until they are back or it is ended. */
export function isDropped(person: Pick<Counted, 'stays'>): boolean {
  return person.stays.length > 0 && !isHere(person)
}

/** Let in, or of the staff, whom no lobby keeps. */
export function isInside({ role, admitted }: Pick<Counted, 'role' | 'admitted'>): boolean {
  return admitted || isStaff(role)
}

/** Whoever was let in has a place until they leave; staff need none. */
export function hasPlace({ role, admitted, stays }: Omit<Counted, 'participant'>): boolean {
  return admitted && !isStaff(role) && stays.length > 0
}

const none: Counts = { here: 0, inside: 0, staff: 0, instructors: 0, places: 0 }

function countsOf(person: Counted): Counts {
  const here = isHere(person)
  return {
    here: Number(here),
    inside: Number(here && isInside(person)),
    staff: Number(here && isStaff(person.role)),
    instructors: Number(here && person.role === 'instructor'),
    places: Number(hasPlace(person)),
  }
}

function sum(a: Counts, b: Counts, sign: 1 | -1): Counts {
  return {
    here: a.here + sign * b.here,
    inside: a.inside + sign * b.inside,
    staff: a.staff + sign * b.staff,
    instructors: a.instructors + sign * b.instructors,
    places: a.places + sign * b.places,
  }
}

function take<Person extends Counted>(
  people: Iterable<Person>,
  { shown, dropped, sessions, ...counts }: Census<Person>,
): Census<Person> {
  let all: Counts = counts
  const named = shown.asMutable()
  const lost = dropped.asMutable()
  const owned = sessions.asMutable()
  for (const person of people) {
    all = sum(all, countsOf(person), 1)
    if (typeof person.visibleTo === 'string') named.set(person.participant, person)
    if (isDropped(person)) lost.set(person.participant, person)
    for (const { session } of person.stays) owned.set(session, person.participant)
  }
  return {
    ...all,
    shown: named.asImmutable(),
    dropped: lost.asImmutable(),
    sessions: owned.asImmutable(),
  }
}

function strike<Person extends Counted>(census: Census<Person>, person: Person): Census<Person> {
  const { shown, dropped, sessions, ...counts } = census
  return {
    ...sum(counts, countsOf(person), -1),
    shown: shown.delete(person.participant),
    dropped: dropped.delete(person.participant),
    sessions: sessions.deleteAll(person.stays.map(({ session }) => session)),
  }
}

/** Of each version of the people: made from the one before where that was counted. */
const censuses = new WeakMap<Map<ParticipantId, Counted>, Census<Counted>>()

export function censusOf<Person extends Counted>(
  people: Map<ParticipantId, Person>,
): Census<Person> {
  const taken = censuses.get(people) as Census<Person> | undefined
  if (taken !== undefined) return taken
  const census = take(people.values(), {
    ...none,
    shown: Map(),
    dropped: Map(),
    sessions: Map(),
  })
  censuses.set(people, census)
  return census
}

function follow<Person extends Counted>(
  before: Map<ParticipantId, Person>,
  after: Map<ParticipantId, Person>,
  participant: ParticipantId,
): Map<ParticipantId, Person> {
  const census = censuses.get(before) as Census<Person> | undefined
  if (census === undefined) return after
  const [was, is] = [before.get(participant), after.get(participant)]
  const without = was === undefined ? census : strike(census, was)
  censuses.set(after, is === undefined ? without : take([is], without))
  return after
}

export function withPerson<Person extends Counted>(
  people: Map<ParticipantId, Person>,
  person: Person,
): Map<ParticipantId, Person> {
  const { participant } = person
  return follow(people, people.set(participant, person), participant)
}

export function withoutPerson<Person extends Counted>(
  people: Map<ParticipantId, Person>,
  participant: ParticipantId,
): Map<ParticipantId, Person> {
  return follow(people, people.delete(participant), participant)
}
