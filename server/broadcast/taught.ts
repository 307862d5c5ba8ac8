// The class that somebody teaches now, or next: where a stream with a key of theirs goes.
import type { Pool } from 'pg'
import { z } from 'zod'
import { id } from '../../shared/contract/fields.ts'
import type { AccountId, RoomId } from '../../shared/ids.ts'
import { row } from '../storage/query.ts'

/** A class that is planned further away than this is not meant, in ms. */
const near = 12 * 3600_000

/** What is live first, then where people wait, then what is planned the nearest. */
export async function classTaughtBy(
  db: Pool,
  { account, now }: { readonly account: AccountId; readonly now: number },
): Promise<RoomId | null> {
  const text = `SELECT c.room FROM classes c
    WHERE (c.host = $1 OR EXISTS
        (SELECT 1 FROM class_staff s WHERE s.room = c.room AND s.account = $1))
      AND (c.state IN ('live', 'lobby')
        OR (c.state = 'scheduled' AND c.starts_at BETWEEN $2::bigint - ${near} AND $2::bigint + ${near}))
    ORDER BY array_position(ARRAY['live', 'lobby', 'scheduled'], c.state),
      abs(coalesce(c.starts_at, c.created_at) - $2::bigint), c.room
    LIMIT 1`
  const values = [account, Math.round(now)]
  return (await row(db, { text, values }, z.object({ room: id<'room'>() })))?.room ?? null
}
