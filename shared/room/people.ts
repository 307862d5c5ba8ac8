// Everybody who was ever in the room, with their stays (one per device) and what they were granted.
import { Map } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { Device } from '../device.ts'
import type { AccountId, Incarnation, ParticipantId, SessionId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import { isStaff, type Permission, type Role } from '../roles.ts'
import { censusOf, isDropped, isHere, withPerson, withoutPerson } from './census.ts'
import type { Feature, FactOf } from './feature.ts'
import { sees } from './viewer.ts'

export interface Stay {
  readonly session: SessionId
  /** The server node's run that holds, or held, its connection. */
  readonly incarnation: Incarnation
  readonly device: Device
  readonly present: boolean
}

export interface Person {
  readonly participant: ParticipantId
  /** Null once the person was erased. */
  readonly name: string | null
  readonly role: Role
  /** Null for guests, and in the view of whoever is not staff. */
  readonly account: AccountId | null
  /** Oldest first; empty after leaving. */
  readonly stays: readonly Stay[]
  /** The stay that holds microphone, camera and sound: the newest unless another took them. */
  readonly holder: SessionId | null
  readonly granted: readonly Permission[]
  /** Taken from them; outweighs what is granted. */
  readonly denied: readonly Permission[]
  /** Let in, once; false for who waits, or was sent out. */
  readonly admitted: boolean
  /** Until when the seat of a dropped person is theirs, in ms since 1970. */
  readonly keptUntil: number | null
  /** Who may know that this person is here. */
  readonly visibleTo: Visibility
}

export type PeopleSlice = Map<ParticipantId, Person>

export type Presence = 'here' | 'dropped' | 'left'

export function presence(person: Person): Presence {
  if (isHere(person)) return 'here'
  return isDropped(person) ? 'dropped' : 'left'
}

/** Above this many people, newcomers are known to staff only; the others get a count and a search. */
export const rosterLimit = 60

/** Who may know that somebody is in. */
export function audienceOf(
  people: PeopleSlice,
  { participant, role }: Pick<Person, 'participant' | 'role'>,
): Visibility {
  if (isStaff(role)) return 'all'
  const others = people.size - (people.has(participant) ? 1 : 0)
  return others < rosterLimit ? 'all' : ['staff', participant]
}

/** What a fact says that carries a person whole. */
export function wholeOf({ visibleTo: _, admitted: __, ...person }: Person) {
  const { stays, granted, denied } = person
  return { ...person, stays: [...stays], granted: [...granted], denied: [...denied] }
}

function change(
  people: PeopleSlice,
  participant: ParticipantId,
  next: (person: Person) => Person,
): PeopleSlice {
  const person = people.get(participant)
  return person === undefined ? people : withPerson(people, next(person))
}

/** The stay becomes the newest; stays that were already lost make room for it. */
function arrive(person: Person, stay: Stay): Person {
  const others = person.stays.filter((other) => other.session !== stay.session && other.present)
  return { ...person, stays: [...others, stay], holder: stay.session, keptUntil: null }
}

/** A stay goes on where it was; it takes the media only from a device that is gone. */
function comeBack(person: Person, session: SessionId, incarnation: Incarnation): Person {
  const stays = person.stays.map((stay) =>
    stay.session === session ? { ...stay, incarnation, present: true } : stay,
  )
  const holderHere = stays.some((stay) => stay.session === person.holder && stay.present)
  return { ...person, stays, holder: holderHere ? person.holder : session, keptUntil: null }
}

interface Loss {
  readonly gone: (stay: Stay) => boolean
  readonly keptUntil: number | null
}

function lose(person: Person, { gone, keptUntil }: Loss): Person {
  if (!person.stays.some((stay) => stay.present && gone(stay))) return person
  const stays = person.stays.map((stay) => (gone(stay) ? { ...stay, present: false } : stay))
  return { ...person, stays, keptUntil: stays.some((stay) => stay.present) ? null : keptUntil }
}

/** Who waits, or was sent out, is staff's to know. */
const ofStaff: Visibility = ['staff']

/** Version 1 knew no lobby: whoever came was in. */
function come(known: Person | undefined, { body, version, visibleTo }: FactOf<'people.joined'>) {
  const { participant, name, role, account } = body
  const admitted = version === 1 || body.admitted
  const blank = { participant, stays: [], holder: null, granted: [], denied: [], keptUntil: null }
  const person: Person = {
    ...(known ?? blank),
    name,
    role,
    account,
    admitted,
    // Somebody whom all may know stays known to all.
    visibleTo: admitted && known?.visibleTo === 'all' ? 'all' : visibleTo,
  }
  const { session, incarnation, device } = body
  return arrive(person, { session, incarnation, device, present: true })
}

function sendOut(slice: PeopleSlice, { participant, how }: BodyOf<'people.sentOut'>): PeopleSlice {
  // To whoever is not staff it says that the person is gone, and no more.
  if (how === null) return withoutPerson(slice, participant)
  return change(slice, participant, (person) => ({
    ...person,
    admitted: false,
    visibleTo: ofStaff,
  }))
}

/** Which account somebody has is staff's to know; the facts say it to nobody else either. */
function withoutAccount(person: Person): Person {
  return person.account === null ? person : { ...person, account: null }
}

/** What a state says of nobody that was kept before there were lobbies. */
const beforeLobbies = { denied: [], admitted: true, keptUntil: null }

export const people: Feature<PeopleSlice> = {
  initial: Map(),
  fold: {
    'people.joined': (slice, fact) =>
      withPerson(slice, come(slice.get(fact.body.participant), fact)),
    'people.returned': (slice, { body }) =>
      change(slice, body.participant, (person) => comeBack(person, body.session, body.incarnation)),
    'people.dropped': (slice, { body, version }) =>
      change(slice, body.participant, (person) =>
        lose(person, {
          gone: (stay) => stay.session === body.session,
          keptUntil: version === 1 ? null : body.keptUntil,
        }),
      ),
    'people.left': (slice, { body }) =>
      change(slice, body.participant, (person) => ({
        ...person,
        stays: [],
        holder: null,
        keptUntil: null,
      })),
    'people.renamed': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, name: body.name })),
    'people.held': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, holder: body.session })),
    'people.granted': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, granted: body.granted })),
    'people.restricted': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, denied: body.denied })),
    'people.appointed': (slice, { body, version }) => {
      const more = version === 1 ? { denied: [], keptUntil: null } : {}
      return withPerson(slice, { ...body, ...more, admitted: true, visibleTo: 'all' })
    },
    'people.admitted': (slice, { body, visibleTo }) =>
      withPerson(slice, { ...body, admitted: true, visibleTo }),
    'people.sentOut': (slice, { body }) => sendOut(slice, body),
    'people.nodeLost': (slice, { body, version }) =>
      slice.map((person) =>
        lose(person, {
          gone: (stay) => stay.incarnation === body.incarnation,
          keptUntil: version === 1 ? null : body.keptUntil,
        }),
      ),
  },
  project: (slice, viewer) => {
    if (viewer.kind === 'waiting') return people.initial
    if (viewer.kind === 'staff') return slice
    const { shown } = censusOf(slice)
    const self = slice.get(viewer.participant)
    const seen = self !== undefined && sees(viewer, self.visibleTo)
    return (seen ? withPerson(shown, self) : shown).map(withoutAccount)
  },
  encode: (slice) => [...slice.values()],
  decode: (json) =>
    Map(
      (json as Person[]).map((person): [ParticipantId, Person] => [
        person.participant,
        'admitted' in person ? person : { ...(person as Person), ...beforeLobbies },
      ]),
    ),
}
