import { expect, it } from 'vitest'
import { z } from 'zod'
import { freshDatabase } from '../../infra/test/postgres.ts'
import { migrate, readMigrations, type Migration } from './migrate.ts'
import { openPools } from './pools.ts'
import { row, rows, transaction } from './query.ts'

const first: Migration = { number: 1, name: '0001-first.sql', sql: 'CREATE TABLE one (n int)' }
const second: Migration = { number: 2, name: '0002-second.sql', sql: 'INSERT INTO one VALUES (7)' }

it('applies what is missing once, also when two nodes start together', async () => {
  await using db = await freshDatabase()
  const [a, b] = await Promise.all([migrate(db.url), migrate(db.url)])
  const names = (await readMigrations()).map(({ name }) => name)
  expect([...a, ...b]).toEqual(names)
  expect(await migrate(db.url)).toEqual([])
})

it('applies a later file, and one whose number was left out before', async () => {
  await using db = await freshDatabase()
  await migrate(db.url, [first])
  const later = { ...second, number: 5, name: '0005-later.sql' }
  expect(await migrate(db.url, [first, later])).toEqual(['0005-later.sql'])
  expect(await migrate(db.url, [first, second, later])).toEqual(['0002-second.sql'])
})

it('refuses a database newer than the code, in words', async () => {
  await using db = await freshDatabase()
  await migrate(db.url, [first, second])
  await expect(migrate(db.url, [first])).rejects.toThrow(/newer Lyceum .*0002-second\.sql/)
})

it('leaves nothing of a migration that fails', async () => {
  await using db = await freshDatabase()
  const bad = { ...second, sql: 'INSERT INTO one VALUES (7); SELECT nonsense' }
  await expect(migrate(db.url, [first, bad])).rejects.toThrow('0002-second.sql')
  await using pools = openPools({ url: db.url })
  expect(await rows(pools.read, { text: 'SELECT n FROM one' }, z.object({ n: z.int() }))).toEqual(
    [],
  )
  expect(await migrate(db.url, [first, second])).toEqual(['0002-second.sql'])
})

it('reads bigint as a number and checks rows', async () => {
  await using db = await freshDatabase()
  await using pools = openPools({ url: db.url })
  const statement = { name: 'n', text: 'SELECT $1::bigint AS n', values: [1_800_000_000_000] }
  expect(await row(pools.append, statement, z.object({ n: z.int() }))).toEqual({
    n: 1_800_000_000_000,
  })
  await expect(row(pools.append, statement, z.object({ n: z.string() }))).rejects.toThrow()
})

it('stops a statement that takes too long, and undoes a transaction that throws', async () => {
  await using db = await freshDatabase()
  await using pools = openPools({ url: db.url })
  const limits = { text: 'SHOW statement_timeout' }
  const shown = z.object({ statement_timeout: z.string() })
  expect(await row(pools.append, limits, shown)).toEqual({ statement_timeout: '5s' })
  const work = transaction(pools.read, async (client) => {
    await client.query('CREATE TABLE gone (n int)')
    throw new Error('no')
  })
  await expect(work).rejects.toThrow('no')
  const found = await row(
    pools.read,
    { text: `SELECT to_regclass('gone')::text AS name` },
    z.object({ name: z.string().nullable() }),
  )
  expect(found).toEqual({ name: null })
})
