import { Pool } from 'pg'
import { expect, test } from 'vitest'
import { isOutage } from './query.ts'

test('a database that cannot be reached is an outage', async () => {
  // Port 1 of loopback: nobody listens there.
  const pool = new Pool({ connectionString: 'postgres://nobody@127.0.0.1:1/none' })
  const error: unknown = await pool.query('SELECT 1').catch((reason: unknown) => reason)
  await pool.end()
  expect(isOutage(error)).toBe(true)
})

test('a bug is not an outage', () => {
  expect(isOutage(new TypeError('x is undefined'))).toBe(false)
  expect(isOutage('Connection terminated')).toBe(false)
})
