// Who sees what one person says to another, to staff or to everybody, and what right that takes. Pure, and
// the same for the server that decides and the screen that offers.
import type { Recipient } from '../contract/chat.ts'
import type { ParticipantId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import { isStaff, type Permission, type Role } from '../roles.ts'

interface Party {
  readonly participant: ParticipantId
  readonly role: Role
}

export interface Audience {
  readonly visibleTo: Visibility
  readonly permission: Permission
}

/** What passes between staff and somebody who is not is at that person's desk, which all staff see. */
export function audienceAlone(from: Party, other: Party): Audience {
  const pair = [from.participant, other.participant].sort()
  if (!isStaff(from.role))
    return isStaff(other.role)
      ? { visibleTo: ['staff', from.participant], permission: 'chat.toStaff' }
      : { visibleTo: pair, permission: 'chat.private' }
  if (isStaff(other.role)) return { visibleTo: pair, permission: 'chat.staff' }
  return { visibleTo: ['staff', other.participant], permission: 'chat.staff' }
}

export function audienceOfMany(
  from: Party,
  to: Extract<Recipient, { kind: 'all' | 'staff' }>,
): Audience {
  if (to.kind === 'all') return { visibleTo: 'all', permission: 'chat.send' }
  return isStaff(from.role)
    ? { visibleTo: ['staff'], permission: 'chat.staff' }
    : { visibleTo: ['staff', from.participant], permission: 'chat.toStaff' }
}

/** To whom one writes to go on in a conversation. */
export function recipientIn(visibleTo: Visibility, me: ParticipantId): Recipient {
  if (typeof visibleTo === 'string') return { kind: 'all' }
  const other = visibleTo.find((one): one is ParticipantId => one !== 'staff' && one !== me)
  return other === undefined ? { kind: 'staff' } : { kind: 'person', participant: other }
}
