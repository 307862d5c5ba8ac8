// Who is signed in on which browser: a random secret in a cookie, its hash in the table.
import type { Pool } from 'pg'
import { z } from 'zod'
import type { AccountId } from '../../shared/ids.ts'
import type { Clock } from './clock.ts'
import { row, run } from '../storage/query.ts'
import { accountColumns, accountRow, type Account } from './accounts.ts'
import { hashSecret, newSecret } from './secrets.ts'

const day = 24 * 3600_000
/** A session ends this long after it was last used. */
export const sessionLife = 30 * day
/** How exactly its last use is known. */
const touchEvery = 10 * 60_000

export interface OpenSession {
  readonly secret: string
  readonly expiresAt: number
}

export interface SignedIn {
  readonly account: Account
  readonly byLink: boolean
}

export interface SessionStore {
  open(account: AccountId, how?: { byLink: boolean }): Promise<OpenSession>
  /** Null when there is no such session, it is over, or its account is disabled. */
  find(secret: string): Promise<SignedIn | null>
  /** By the mark that a token may bear. */
  lasts(mark: string): Promise<boolean>
  close(secret: string): Promise<void>
  /** Ends all sessions of an account, but the given one. */
  closeAll(account: AccountId, except?: string | null): Promise<void>
  /** Once a password is set, a session is like any other. */
  settle(secret: string): Promise<void>
  /** Removes what is over. */
  sweep(): Promise<void>
}

/** Tells a session from others, and opens nothing. */
export function markOf(secret: string): string {
  return hashSecret(secret).toString('base64url')
}

const found = z.looseObject({ by_link: z.boolean(), seen_at: z.number() }).transform((all) => ({
  byLink: all.by_link,
  seenAt: all.seen_at,
  account: accountRow.parse(all),
}))

interface SessionNeeds {
  readonly db: Pool
  readonly clock: Clock
}

function lasting({ db, clock }: SessionNeeds): SessionStore['lasts'] {
  return async (mark) => {
    const text = 'SELECT expires_at FROM sessions WHERE hash = $1 AND expires_at > $2'
    const values = [Buffer.from(mark, 'base64url'), clock.now()]
    return (await row(db, { text, values }, z.looseObject({}))) !== null
  }
}

export function createSessions({ db, clock }: SessionNeeds): SessionStore {
  const touch = async (hash: Buffer, account: AccountId): Promise<void> => {
    const now = clock.now()
    const text = 'UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE hash = $1'
    await run(db, { text, values: [hash, now, now + sessionLife] })
    const seen = 'UPDATE accounts SET last_seen_at = $2 WHERE id = $1'
    await run(db, { text: seen, values: [account, now] })
  }
  return {
    async open(account, how = { byLink: false }) {
      const secret = newSecret()
      const now = clock.now()
      await run(db, {
        text: `INSERT INTO sessions (hash, account, created_at, seen_at, expires_at, by_link)
          VALUES ($1, $2, $3, $3, $4, $5)`,
        values: [hashSecret(secret), account, now, now + sessionLife, how.byLink],
      })
      const seen = 'UPDATE accounts SET last_seen_at = $2 WHERE id = $1'
      await run(db, { text: seen, values: [account, now] })
      return { secret, expiresAt: now + sessionLife }
    },
    async find(secret) {
      const hash = hashSecret(secret)
      const session = await row(
        db,
        {
          name: 'session-find',
          text: `SELECT s.by_link, s.seen_at, ${accountColumns} FROM sessions s
            JOIN accounts a ON a.id = s.account
            WHERE s.hash = $1 AND s.expires_at > $2 AND NOT a.disabled`,
          values: [hash, clock.now()],
        },
        found,
      )
      if (session === null) return null
      if (clock.now() - session.seenAt > touchEvery) await touch(hash, session.account.id)
      return { account: session.account, byLink: session.byLink }
    },
    lasts: lasting({ db, clock }),
    async close(secret) {
      const text = 'DELETE FROM sessions WHERE hash = $1'
      await run(db, { text, values: [hashSecret(secret)] })
    },
    async closeAll(account, except = null) {
      const text = 'DELETE FROM sessions WHERE account = $1 AND hash IS DISTINCT FROM $2'
      await run(db, { text, values: [account, except === null ? null : hashSecret(except)] })
    },
    async settle(secret) {
      const text = 'UPDATE sessions SET by_link = false WHERE hash = $1'
      await run(db, { text, values: [hashSecret(secret)] })
    },
    async sweep() {
      await run(db, {
        text: 'DELETE FROM sessions WHERE expires_at < $1',
        values: [clock.now()],
      })
    },
  }
}
