// Decides who has the floor: invitations and their answers, and what is taken back with thanks.
import type { CommandName } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { Draft } from '../log.ts'
import { isStaff, type Permission } from '../roles.ts'
import { acted } from './acted.ts'
import { isInside } from './census.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { presence, type Person } from './people.ts'
import { sourcesOf } from './sources.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `floor.${string}`>

const voice = ['media.microphone', 'media.camera'] as const
const notInvited = refuse('missing', 'You are not invited to speak.', 'no-invitation')

/** What staff took from a person and their word lifts again. */
const takenOf = ({ denied }: Person) => voice.filter((one) => denied.includes(one))

/** Who lets somebody speak from whom that was taken is on record with it. */
function onRecord(act: 'allowed' | 'restricted', person: Person, permissions: Permission[]) {
  return permissions.length === 0 ? [] : [acted(act, person, { permissions })]
}

/** What is told of a person's grants and denials where they become others. */
function turn(person: Person, next: Pick<Person, 'granted' | 'denied'>): Draft[] {
  const { participant, visibleTo } = person
  const [granted, denied] = [[...next.granted], [...next.denied]]
  const drafts: Draft[] = []
  if (granted.length !== person.granted.length)
    drafts.push(draft('people.granted', { participant, granted }, visibleTo))
  if (denied.length !== person.denied.length)
    drafts.push(draft('people.restricted', { participant, denied }, visibleTo))
  return drafts
}

/** Lets a person speak and be seen until they are thanked, and lowers their hand. */
function giveFloor(room: RoomState, person: Person): Draft[] {
  const { participant, name } = person
  const permissions = voice.filter((one) => !person.granted.includes(one))
  const lifted = takenOf(person)
  const denied = person.denied.filter((one) => !lifted.some((other) => other === one))
  const drafts = turn(person, { granted: [...person.granted, ...permissions], denied })
  if (drafts.length > 0 || !room.floor.speakers.has(participant))
    drafts.push(draft('floor.given', { participant, name, permissions, lifted }))
  if (room.hands.has(participant)) drafts.push(draft('hands.lowered', { participant, by: 'spoke' }))
  return drafts
}

function uninvite(participant: ParticipantId, accepted = false): Draft {
  return draft('floor.answered', { participant, accepted }, ['staff', participant])
}

/** What was lent is taken, what was lifted holds again. */
function takeBack(room: RoomState, participant: ParticipantId): Draft[] {
  const person = room.people.get(participant)
  const speaker = room.floor.speakers.get(participant)
  if (person === undefined || speaker === undefined) return []
  return turn(person, {
    granted: person.granted.filter((one) => !speaker.permissions.includes(one)),
    denied: [...new Set([...person.denied, ...speaker.lifted])],
  })
}

function silence(room: RoomState, participant: ParticipantId): Draft[] {
  return sourcesOf(room.sources, participant)
    .filter(({ kind, paused }) => kind === 'microphone' && paused === null)
    .map(({ source }) => draft('sources.paused', { source, by: 'staff' }))
}

function offStage({ stage: { focus } }: RoomState, participant: ParticipantId): Draft[] {
  const there = focus.kind === 'person' && focus.participant === participant
  return there ? [draft('stage.focused', { focus: { kind: 'auto' } })] : []
}

/** The floor without asking whether one wants it: to whoever raised a hand. */
export function letSpeak(room: RoomState, person: Person): Draft[] {
  const { participant } = person
  const invitation = room.floor.invited.has(participant) ? [uninvite(participant, true)] : []
  const record = onRecord('allowed', person, takenOf(person))
  return [...invitation, ...giveFloor(room, person), ...record]
}

function isGone(person: Person): boolean {
  return presence(person) === 'left' || !isInside(person)
}

/** Who may be given the floor: everybody is told who has it, and of who waits nobody is. */
export function candidate(room: RoomState, participant: ParticipantId): Person | Refusal {
  const person = room.people.get(participant)
  return person === undefined || isGone(person) ? notThere : person
}

export const floorDeciders: Deciders<Names> = {
  'floor.invite': (room, { participant }) => {
    const person = candidate(room, participant)
    if ('code' in person) return person
    if (isStaff(person.role) || person.role === 'observer')
      return refuse('conflict', 'Only students are invited to speak.', 'no-student')
    if (room.floor.invited.has(participant) || room.floor.speakers.has(participant)) return []
    return [
      draft('floor.invited', { participant }, ['staff', participant]),
      ...onRecord('allowed', person, takenOf(person)),
    ]
  },
  'floor.accept': (room, _, { actor }) => {
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const { participant } = person
    if (room.floor.speakers.has(participant)) return []
    if (!room.floor.invited.has(participant)) return notInvited
    const focus = draft('stage.focused', { focus: { kind: 'person', participant } })
    return [uninvite(participant, true), ...giveFloor(room, person), focus]
  },
  'floor.decline': (room, _, { actor }) =>
    actor === 'system' || !room.floor.invited.has(actor) ? [] : [uninvite(actor)],
  'floor.thank': (room, { participant }) => {
    const invitation = room.floor.invited.has(participant) ? [uninvite(participant)] : []
    const speaker = room.floor.speakers.get(participant)
    if (speaker === undefined) return invitation
    const person = room.people.get(participant)
    const lowered = room.hands.has(participant)
      ? [draft('hands.lowered', { participant, by: 'staff' })]
      : []
    return [
      ...invitation,
      ...silence(room, participant),
      ...takeBack(room, participant),
      ...(person === undefined ? [] : onRecord('restricted', person, [...speaker.lifted])),
      ...lowered,
      ...offStage(room, participant),
      draft('floor.returned', { participant, by: 'staff' }),
    ]
  },
}

/** Who leaves gives the floor back, and who is restricted; with the class everybody does. */
export const floorAftermath: Aftermath = (before, after) => {
  if (before.people === after.people && before.class.phase === after.class.phase) return []
  const away = (participant: ParticipantId) => {
    const person = after.people.get(participant)
    return person === undefined || after.class.phase !== 'live' || isGone(person)
  }
  // What is taken from a person after they were asked to speak outweighs it.
  const silenced = (participant: ParticipantId) => {
    const [known, person] = [before.people.get(participant), after.people.get(participant)]
    if (known === undefined || person === undefined) return false
    return takenOf(person).length > takenOf(known).length
  }
  const gone = (participant: ParticipantId) => away(participant) || silenced(participant)
  const invited = [...after.floor.invited.keys()].filter(gone).map((one) => uninvite(one))
  const speakers = [...after.floor.speakers.keys()]
    .filter(gone)
    .flatMap((participant) => [
      draft('floor.returned', { participant, by: away(participant) ? 'left' : 'staff' }),
      ...takeBack(after, participant),
      ...offStage(after, participant),
    ])
  return [...invited, ...speakers]
}
