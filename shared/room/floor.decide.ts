// Decides who has the floor: invitations and their answers, and what is taken back with thanks.
import type { CommandName } from '../contract/index.ts'
import { refuse } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { Draft } from '../log.ts'
import { isStaff } from '../roles.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { presence, type Person } from './people.ts'
import { sourcesOf } from './sources.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `floor.${string}`>

const voice = ['media.microphone', 'media.camera'] as const
const notInvited = refuse('missing', 'You are not invited to speak.', 'no-invitation')

/** Lets a person speak and be seen until they are thanked, and lowers their hand. */
export function giveFloor(room: RoomState, person: Person): Draft[] {
  const { participant, name } = person
  const permissions = voice.filter((one) => !person.granted.includes(one))
  const granted = [...person.granted, ...permissions]
  const drafts =
    permissions.length === 0
      ? []
      : [draft('people.granted', { participant, granted }, person.visibleTo)]
  if (permissions.length > 0 || !room.floor.speakers.has(participant))
    drafts.push(draft('floor.given', { participant, name, permissions }))
  if (room.hands.has(participant)) drafts.push(draft('hands.lowered', { participant, by: 'spoke' }))
  return drafts
}

function uninvite(participant: ParticipantId, accepted = false): Draft {
  return draft('floor.answered', { participant, accepted }, ['staff', participant])
}

function takeGrants(room: RoomState, participant: ParticipantId): Draft[] {
  const person = room.people.get(participant)
  const lent = room.floor.speakers.get(participant)?.permissions ?? []
  if (person === undefined || lent.length === 0) return []
  const granted = person.granted.filter((one) => !lent.includes(one))
  return [draft('people.granted', { participant, granted }, person.visibleTo)]
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

export const floorDeciders: Deciders<Names> = {
  'floor.invite': (room, { participant }) => {
    const person = room.people.get(participant)
    if (person === undefined || presence(person) === 'left') return notThere
    if (isStaff(person.role) || person.role === 'observer')
      return refuse('conflict', 'Only students are invited to speak.', 'no-student')
    if (room.floor.invited.has(participant) || room.floor.speakers.has(participant)) return []
    return [draft('floor.invited', { participant }, ['staff', participant])]
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
    if (!room.floor.speakers.has(participant)) return invitation
    const lowered = room.hands.has(participant)
      ? [draft('hands.lowered', { participant, by: 'staff' })]
      : []
    return [
      ...invitation,
      draft('floor.returned', { participant, by: 'staff' }),
      ...silence(room, participant),
      ...takeGrants(room, participant),
      ...lowered,
      ...offStage(room, participant),
    ]
  },
}

/** Who leaves gives the floor back; with the class everybody does. */
export const floorAftermath: Aftermath = (before, after) => {
  if (before.people === after.people && before.class.phase === after.class.phase) return []
  const gone = (participant: ParticipantId) => {
    const person = after.people.get(participant)
    return person === undefined || presence(person) === 'left' || after.class.phase !== 'live'
  }
  const invited = [...after.floor.invited.keys()].filter(gone).map((one) => uninvite(one))
  const speakers = [...after.floor.speakers.keys()]
    .filter(gone)
    .flatMap((participant) => [
      draft('floor.returned', { participant, by: 'left' }),
      ...takeGrants(after, participant),
      ...offStage(after, participant),
    ])
  return [...invited, ...speakers]
}
