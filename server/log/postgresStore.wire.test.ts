import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { newId, type LogId } from '../../shared/ids.ts'
import { origin } from '../../shared/log.ts'
import { freshDatabase, type FreshDatabase } from '../../infra/test/postgres.ts'
import { migrate } from '../storage/migrate.ts'
import { openPools, type Pools } from '../storage/pools.ts'
import { makePartitions, monthOf } from './partitions.ts'
import { PostgresStore } from './postgresStore.ts'
import { rejectionSuite, storeSuite } from './testing/storeSuite.ts'

let db: FreshDatabase
let pools: Pools
beforeAll(async () => {
  db = await freshDatabase()
  await migrate(db.url)
  pools = openPools({ url: db.url })
})
afterAll(async () => {
  await pools.close()
  await db[Symbol.asyncDispose]()
})

describe('PostgreSQL store', () => {
  storeSuite(() => Promise.resolve(new PostgresStore(pools)))
  rejectionSuite(() => Promise.resolve(new PostgresStore(pools)))
})

describe('partitions', () => {
  const fact = {
    ...{ seq: 1, id: newId<'fact'>(), actor: null, key: 'k', ordinal: 0 },
    ...{ type: 'said', version: 1, visibleTo: 'all' as const, body: {}, redacts: [] },
  }
  const tableOf = async (log: LogId) => {
    const text = 'SELECT tableoid::regclass::text AS name FROM facts WHERE log = $1'
    return (await pools.read.query<{ name: string }>(text, [log])).rows[0]?.name
  }
  const add = async (log: LogId) => {
    const append = { log, kind: 'ledger', after: origin, facts: [fact], due: null }
    await new PostgresStore(pools).append([append])
    return tableOf(log)
  }

  it('are made ahead once, also by two nodes together', async () => {
    const now = Date.UTC(2031, 10, 20)
    const [a, b] = await Promise.all([
      makePartitions(pools.jobs, now),
      makePartitions(pools.jobs, now),
    ])
    const made = ['facts_2031_11', 'facts_2031_12', 'facts_2032_01', 'facts_2032_02']
    expect([...a, ...b].toSorted()).toEqual(made)
    expect(await makePartitions(pools.jobs, now)).toEqual([])
  })

  it('take the logs of their month; others lie in the default one, and stay there', async () => {
    const inMonth = (moment: number) => {
      const { from } = monthOf(moment)
      return (from.slice(0, 13) + newId().slice(13)) as LogId
    }
    await makePartitions(pools.jobs, Date.UTC(2033, 0, 5))
    expect(await add(inMonth(Date.UTC(2033, 1, 3)))).toBe('facts_2033_02')
    expect(await add(inMonth(Date.UTC(2035, 5, 3)))).toBe('facts_default')
    const made = await makePartitions(pools.jobs, Date.UTC(2035, 4, 5))
    expect(made).toEqual(['facts_2035_05', 'facts_2035_07', 'facts_2035_08'])
  })
})
