// Everybody who was ever in the room, with their stays (one per device) and what they were granted.
import { Map } from 'immutable'
import type { Device } from '../device.ts'
import type { AccountId, Incarnation, ParticipantId, SessionId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import { isStaff, type Permission, type Role } from '../roles.ts'
import type { Feature } from './feature.ts'
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
  /** Who may know that this person is here. */
  readonly visibleTo: Visibility
}

export type PeopleSlice = Map<ParticipantId, Person>

export type Presence = 'here' | 'dropped' | 'left'

export function presence(person: Person): Presence {
  if (person.stays.some((stay) => stay.present)) return 'here'
  return person.stays.length > 0 ? 'dropped' : 'left'
}

export function staffHere(people: PeopleSlice): boolean {
  return people.some((person) => isStaff(person.role) && presence(person) === 'here')
}

export function anybodyHere(people: PeopleSlice): boolean {
  return people.some((person) => presence(person) === 'here')
}

function change(
  people: PeopleSlice,
  participant: ParticipantId,
  next: (person: Person) => Person,
): PeopleSlice {
  const person = people.get(participant)
  return person === undefined ? people : people.set(participant, next(person))
}

/** The stay becomes the newest; stays that were already lost make room for it. */
function arrive(person: Person, stay: Stay): Person {
  const others = person.stays.filter((other) => other.session !== stay.session && other.present)
  return { ...person, stays: [...others, stay], holder: stay.session }
}

/** A stay goes on where it was; it takes the media only from a device that is gone. */
function comeBack(person: Person, session: SessionId, incarnation: Incarnation): Person {
  const stays = person.stays.map((stay) =>
    stay.session === session ? { ...stay, incarnation, present: true } : stay,
  )
  const holderHere = stays.some((stay) => stay.session === person.holder && stay.present)
  return { ...person, stays, holder: holderHere ? person.holder : session }
}

function lose(person: Person, gone: (stay: Stay) => boolean): Person {
  if (!person.stays.some((stay) => stay.present && gone(stay))) return person
  return {
    ...person,
    stays: person.stays.map((stay) => (gone(stay) ? { ...stay, present: false } : stay)),
  }
}

/** Which account somebody has is staff's to know; the facts say it to nobody else either. */
function withoutAccount(person: Person): Person {
  return person.account === null ? person : { ...person, account: null }
}

export const people: Feature<PeopleSlice> = {
  initial: Map(),
  fold: {
    'people.joined': (slice, { body, visibleTo }) => {
      const { participant, name, role, account, session, incarnation, device } = body
      const known = slice.get(participant)
      const person: Person = {
        ...(known ?? { participant, stays: [], holder: null, granted: [] }),
        name,
        role,
        account,
        // Somebody whom all may know stays known to all.
        visibleTo: known?.visibleTo === 'all' ? 'all' : visibleTo,
      }
      return slice.set(participant, arrive(person, { session, incarnation, device, present: true }))
    },
    'people.returned': (slice, { body }) =>
      change(slice, body.participant, (person) => comeBack(person, body.session, body.incarnation)),
    'people.dropped': (slice, { body }) =>
      change(slice, body.participant, (person) =>
        lose(person, (stay) => stay.session === body.session),
      ),
    'people.left': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, stays: [], holder: null })),
    'people.renamed': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, name: body.name })),
    'people.held': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, holder: body.session })),
    'people.granted': (slice, { body }) =>
      change(slice, body.participant, (person) => ({ ...person, granted: body.granted })),
    'people.appointed': (slice, { body }) =>
      slice.set(body.participant, { ...body, visibleTo: 'all' }),
    'people.nodeLost': (slice, { body }) =>
      slice.map((person) => lose(person, (stay) => stay.incarnation === body.incarnation)),
  },
  project: (slice, viewer) => {
    if (viewer.kind === 'waiting') return people.initial
    if (viewer.kind === 'staff') return slice
    return slice.filter(({ visibleTo }) => sees(viewer, visibleTo)).map(withoutAccount)
  },
  encode: (slice) => [...slice.values()],
  decode: (json) =>
    Map((json as Person[]).map((person): [ParticipantId, Person] => [person.participant, person])),
}
