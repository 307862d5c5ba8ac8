// Who somebody is in a room, what they see and what they may: read by server and client alike, so it knows
// the contract's types only and nothing of its schemas.
import type { ParticipantId } from '../ids.ts'
import type { Actor } from '../log.ts'
import { allPermissions, can, isStaff, type Permission, type Subject } from '../roles.ts'
import { isInside } from './census.ts'
import { presence } from './people.ts'
import type { RoomState } from './state.ts'
import type { Viewer } from './viewer.ts'

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

/** Whoever the room does not know waits. */
export function viewerOf(room: RoomState, participant: ParticipantId): Viewer {
  const person = room.people.get(participant)
  if (person !== undefined && isStaff(person.role)) return { participant, kind: 'staff' }
  if (isOpen(room) && person?.admitted === true) return { participant, kind: 'member' }
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
