// Who a person is in a room: the same participant at every return, found by account or by the secret in
// the guest's browser. It knows nothing of links or of what happens inside.
import type { Pool } from 'pg'
import { z } from 'zod'
import {
  newId,
  type AccountId,
  type InviteId,
  type ParticipantId,
  type RoomId,
} from '../../shared/ids.ts'
import { roles, type Role } from '../../shared/roles.ts'
import { row, rows, run } from '../storage/query.ts'
import type { Clock } from './clock.ts'
import { hashSecret } from './secrets.ts'

export interface Seat {
  readonly participant: ParticipantId
  readonly room: RoomId
  readonly account: AccountId | null
  /** By the link; a browser's seats are told apart by it. */
  readonly role: Role
  /** Given to a guest in class; outweighs the link's. */
  readonly appointed: Role | null
  readonly name: string
  /** The link they came by, if by any. */
  readonly invite: InviteId | null
}

/** Who asks for a seat; an account outweighs what the browser remembers of a guest. */
export type Sitter =
  | { readonly kind: 'account'; readonly account: AccountId }
  | { readonly kind: 'guest'; readonly secret: string }

export function sitterOf(caller: {
  readonly account: { readonly id: AccountId } | null
  readonly guest: string | null
}): Sitter | null {
  if (caller.account !== null) return { kind: 'account', account: caller.account.id }
  return caller.guest === null ? null : { kind: 'guest', secret: caller.guest }
}

export interface SeatStore {
  /** All of a sitter's seats in a room, the last used first. */
  of(room: RoomId, sitter: Sitter): Promise<Seat[]>
  /** Takes a seat, or comes back to it with this role and name. */
  take(seat: {
    room: RoomId
    sitter: Sitter
    role: Role
    name: string
    invite: InviteId | null
  }): Promise<Seat>
  setRole(room: RoomId, account: AccountId, role: Role): Promise<ParticipantId | null>
  /** Keeps a role that a guest was given in class. */
  appoint(room: RoomId, participant: ParticipantId, role: Role): Promise<void>
  /** The seats of a guest's browser become an account's; answers how many. */
  adopt(secret: string, account: AccountId): Promise<number>
}

const columns = 'participant, room, account, role, appointed, name, invite'
const stored = z
  .object({
    participant: z.uuid(),
    room: z.uuid(),
    account: z.uuid().nullable(),
    role: z.enum(roles),
    appointed: z.enum(roles).nullable(),
    name: z.string(),
    invite: z.uuid().nullable(),
  })
  .transform((seat) => seat as Seat)

/** A seat keeps the link that gives most. */
const bestInvite = `(SELECT i.id FROM invites i WHERE i.id IN (seats.invite, excluded.invite)
  ORDER BY array_position(ARRAY[${roles.map((role) => `'${role}'`).join(', ')}], i.role) LIMIT 1)`

export function createSeats({ db, clock }: { db: Pool; clock: Clock }): SeatStore {
  return {
    of(room, sitter) {
      const mine = sitter.kind === 'account' ? 'account = $2' : 'account IS NULL AND guest = $2'
      const text = `SELECT ${columns} FROM seats WHERE room = $1 AND ${mine}
        ORDER BY (account IS NOT NULL AND main) DESC, used_at DESC`
      const who = sitter.kind === 'account' ? sitter.account : hashSecret(sitter.secret)
      return rows(db, { text, values: [room, who] }, stored)
    },
    async take({ room, sitter, role, name, invite }) {
      const account = sitter.kind === 'account' ? sitter.account : null
      const guest = sitter.kind === 'guest' ? hashSecret(sitter.secret) : null
      const target =
        account === null
          ? '(room, guest, role) WHERE guest IS NOT NULL AND account IS NULL'
          : '(room, account) WHERE account IS NOT NULL AND main'
      const taken = await row(
        db,
        {
          text: `INSERT INTO seats (participant, room, account, guest, role, name, invite, created_at, used_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $8)
            ON CONFLICT ${target} DO UPDATE SET role = $5, name = $6, used_at = $8, invite = ${bestInvite}
            RETURNING ${columns}`,
          values: [newId(), room, account, guest, role, name, invite, clock.now()],
        },
        stored,
      )
      if (taken === null) throw new Error('a seat was neither made nor found')
      return taken
    },
    async setRole(room, account, role) {
      const text = `UPDATE seats SET role = $3 WHERE room = $1 AND account = $2 AND main
        RETURNING ${columns}`
      const seat = await row(db, { text, values: [room, account, role] }, stored)
      return seat?.participant ?? null
    },
    async appoint(room, participant, role) {
      const text = 'UPDATE seats SET appointed = $3 WHERE room = $1 AND participant = $2'
      await run(db, { text, values: [room, participant, role] })
    },
    adopt(secret, account) {
      // Where the account has a seat already, or the guest had several, one is the main one.
      const text = `UPDATE seats s SET account = $2, main = (
          NOT EXISTS (SELECT 1 FROM seats o WHERE o.room = s.room AND o.account = $2 AND o.main)
          AND s.participant = (SELECT f.participant FROM seats f
            WHERE f.room = s.room AND f.guest = $1 AND f.account IS NULL
            ORDER BY f.used_at DESC LIMIT 1))
        WHERE guest = $1 AND account IS NULL`
      return run(db, { text, values: [hashSecret(secret), account] })
    },
  }
}
