// Decides who comes in: by the rules of the lobby when somebody comes, an instructor arrives or a place
// gets free, and by staff's word.
import type { CommandName, InputOf } from '../contract/index.ts'
import { refuse } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { Draft } from '../log.ts'
import { isStaff } from '../roles.ts'
import { acted } from './acted.ts'
import type { Chore } from './class.decide.ts'
import { censusOf, hasPlace, isInside } from './census.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { audienceOf, presence, wholeOf, type PeopleSlice, type Person } from './people.ts'
import type { RoomState } from './state.ts'

export function freePlaces({ lobby, people }: RoomState): number {
  const { capacity } = lobby.settings
  return capacity === null ? Infinity : Math.max(0, capacity - censusOf(people).places)
}

type Known = Pick<InputOf<'people.join'>, 'participant' | 'account' | 'mark'>

/** Whether staff sent them out: they, or somebody with the same account or browser. */
function wasSentOut(room: RoomState, { participant, account, mark }: Known): boolean {
  const { sent } = room.moderation
  if (sent.has(participant)) return true
  return sent.some((_, other) => {
    const known = room.lobby.origins.get(other)?.mark ?? null
    const theirs = room.people.get(other)?.account ?? null
    return (mark !== null && mark === known) || (account !== null && account === theirs)
  })
}

/** What the rules of the lobby say of a newcomer, places apart. */
function opensTo({ lobby, people }: RoomState, member: () => boolean): boolean {
  const { admission, guestsWithInstructor } = lobby.settings
  if (admission === 'open') return true
  if (admission === 'closed') return false
  if (admission === 'members' && member()) return true
  return guestsWithInstructor && censusOf(people).instructors > 0
}

/** Whether somebody never seen before comes straight in. */
export function comesIn(room: RoomState, comer: InputOf<'people.join'>): boolean {
  if (isStaff(comer.role)) return true
  return opensTo(room, () => comer.member) && !wasSentOut(room, comer) && freePlaces(room) > 0
}

/** Somebody who left gave their place up. */
export function losesPlace(room: RoomState, person: Person): boolean {
  if (!isInside(person) || isStaff(person.role) || presence(person) !== 'left') return false
  return freePlaces(room) === 0
}

const admission = (people: PeopleSlice, person: Person): Draft =>
  draft('people.admitted', wholeOf(person), audienceOf(people, person))

/** Of those who merely wait, in their order, whoever may come and finds a place. */
function admitting(room: RoomState, may: (waiting: ParticipantId) => boolean): Draft[] {
  const drafts: Draft[] = []
  let free = freePlaces(room)
  for (const participant of room.lobby.queue.keys()) {
    if (free <= 0) break
    const person = room.people.get(participant)
    if (person === undefined || presence(person) !== 'here') continue
    const mark = room.lobby.origins.get(participant)?.mark ?? null
    if (!may(participant) || wasSentOut(room, { ...person, mark })) continue
    drafts.push(admission(room.people, person))
    free -= 1
  }
  return drafts
}

function byTheRules(room: RoomState): Draft[] {
  const { queue, settings, origins } = room.lobby
  if (queue.size === 0 || settings.admission === 'closed') return []
  const guests = opensTo(room, () => false)
  if (!guests && settings.admission === 'ask') return []
  return admitting(room, (participant) => guests || origins.get(participant)?.member === true)
}

type Names = Extract<CommandName, `lobby.${string}`>

export const lobbyDeciders: Deciders<Names> = {
  'lobby.set': (room, input) => {
    const { admission: how, guestsWithInstructor, capacity } = room.lobby.settings
    const same =
      input.admission === how &&
      input.guestsWithInstructor === guestsWithInstructor &&
      input.capacity === capacity
    return same ? [] : [draft('lobby.changed', input, 'everyone')]
  },
  'lobby.admit': (room, { participants }) => {
    if (participants === 'all') {
      const all = admitting(room, () => true)
      return all.length === 0 ? [] : [...all, acted('admitted', null)]
    }
    const named = [...new Set(participants)].map((participant) => room.people.get(participant))
    const known = named.filter((person) => person !== undefined)
    if (known.length < named.length) return notThere
    const waiting = known.filter((person) => !isInside(person))
    if (waiting.length > freePlaces(room))
      return refuse('conflict', 'There are not enough free places: raise the limit first.', 'full')
    return waiting.flatMap((person) => [admission(room.people, person), acted('admitted', person)])
  },
  'lobby.refuse': (room, { participant, reason }) => {
    const person = room.people.get(participant)
    if (person === undefined || isInside(person) || presence(person) === 'left') return notThere
    return [
      draft('people.left', { participant }, person.visibleTo),
      acted('refused', person, { reason, told: true }),
    ]
  },
  'lobby.sweep': (room, _, { now }) =>
    [...censusOf(room.people).dropped.values()]
      .filter((person) => hasPlace(person) && person.keptUntil !== null && person.keptUntil <= now)
      .map(({ participant, visibleTo }) => draft('people.left', { participant }, visibleTo)),
}

/** Lets in whoever may come now: an instructor is here, the rules changed, a place is free. */
export const lobbyAftermath: Aftermath = (before, after) =>
  before.people === after.people && before.lobby === after.lobby ? [] : byTheRules(after)

/** Seats of dropped people are kept for a while; then who waits gets them. */
export function lobbyChores({ lobby, people }: RoomState): Chore[] {
  if (lobby.settings.capacity === null || lobby.queue.size === 0) return []
  let at = Infinity
  for (const person of censusOf(people).dropped.values())
    if (person.keptUntil !== null && person.keptUntil < at && hasPlace(person))
      at = person.keptUntil
  return at === Infinity ? [] : [{ at, key: `lobby.sweep:${at}`, name: 'lobby.sweep', input: {} }]
}
