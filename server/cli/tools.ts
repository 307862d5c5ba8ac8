// The parts of the server that the command line uses, opened on the database it works on.
import type { Pool } from 'pg'
import { createAccounts, type AccountStore } from '../auth/accounts.ts'
import type { Clock } from '../auth/clock.ts'
import { createKeyRing, type KeyRing } from '../auth/keys.ts'
import { createLinks, type OneTimeLinks } from '../auth/links.ts'
import { createSessions, type SessionStore } from '../auth/sessions.ts'
import { createInvites, type InviteStore } from '../catalogue/invites.ts'
import { startClock } from '../clock.ts'
import { migrate } from '../storage/migrate.ts'
import { openRegister } from '../media/register.ts'
import { createOperation, type Operation } from '../operation/operation.ts'
import { openPools } from '../storage/pools.ts'
import type { CliConfig } from './config.ts'
import { openStates } from './states.ts'

export interface Tools extends AsyncDisposable {
  readonly db: Pool
  readonly clock: Clock
  readonly accounts: AccountStore
  readonly sessions: SessionStore
  readonly links: OneTimeLinks
  readonly keys: KeyRing
  readonly invites: InviteStore
  readonly operation: Operation
}

export async function openTools({ database, publicUrl }: CliConfig): Promise<Tools> {
  await migrate(database)
  const pools = openPools({ url: database })
  const db = pools.read
  const clock = await startClock(db)
  const states = openStates(pools, clock)
  const operation = createOperation({
    db,
    register: openRegister(db),
    now: () => clock.now(),
    stateOf: (room) => states.of(room),
  })
  return {
    db,
    clock,
    accounts: createAccounts({ db, clock }),
    sessions: createSessions({ db, clock }),
    links: createLinks({ db, clock, publicUrl }),
    keys: createKeyRing({ db, clock }),
    invites: createInvites({ db, clock, publicUrl }),
    operation,
    async [Symbol.asyncDispose]() {
      await states[Symbol.asyncDispose]()
      clock.close()
      await pools.close()
    },
  }
}
