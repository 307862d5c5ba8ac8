// Whether somebody at an HTTP door is banned from a class: whoever calls is known by their account, their
// seats and their browser, and the room decides.
import type { Refusal } from '../../shared/errors.ts'
import type { InviteId, RoomId } from '../../shared/ids.ts'
import { isStaff, type Role } from '../../shared/roles.ts'
import { deviceMark } from '../auth/secrets.ts'
import type { Seat } from '../auth/seats.ts'
import type { Caller } from '../http/handler.ts'
import type { RoomDoor } from './ports.ts'

interface Order {
  readonly room: RoomId
  readonly caller: Pick<Caller, 'account' | 'device'>
  /** The one that they have or would have. */
  readonly role: Role
  readonly seats: readonly Seat[]
  readonly invite: InviteId | null
}

/** Null for whoever is not banned. */
export function barredFrom(
  rooms: RoomDoor,
  { room, caller, role, seats, invite }: Order,
): Promise<Refusal | null> {
  if (isStaff(role)) return Promise.resolve(null)
  const account = caller.account?.id ?? null
  const mark = caller.device === null ? null : deviceMark(caller.device, room)
  const known = { account, mark, role }
  const newcomer = { ...known, participant: null, invite }
  const seated = seats.map((seat) => ({
    ...known,
    participant: seat.participant,
    invite: seat.invite,
  }))
  // Of whoever has a seat, another link opens no other way in.
  return rooms.barred(room, seats.length === 0 ? [newcomer] : seated)
}
