// One-time sign-in links, which staff hand over until there is mail, and the code from the terminal
// with which the owner's account is made.
import type { Pool } from 'pg'
import { z } from 'zod'
import { LyceumError } from '../../shared/errors.ts'
import type { AccountId } from '../../shared/ids.ts'
import type { Clock } from './clock.ts'
import { row, run, transaction, type Queryable } from '../storage/query.ts'
import type { Account, AccountStore } from './accounts.ts'
import { hashPassword } from './passwords.ts'
import { hashSecret, isWholeLink, newCode, newLinkSecret, readCode } from './secrets.ts'

const linkLife = 7 * 24 * 3600_000

export interface OneTimeLinks {
  /** Earlier links of the account stop working. `url` is what to hand over. */
  make(account: AccountId): Promise<{ url: string; expiresAt: number }>
  /** Those that nobody has used stop working. */
  revoke(account: AccountId): Promise<void>
  /** Uses the link up; refused with what is wrong with it. */
  open(secret: string): Promise<AccountId>
}

const fate = z.object({
  expires_at: z.number(),
  used_at: z.number().nullable(),
  revoked_at: z.number().nullable(),
})

interface LinkOptions {
  readonly db: Pool
  readonly clock: Clock
  readonly publicUrl: string
}

export function createLinks({ db, clock, publicUrl }: LinkOptions): OneTimeLinks {
  const whyNot = async (hash: Buffer): Promise<LyceumError> => {
    const text = 'SELECT expires_at, used_at, revoked_at FROM one_time_links WHERE hash = $1'
    const link = await row(db, { text, values: [hash] }, fate)
    if (link === null)
      return new LyceumError('missing', 'There is no such link; ask for a new one.')
    if (link.used_at !== null) {
      return new LyceumError('expired', 'This link was used already; ask for a new one.', {
        reason: 'used',
      })
    }
    return new LyceumError(link.revoked_at === null ? 'expired' : 'revoked')
  }
  const revoke = async (account: AccountId, on: Queryable = db): Promise<void> => {
    const text = `UPDATE one_time_links SET revoked_at = $2
      WHERE account = $1 AND used_at IS NULL AND revoked_at IS NULL`
    await run(on, { text, values: [account, clock.now()] })
  }
  return {
    revoke: (account) => revoke(account),
    async make(account) {
      const secret = newLinkSecret()
      const now = clock.now()
      await transaction(db, async (client) => {
        await revoke(account, client)
        await run(client, {
          text: `INSERT INTO one_time_links (hash, account, created_at, expires_at)
            VALUES ($1, $2, $3, $4)`,
          values: [hashSecret(secret), account, now, now + linkLife],
        })
      })
      return { url: `${publicUrl}/sign-in?link=${secret}`, expiresAt: now + linkLife }
    },
    async open(secret) {
      if (!isWholeLink(secret)) throw new LyceumError('tampered')
      const hash = hashSecret(secret)
      const used = await row(
        db,
        {
          text: `UPDATE one_time_links SET used_at = $2 WHERE hash = $1 AND used_at IS NULL
            AND revoked_at IS NULL AND expires_at > $2 RETURNING account`,
          values: [hash, clock.now()],
        },
        z.object({ account: z.uuid() }),
      )
      if (used === null) throw await whyNot(hash)
      return used.account as AccountId
    },
  }
}

export interface SetUp {
  /** A fresh code to print, or null when there is an owner. */
  begin(): Promise<string | null>
  finish(owner: { code: string; login: string; name: string; password: string }): Promise<Account>
}

interface SetUpOptions {
  readonly db: Pool
  readonly clock: Clock
  readonly accounts: AccountStore
}

export function createSetUp({ db, clock, accounts }: SetUpOptions): SetUp {
  return {
    async begin() {
      if (await accounts.hasOwner()) return null
      const code = newCode()
      const text = 'INSERT INTO set_up_codes (hash, created_at) VALUES ($1, $2)'
      await run(db, { text, values: [hashSecret(code), clock.now()] })
      return code
    },
    async finish({ code, login, name, password }) {
      if (await accounts.hasOwner()) {
        throw new LyceumError('conflict', 'This installation has its owner; sign in instead.')
      }
      const hash = hashSecret(readCode(code))
      const known = { text: 'SELECT 1 AS one FROM set_up_codes WHERE hash = $1', values: [hash] }
      if ((await row(db, known, z.unknown())) === null) {
        throw new LyceumError('forbidden', 'This is not the code that the terminal printed last.')
      }
      const hashed = await hashPassword(password)
      return transaction(db, async (client) => {
        // Serialises two people with the same code; the index on the one owner is the last word.
        await client.query('LOCK TABLE set_up_codes IN EXCLUSIVE MODE')
        if ((await row(client, known, z.unknown())) === null) throw new LyceumError('conflict')
        await run(client, { text: 'DELETE FROM set_up_codes' })
        const owner = { login, name, role: 'owner', teaches: true, password: hashed } as const
        const account = await accounts.create(owner, client)
        if (account === null) throw loginTaken()
        return account
      })
    },
  }
}

export function loginTaken(): LyceumError {
  return new LyceumError('conflict', 'There is an account with this login; sign in instead.', {
    reason: 'login-taken',
  })
}
