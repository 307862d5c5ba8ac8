// Decides the life of a class: which step is legal from which phase, and when a class that nobody
// attends, or that runs over, warns and ends by itself.
import { refuse, type Refusal } from '../errors.ts'
import type { Draft } from '../log.ts'
import type { Permission } from '../roles.ts'
import { acted } from './acted.ts'
import type { CommandName, InputOf } from '../contract/index.ts'
import type { ClassSlice, Phase, WarningReason } from './class.ts'
import { draft, type Aftermath, type Deciders } from './command.ts'
import { censusOf } from './census.ts'
import type { RoomState } from './state.ts'

const minute = 60_000

/** How long after what a class warns and ends by itself, in ms. */
export const patience = {
  unattended: { warn: 13 * minute, end: 15 * minute },
  empty: { warn: 4 * minute, end: 5 * minute },
  overtime: { warn: 55 * minute, end: 60 * minute },
} as const

/** The lobby opens by itself this long before the planned start, in ms. */
export const lobbyAhead = 15 * minute

const said: Record<Phase, string> = {
  scheduled: 'has not been opened yet',
  lobby: 'has not started yet',
  live: 'is already live',
  ended: 'has ended',
  cancelled: 'was cancelled',
}

function step(room: RoomState, from: readonly Phase[], verb: string): Refusal | null {
  const { phase } = room.class
  if (from.includes(phase)) return null
  return refuse('illegalStep', `The class cannot be ${verb}: it ${said[phase]}.`, phase)
}

function since(slice: ClassSlice, reason: WarningReason): number | null {
  if (slice.phase !== 'live') return null
  if (reason === 'unattended') return slice.unattendedSince
  return reason === 'empty' ? slice.emptySince : slice.plannedEnd
}

const notDue = refuse('conflict', 'Not due.', 'not-due')

/** What went off and on, for the record. */
function switched(before: readonly Permission[], after: readonly Permission[]): Draft[] {
  const off = after.filter((one) => !before.includes(one))
  const on = before.filter((one) => !after.includes(one))
  return [
    ...(off.length === 0 ? [] : [acted('restricted', null, { permissions: off })]),
    ...(on.length === 0 ? [] : [acted('allowed', null, { permissions: on })]),
  ]
}

type Names = Extract<CommandName, `class.${string}`>

export const classDeciders: Deciders<Names> = {
  'class.schedule': (room, input) =>
    step(room, ['scheduled', 'lobby', 'live'], 'rescheduled') ?? [
      draft('class.scheduled', input, 'everyone'),
    ],
  'class.open': (room) =>
    step(room, ['scheduled'], 'opened') ?? [draft('class.opened', {}, 'everyone')],
  'class.start': (room) =>
    step(room, ['scheduled', 'lobby'], 'started') ?? [draft('class.started', {}, 'everyone')],
  'class.end': (room) =>
    step(room, ['live'], 'ended') ?? [draft('class.ended', { reason: 'staff' }, 'everyone')],
  'class.reopen': (room) =>
    step(room, ['ended'], 'reopened') ?? [draft('class.reopened', {}, 'everyone')],
  'class.cancel': (room) =>
    step(room, ['scheduled', 'lobby'], 'cancelled') ?? [draft('class.cancelled', {}, 'everyone')],
  'class.extend': (room, { minutes }, { now }) =>
    step(room, ['live'], 'extended') ?? [
      draft('class.extended', { until: now + minutes * minute }, 'everyone'),
    ],
  'class.configure': (room, input) => {
    const { forbidden: before, note } = room.class
    const forbidden = [...(input.forbidden ?? before)]
    return [
      ...switched(before, forbidden),
      draft('class.configured', { forbidden, note: input.note ?? note }, 'everyone'),
    ]
  },
  'class.warn': (room, { reason }, { now }) => {
    const start = since(room.class, reason)
    if (start === null || now < start + patience[reason].warn) return notDue
    if (room.class.warning?.reason === reason) return []
    return [draft('class.warned', { reason, endsAt: start + patience[reason].end }, 'everyone')]
  },
  'class.expire': (room, { reason }, { now }) => {
    const start = since(room.class, reason)
    if (start === null || now < start + patience[reason].end) return notDue
    return [draft('class.ended', { reason }, 'everyone')]
  },
}

/** Says when the last of the staff, or anybody, is gone from a live class, and when they are back. */
export const classAftermath: Aftermath = (before, after) => {
  if (after.class.phase !== 'live') return []
  if (before.people === after.people && before.class.phase === after.class.phase) return []
  const { unattendedSince, emptySince } = after.class
  const { staff, here } = censusOf(after.people)
  const [unattended, empty] = [staff === 0, here === 0]
  const drafts = []
  if (unattended !== (unattendedSince !== null))
    drafts.push(draft(unattended ? 'class.unattended' : 'class.attended', {}, 'everyone'))
  if (empty !== (emptySince !== null))
    drafts.push(draft(empty ? 'class.emptied' : 'class.peopled', {}, 'everyone'))
  return drafts
}

/** A command that falls due by itself; the key is the same whichever node sends it. */
export interface Chore<Name extends CommandName = CommandName> {
  readonly at: number
  readonly key: string
  readonly name: Name
  readonly input: InputOf<Name>
}

function chore(at: number, name: 'class.warn' | 'class.expire', reason: WarningReason): Chore {
  return { at, key: `${name}:${reason}:${at}`, name, input: { reason } }
}

export function classChores({ class: slice }: RoomState): Chore[] {
  if (slice.phase === 'scheduled' && slice.startsAt !== null) {
    const at = slice.startsAt - lobbyAhead
    return [{ at, key: `class.open:${at}`, name: 'class.open', input: {} }]
  }
  return (['unattended', 'empty', 'overtime'] as const).flatMap((reason) => {
    const start = since(slice, reason)
    if (start === null) return []
    const expire = chore(start + patience[reason].end, 'class.expire', reason)
    if (slice.warning?.reason === reason) return [expire]
    return [chore(start + patience[reason].warn, 'class.warn', reason), expire]
  })
}
