// The routes of signing in and out, of the owner's set-up, and of one's own account.
import type { Pool } from 'pg'
import { z } from 'zod'
import type { authRoutes } from '../../shared/contract/http/auth.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { AccountId } from '../../shared/ids.ts'
import { accountOf, type Call, type Handlers } from '../http/handler.ts'
import { row } from '../storage/query.ts'
import { disabledAccount, meOf, type Account, type AccountStore } from './accounts.ts'
import type { OneTimeLinks, SetUp } from './links.ts'
import { checkPassword, hashPassword } from './passwords.ts'
import { newSecret } from './secrets.ts'
import type { SessionStore } from './sessions.ts'

export interface AuthParts {
  readonly db: Pool
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly links: OneTimeLinks
  readonly setUp: SetUp
  readonly publicUrl: string
  readonly demo: boolean
}

type AuthHandlers = Handlers<keyof typeof authRoutes>

export function authHandlers(parts: AuthParts): AuthHandlers {
  return { ...doors(parts), ...own(parts), ...feeds(parts) }
}

type Doors = 'auth.me' | 'auth.setUp' | 'auth.signIn' | 'auth.openLink' | 'auth.signOut'

function doors({ accounts, sessions, links, setUp, demo }: AuthParts): Handlers<Doors> {
  const signIn = async (call: Call, account: Account, byLink = false) => {
    // Whoever was signed in before on this browser is not any more.
    if (call.session !== null) await sessions.close(call.session)
    call.setSession(await sessions.open(account.id, { byLink }))
    return { account: meOf(account) }
  }
  return {
    'auth.me': async (_, { account }) => ({
      account: account && meOf(account),
      needsOwner: account === null && !(await accounts.hasOwner()),
      demo,
    }),
    'auth.setUp': async ({ body }, call) => signIn(call, await setUp.finish(body)),
    'auth.signIn': async ({ body }, call) => {
      const account = await accounts.byLogin(body.login)
      const right = await checkPassword(account?.password ?? null, body.password)
      if (account === null || !right) {
        throw new LyceumError('unauthenticated', 'Login or password is not right.', {
          reason: 'wrong-password',
        })
      }
      if (account.disabled) throw disabledAccount()
      return signIn(call, account)
    },
    'auth.openLink': async ({ body }, call) => {
      const account = await accounts.get(await links.open(body.link))
      if (account.disabled) throw disabledAccount()
      return signIn(call, account, true)
    },
    'auth.signOut': async ({ body }, call) => {
      if (call.account !== null && body.everywhere) await sessions.closeAll(call.account.id)
      if (call.session !== null) await sessions.close(call.session)
      call.setSession(null)
      return {}
    },
  }
}

type Own = 'auth.changePassword' | 'auth.update'

function own({ accounts, sessions, links }: AuthParts): Handlers<Own> {
  return {
    'auth.changePassword': async ({ body }, call) => {
      const account = accountOf(call)
      const stored = await accounts.passwordOf(account.id)
      // After a one-time link nobody asks for a password that may be forgotten.
      const free = stored === null || call.byLink
      const right = free || (await checkPassword(stored, body.current ?? ''))
      if (!right) {
        throw new LyceumError('forbidden', 'The present password is not right.', {
          reason: 'wrong-password',
        })
      }
      await accounts.update(account.id, { password: await hashPassword(body.next) })
      await sessions.closeAll(account.id, call.session)
      // Whoever holds one could set the password without knowing it.
      await links.revoke(account.id)
      if (call.session !== null) await sessions.settle(call.session)
      return {}
    },
    'auth.update': async ({ body }, call) => {
      return { account: meOf(await accounts.update(accountOf(call).id, body)) }
    },
  }
}

type Feeds = 'auth.feed' | 'auth.renewFeed'
const feedRow = z.object({ feed: z.string() })

function feeds({ db, publicUrl }: AuthParts): Handlers<Feeds> {
  const set = async (account: AccountId, text: string) => {
    const found = await row(db, { text, values: [account, newSecret()] }, feedRow)
    if (found === null) throw new LyceumError('missing')
    return { url: `${publicUrl}/api/calendar/${found.feed}.ics` }
  }
  const keep = 'UPDATE accounts SET feed = coalesce(feed, $2) WHERE id = $1 RETURNING feed'
  const renew = 'UPDATE accounts SET feed = $2 WHERE id = $1 RETURNING feed'
  return {
    'auth.feed': (_, call) => set(accountOf(call).id, keep),
    'auth.renewFeed': (_, call) => set(accountOf(call).id, renew),
  }
}
