// The table of accounts: who can sign in, what they may do on the installation. It knows nothing of
// cookies, courses or rooms.
import type { Pool } from 'pg'
import { z } from 'zod'
import type { AccountEntry, Me } from '../../shared/contract/http/entities.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type AccountId } from '../../shared/ids.ts'
import { installationRoles, type InstallationRole } from '../../shared/roles.ts'
import { row, rows, run, type Queryable } from '../storage/query.ts'
import type { Clock } from './clock.ts'

const columns = `a.id, a.login, a.name, a.role, a.teaches, a.language, a.disabled,
  a.password IS NOT NULL AS has_password, a.created_at, a.last_seen_at`

const stored = z
  .object({
    id: z.uuid(),
    login: z.string(),
    name: z.string(),
    role: z.enum(installationRoles),
    teaches: z.boolean(),
    language: z.string().nullable(),
    disabled: z.boolean(),
    has_password: z.boolean(),
    created_at: z.number(),
    last_seen_at: z.number().nullable(),
  })
  .transform(({ id, has_password, created_at, last_seen_at, ...same }) => ({
    ...same,
    id: id as AccountId,
    hasPassword: has_password,
    createdAt: created_at,
    lastSeenAt: last_seen_at,
  }))

export type Account = AccountEntry
/** For queries of neighbours that join accounts as `a`. */
export const accountColumns = columns
export const accountRow = stored

export function isOperator(account: { readonly role: InstallationRole }): boolean {
  return account.role !== 'member'
}

export function disabledAccount(): LyceumError {
  const text = 'This account is disabled; ask the people who run this site.'
  return new LyceumError('forbidden', text, { reason: 'disabled' })
}

/** What one may know of oneself. */
export function meOf(account: Account): Me {
  const { id, login, name, role, teaches, language, hasPassword } = account
  return { id, login, name, role, teaches: teaches || isOperator(account), language, hasPassword }
}

export interface NewAccount {
  readonly login: string
  readonly name: string
  readonly role?: InstallationRole
  readonly teaches?: boolean
  /** A hash. */
  readonly password?: string | null
}

export interface AccountChanges {
  readonly name?: string | undefined
  readonly role?: InstallationRole | undefined
  readonly teaches?: boolean | undefined
  readonly disabled?: boolean | undefined
  readonly language?: string | null | undefined
  readonly password?: string | null | undefined
}

const changeable = ['name', 'role', 'teaches', 'disabled', 'language', 'password'] as const

export interface AccountStore {
  find(id: AccountId): Promise<Account | null>
  get(id: AccountId): Promise<Account>
  byLogin(login: string): Promise<(Account & { readonly password: string | null }) | null>
  passwordOf(id: AccountId): Promise<string | null>
  hasOwner(): Promise<boolean>
  list(page: { search: string; limit: number; offset: number }): Promise<{
    accounts: Account[]
    total: number
  }>
  /** Null when the login is taken. */
  create(account: NewAccount, on?: Queryable): Promise<Account | null>
  update(id: AccountId, changes: AccountChanges): Promise<Account>
}

const pattern = (search: string): string => `%${search.replace(/[\\%_]/g, '\\$&').toLowerCase()}%`

async function listAccounts(
  db: Pool,
  { search, limit, offset }: { search: string; limit: number; offset: number },
): Promise<{ accounts: Account[]; total: number }> {
  const where = `lower(name) LIKE $1 OR login LIKE $1`
  const values = [pattern(search)]
  const count = { text: `SELECT count(*)::int AS total FROM accounts WHERE ${where}`, values }
  const page = {
    text: `SELECT ${columns} FROM accounts a WHERE ${where}
      ORDER BY lower(name), id LIMIT $2 OFFSET $3`,
    values: [...values, limit, offset],
  }
  const accounts = await rows(db, page, stored)
  const found = await row(db, count, z.object({ total: z.number() }))
  return { accounts, total: found?.total ?? 0 }
}

export function createAccounts({ db, clock }: { db: Pool; clock: Clock }): AccountStore {
  const find = (id: AccountId): Promise<Account | null> =>
    row(db, { text: `SELECT ${columns} FROM accounts a WHERE id = $1`, values: [id] }, stored)

  const get = async (id: AccountId): Promise<Account> => {
    const account = await find(id)
    if (account === null) throw new LyceumError('missing', 'There is no such account.')
    return account
  }

  const passwordOf = async (id: AccountId): Promise<string | null> => {
    const found = await row(
      db,
      { text: 'SELECT password FROM accounts WHERE id = $1', values: [id] },
      z.object({ password: z.string().nullable() }),
    )
    return found?.password ?? null
  }

  return {
    find,
    get,
    passwordOf,
    async byLogin(login) {
      const text = `SELECT ${columns} FROM accounts a WHERE login = $1`
      const account = await row(db, { text, values: [login] }, stored)
      return account && { ...account, password: await passwordOf(account.id) }
    },
    async hasOwner() {
      const text = `SELECT 1 AS one FROM accounts WHERE role = 'owner'`
      return (await row(db, { text }, z.unknown())) !== null
    },
    list: (page) => listAccounts(db, page),
    create({ login, name, role = 'member', teaches = false, password = null }, on = db) {
      return row(
        on,
        {
          text: `INSERT INTO accounts AS a (id, login, name, role, teaches, password, created_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (login) DO NOTHING RETURNING ${columns}`,
          values: [newId(), login, name, role, teaches, password, clock.now()],
        },
        stored,
      )
    },
    async update(id, changes) {
      const given = changeable.filter((key) => changes[key] !== undefined)
      if (given.length > 0) {
        const sets = given.map((key, index) => `${key} = $${index + 2}`).join(', ')
        const values = [id, ...given.map((key) => changes[key])]
        await run(db, { text: `UPDATE accounts SET ${sets} WHERE id = $1`, values })
      }
      return get(id)
    },
  }
}
