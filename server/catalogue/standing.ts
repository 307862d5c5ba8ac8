// Whether somebody whose token for a class runs out may have the next one: the same question that the door
// asks of who comes back. A seat by a link is theirs whatever became of the link; a role is no longer
// than what gave it.
import type { Pool } from 'pg'
import { z } from 'zod'
import { refuse, type Refusal } from '../../shared/errors.ts'
import type { AccountId, ParticipantId, RoomId } from '../../shared/ids.ts'
import { installationRoles } from '../../shared/roles.ts'
import { disabledAccount, isOperator } from '../auth/accounts.ts'
import type { SessionStore } from '../auth/sessions.ts'
import { row, rows } from '../storage/query.ts'
import type { ClassStore } from './classes.ts'

export interface Standing {
  /** Null for whoever may stay. */
  refusalFor(who: {
    participant: ParticipantId
    room: RoomId
    signIn: string | null
  }): Promise<Refusal | null>
  /** Which of these accounts may be used no longer. */
  disabledAmong(accounts: readonly AccountId[]): Promise<ReadonlySet<string>>
}

const notAnyMore = refuse(
  'forbidden',
  'You are not invited to this class any more; ask its staff for a link.',
  'not-invited',
)

/** Of this device alone: another may be signed in still, and this one may come in again by the door. */
const signedOut = {
  ...refuse('unauthenticated', 'You signed out; sign in again to come back.', 'signed-out'),
  retryAfter: 0,
}

const seatRow = z.object({ account: z.uuid().nullable() })
const ownerRow = z.object({ role: z.enum(installationRoles), disabled: z.boolean() })

export function createStanding({
  db,
  classes,
  sessions,
}: {
  readonly db: Pool
  readonly classes: Pick<ClassStore, 'find'>
  readonly sessions: Pick<SessionStore, 'lasts'>
}): Standing {
  const ofAccount = async (room: RoomId, account: AccountId): Promise<Refusal | null> => {
    const text = 'SELECT role, disabled FROM accounts WHERE id = $1'
    const owner = await row(db, { text, values: [account] }, ownerRow)
    if (owner === null || owner.disabled) return disabledAccount().refusal
    const seen = await classes.find(room, { account, guest: null, operator: isOperator(owner) })
    return (seen?.role ?? null) === null ? notAnyMore : null
  }
  return {
    async disabledAmong(accounts) {
      const text = 'SELECT id FROM accounts WHERE id = ANY($1::uuid[]) AND disabled'
      const found = await rows(db, { text, values: [accounts] }, z.object({ id: z.uuid() }))
      return new Set(found.map(({ id }) => id))
    },
    async refusalFor({ participant, room, signIn }) {
      const text = 'SELECT account FROM seats WHERE participant = $1 AND room = $2'
      const seat = await row(db, { text, values: [participant, room] }, seatRow)
      if (seat === null) return notAnyMore
      const refusal =
        seat.account === null ? null : await ofAccount(room, seat.account as AccountId)
      if (refusal !== null || signIn === null) return refusal
      return (await sessions.lasts(signIn)) ? null : signedOut
    },
  }
}
