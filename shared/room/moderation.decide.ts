// Decides what keeps order: restricting, slow mode, warning, sending out, removing and banning. Staff are
// not acted against; their role is taken first.
import type { CommandName, InputOf } from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { AccountId, InviteId, ParticipantId } from '../ids.ts'
import type { Draft } from '../log.ts'
import { isStaff, type Role } from '../roles.ts'
import { acted } from './acted.ts'
import { censusOf, isInside } from './census.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import type { Ban, Sent } from './moderation.ts'
import { presence, type Person } from './people.ts'
import type { RoomState } from './state.ts'

/** By what somebody at a door may be known. */
export interface Comer {
  readonly participant: ParticipantId | null
  readonly account: AccountId | null
  readonly invite: InviteId | null
  readonly mark: string | null
  readonly role: Role
}

function holds(ban: Ban, room: RoomState, comer: Comer): boolean {
  const same = <T>(one: T | null, other: T | null) => one !== null && one === other
  if (same(ban.participant, comer.participant) || same(ban.account, comer.account)) return true
  if (same(ban.mark, comer.mark)) return true
  if (!same(ban.invite, comer.invite)) return false
  // A link that is shut lets nobody new in; who is in already did nothing.
  const person = comer.participant === null ? undefined : room.people.get(comer.participant)
  return person?.admitted !== true
}

/** Null for whoever is banned by nothing; staff never are. */
export function banOf(room: RoomState, comer: Comer, now: number): Ban | null {
  if (room.moderation.bans.size === 0) return null
  const role = comer.participant === null ? null : room.people.get(comer.participant)?.role
  if (isStaff(role ?? comer.role)) return null
  const ban = room.moderation.bans.findLast(
    (one) => (one.until === null || one.until > now) && holds(one, room, comer),
  )
  return ban ?? null
}

const farewells = {
  banned: 'Staff of this class let you in no more.',
  removed: 'Staff removed you from this class.',
  refused: 'Staff did not let you in.',
} as const

interface Farewell {
  readonly act: Exclude<Sent['act'], 'toLobby'>
  readonly until: number | null
  readonly reason: string | null
}

function farewell({ act, until, reason }: Farewell): Refusal {
  return {
    ...refuse('forbidden', farewells[act], act),
    ...(until === null ? {} : { until }),
    ...(reason === null || reason === '' ? {} : { words: reason }),
  }
}

/** Why a door stays shut, or null. */
export function bannedRefusal(room: RoomState, comer: Comer, now: number): Refusal | null {
  const ban = banOf(room, comer, now)
  return ban === null ? null : farewell({ act: 'banned', until: ban.until, reason: ban.reason })
}

const left = refuse('conflict', 'You have left the class.', 'left')

/** What somebody is told whose connections close because they left, or were made to. */
export function farewellOf(room: RoomState, participant: ParticipantId): Refusal {
  const sent = room.moderation.sent.get(participant)
  if (sent === undefined || sent.act === 'toLobby') return left
  return farewell({ ...sent, act: sent.act })
}

const ofStaff = refuse('conflict', 'Staff cannot be acted against; take their role first.', 'staff')

function target(room: RoomState, participant: ParticipantId): Person | Refusal {
  const person = room.people.get(participant)
  if (person === undefined) return notThere
  return isStaff(person.role) ? ofStaff : person
}

type How = 'removed' | 'banned'

/** Out with all devices; to come again they must be let in. */
function expel(person: Person, how: How): Draft[] {
  const { participant, visibleTo } = person
  const out = isInside(person) ? [draft('people.sentOut', { participant, how }, visibleTo)] : []
  if (presence(person) === 'left') return out
  return [...out, draft('people.left', { participant }, ['staff'])]
}

function toggled<One>(list: readonly One[], these: readonly One[], remove: boolean): One[] {
  const others = list.filter((one) => !these.includes(one))
  return remove ? others : [...others, ...these]
}

type RestrictInput = InputOf<'moderation.restrict'>

function restrictAll(room: RoomState, { permissions, on, reason }: RestrictInput): Draft[] {
  const { forbidden: before, note } = room.class
  const forbidden = toggled(before, permissions, on)
  if (forbidden.length === before.length) return []
  return [
    draft('class.configured', { forbidden, note }, 'everyone'),
    acted(on ? 'allowed' : 'restricted', null, { permissions, reason }),
  ]
}

function restrictOne(person: Person, { permissions, on, reason }: RestrictInput): Draft[] {
  const { participant, visibleTo } = person
  const denied = toggled(person.denied, permissions, on)
  if (denied.length === person.denied.length) return []
  return [
    draft('people.restricted', { participant, denied }, visibleTo),
    acted(on ? 'allowed' : 'restricted', person, { permissions, reason, told: true }),
  ]
}

/** Whoever else is here with the same account or browser. */
function companions(room: RoomState, person: Person, by: InputOf<'moderation.ban'>['by']) {
  const mark = by.includes('device')
    ? (room.lobby.origins.get(person.participant)?.mark ?? null)
    : null
  const account = by.includes('account') ? person.account : null
  if (mark === null && account === null) return []
  return [...room.people.values()].filter((other) => {
    if (other.participant === person.participant || isStaff(other.role)) return false
    if (presence(other) === 'left') return false
    if (account !== null && other.account === account) return true
    return mark !== null && room.lobby.origins.get(other.participant)?.mark === mark
  })
}

function ban(room: RoomState, person: Person, input: InputOf<'moderation.ban'>): Draft[] {
  const { participant, name } = person
  const { by, until, reason } = input
  const origin = room.lobby.origins.get(participant)
  const banned = {
    participant,
    name,
    account: by.includes('account') ? person.account : null,
    invite: by.includes('link') ? (origin?.invite ?? null) : null,
    mark: by.includes('device') ? (origin?.mark ?? null) : null,
    until,
    reason,
  }
  return [
    draft('moderation.banned', banned, ['staff']),
    ...[person, ...companions(room, person, by)].flatMap((one) => [
      ...expel(one, 'banned'),
      acted('banned', one, { until, reason, told: true }),
    ]),
  ]
}

type Names = Extract<CommandName, `moderation.${string}`>

export const moderationDeciders: Deciders<Names> = {
  'moderation.restrict': (room, input) => {
    if (input.participant === null) return restrictAll(room, input)
    const person = target(room, input.participant)
    return 'code' in person ? person : restrictOne(person, input)
  },
  'moderation.slow': (room, { seconds }) => {
    const { slow } = room.moderation
    if (slow.seconds === seconds && slow.by === 'staff') return []
    return [draft('moderation.slowed', { seconds, by: 'staff' })]
  },
  'moderation.warn': (room, { participant, reason }) => {
    const person = target(room, participant)
    if ('code' in person) return person
    return presence(person) === 'left'
      ? notThere
      : [acted('warned', person, { reason, told: true })]
  },
  'moderation.toLobby': (room, { participant, reason }) => {
    const person = target(room, participant)
    if ('code' in person) return person
    if (!person.admitted) return []
    return [
      draft('people.sentOut', { participant, how: 'lobby' }, person.visibleTo),
      acted('toLobby', person, { reason, told: true }),
    ]
  },
  'moderation.remove': (room, { participant, reason }) => {
    const person = target(room, participant)
    if ('code' in person) return person
    const out = expel(person, 'removed')
    return out.length === 0 ? [] : [...out, acted('removed', person, { reason, told: true })]
  },
  'moderation.ban': (room, input, { now }) => {
    const person = target(room, input.participant)
    if ('code' in person) return person
    if (input.until !== null && input.until <= now)
      return refuse('conflict', 'That time is over already.', 'past')
    return ban(room, person, input)
  },
  'moderation.lift': (room, { ban: id, reason }) => {
    const found = room.moderation.bans.get(id)
    if (found === undefined) return refuse('missing', 'There is no such ban.', 'no-ban')
    const person = room.people.get(found.participant)
    return [
      draft('moderation.lifted', { ban: id }, ['staff']),
      ...(person === undefined ? [] : [acted('lifted', person, { reason })]),
    ]
  },
}

/** From how many people on, how long a pause; the larger first. */
const pauses = [
  { people: 1_000, seconds: 15 },
  { people: 200, seconds: 5 },
] as const

const pauseFor = (people: number) => pauses.find((pause) => people >= pause.people)?.seconds ?? 0

/** Slow mode comes by itself with the size of the class, unless staff have set it. */
export const slowAftermath: Aftermath = (before, after) => {
  const { slow } = after.moderation
  if (before.people === after.people || slow.by === 'staff') return []
  const seconds = pauseFor(censusOf(after.people).inside)
  return seconds <= (slow.seconds ?? 0) ? [] : [draft('moderation.slowed', { seconds, by: 'size' })]
}

/** Why a person may not write yet, or null. */
export function tooSoon(room: RoomState, person: Person, now: number): Refusal | null {
  const { slow, lastSaid } = room.moderation
  const last = lastSaid.get(person.participant)
  if (slow.seconds === null || last === undefined || isStaff(person.role)) return null
  const retryAfter = last + slow.seconds * 1_000 - now
  if (retryAfter <= 0) return null
  const seconds = Math.ceil(retryAfter / 1_000)
  const message = `Slow mode: you can write again in ${seconds} s.`
  return { ...refuse('rateLimited', message, 'slow-mode'), retryAfter }
}
