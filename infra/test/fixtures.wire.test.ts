import { Redis } from 'ioredis'
import { Client } from 'pg'
import { expect, it } from 'vitest'
import { freshDatabase } from './postgres.ts'
import { freshRedis } from './redis.ts'

async function ask(url: string, statement: string): Promise<unknown[]> {
  const client = new Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(statement)).rows
  } finally {
    await client.end()
  }
}

it('gives every caller a database of its own and drops it', async () => {
  let gone = ''
  {
    await using one = await freshDatabase()
    await using other = await freshDatabase()
    await ask(one.url, 'CREATE TABLE mine (id int)')
    await expect(ask(other.url, 'SELECT * FROM mine')).rejects.toThrow('does not exist')
    gone = one.url
  }
  await expect(ask(gone, 'SELECT 1')).rejects.toThrow('does not exist')
})

it('drops a database that somebody still uses', async () => {
  const db = await freshDatabase()
  const client = new Client({ connectionString: db.url })
  const cut = new Promise((resolve) => client.on('error', resolve))
  await client.connect()
  await db[Symbol.asyncDispose]()
  await expect(cut).resolves.toBeInstanceOf(Error)
})

it('starts a private Redis and stops it, even when it was stopped by a signal', async () => {
  let pid = 0
  {
    await using redis = await freshRedis()
    pid = redis.pid
    const client = new Redis(redis.url)
    await client.set('a', '1')
    expect(await client.get('a')).toBe('1')
    client.disconnect()
    process.kill(pid, 'SIGSTOP')
  }
  expect(() => process.kill(pid, 0)).toThrow('ESRCH')
})
