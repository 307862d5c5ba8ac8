// A command as the room decides it, who is asking, and what deciders are made of.
import {
  facts,
  type BodyOf,
  type CommandName,
  type FactType,
  type InputOf,
} from '../contract/index.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { ParticipantId } from '../ids.ts'
import type { Actor, DecideContext, Decision, Draft, Fact, Visibility } from '../log.ts'
import { allPermissions, can, isStaff, type Permission, type Subject } from '../roles.ts'
import { isInside } from './census.ts'
import { presence } from './people.ts'
import type { RoomState } from './state.ts'
import type { Viewer } from './viewer.ts'

export interface RoomCommand<Name extends CommandName = CommandName> {
  readonly name: Name
  /** Parsed by the contract's schema. */
  readonly input: InputOf<Name>
  /** The earlier facts that the contract says this command reads. */
  readonly named?: readonly Fact[]
  /** The actor's name in what they take part in unknown; leads back to nobody. */
  readonly blind?: string
}

export interface RoomContext extends DecideContext {
  readonly named: readonly Fact[]
  readonly blind: string | null
}

export type Deciders<Names extends CommandName> = {
  readonly [Name in Names]: (
    room: RoomState,
    input: InputOf<Name>,
    context: RoomContext,
  ) => Decision
}

/** What follows from a change, appended in the same batch: hands of people who left, sources they held. */
export type Aftermath = (before: RoomState, after: RoomState) => readonly Draft[]

export function draft<Type extends FactType>(
  type: Type,
  body: BodyOf<Type>,
  visibleTo: Visibility = 'all',
): Draft {
  return { type, version: facts[type].version, visibleTo, body }
}

/** Outside a live class, who is not staff can only come, wait, look and leave. */
const always: readonly Permission[] = ['people.self', 'class.see', 'people.list']
const notOutside = allPermissions.filter((permission) => !always.includes(permission))

/** Null for whoever is not in the room; who has left is not. */
export function subjectOf(room: RoomState, actor: Actor): Subject | null {
  const person = actor === 'system' ? undefined : room.people.get(actor)
  if (person === undefined || presence(person) === 'left') return null
  const { role, granted, denied } = person
  return { role, granted, denied: isInside(person) ? denied : notOutside }
}

/** Whether those who were let in see the class; before it only staff do. */
export function isOpen({ class: { phase } }: Pick<RoomState, 'class'>): boolean {
  return phase === 'live' || phase === 'ended'
}

export function viewerOf(room: RoomState, participant: ParticipantId): Viewer {
  const person = room.people.get(participant)
  if (person !== undefined && isStaff(person.role)) return { participant, kind: 'staff' }
  if (isOpen(room) && person?.admitted !== false) return { participant, kind: 'member' }
  const sent = room.moderation.sent.get(participant)
  if (sent === undefined) return { participant, kind: 'waiting' }
  return { participant, kind: 'waiting', sent: { act: sent.act, reason: sent.reason } }
}

export function allowed(room: RoomState, subject: Subject, permission: Permission): boolean {
  if (!can(subject, permission, { forbidden: room.class.forbidden })) return false
  return room.class.phase === 'live' || isStaff(subject.role) || always.includes(permission)
}

export function mayDo(
  room: RoomState,
  participant: ParticipantId,
  permission: Permission,
): boolean {
  const subject = subjectOf(room, participant)
  return subject !== null && allowed(room, subject, permission)
}

export const notThere: Refusal = refuse('missing', 'That person is not in this class.', 'nobody')
