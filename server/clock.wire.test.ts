import { expect, it } from 'vitest'
import { z } from 'zod'
import { freshDatabase } from '../infra/test/postgres.ts'
import { machineClock, startClock } from './clock.ts'
import { openPools } from './storage/pools.ts'
import { row } from './storage/query.ts'

it("tells PostgreSQL's time and never runs backwards", async () => {
  await using db = await freshDatabase()
  await using pools = openPools({ url: db.url })
  const clock = await startClock(pools.read)
  const before = clock.now()
  const asked = await row(
    pools.read,
    { text: 'SELECT floor(extract(epoch FROM clock_timestamp()) * 1000)::bigint AS now' },
    z.object({ now: z.int() }),
  )
  const after = clock.now()
  // Both clocks are this machine's; the bound is the error of an offset, not a speed.
  expect(asked?.now).toBeGreaterThan(before - 100)
  expect(asked?.now).toBeLessThan(after + 100)
  const moments = Array.from({ length: 1_000 }, () => clock.now())
  expect(moments).toEqual(moments.toSorted((a, b) => a - b))
  expect(moments.every(Number.isInteger)).toBe(true)
  clock.close()
})

it('runs what is delayed, unless it is undone', async () => {
  const ran: string[] = []
  const undo = machineClock.delay(1, () => ran.push('undone'))
  undo()
  await new Promise<void>((resolve) => machineClock.delay(5, resolve))
  expect(ran).toEqual([])
})
