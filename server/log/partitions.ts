// Keeps a partition of `facts` for this month and the coming ones. Whatever has none lies in the default
// partition, so nothing ever fails for want of one.
import type { Pool } from 'pg'
import { z } from 'zod'
import { every, type Clock, type Stop } from '../clock.ts'
import { rows, transaction } from '../storage/query.ts'
import type { LogRecorder } from './recorder.ts'

const monthsAhead = 3
const everyMs = 12 * 60 * 60 * 1_000

export interface Month {
  readonly table: string
  /** The first UUIDv7 of the month, and of the next. */
  readonly from: string
  readonly to: string
}

function firstIdOf(moment: number): string {
  const hex = moment.toString(16).padStart(12, '0')
  return `${hex.slice(0, 8)}-${hex.slice(8)}-0000-0000-000000000000`
}

/** The partition of the month `ahead` months after the one of `now`. */
export function monthOf(now: number, ahead = 0): Month {
  const date = new Date(now)
  const year = date.getUTCFullYear()
  const month = date.getUTCMonth() + ahead
  const start = new Date(Date.UTC(year, month))
  return {
    table: `facts_${start.toISOString().slice(0, 7).replace('-', '_')}`,
    from: firstIdOf(start.getTime()),
    to: firstIdOf(Date.UTC(year, month + 1)),
  }
}

/**
 * Makes what is missing and answers its names. Attaching a table that was made apart locks far less than
 * making it in place; a month whose facts already lie in the default partition stays there.
 */
export async function makePartitions(pool: Pool, now: number): Promise<string[]> {
  const months = Array.from({ length: monthsAhead + 1 }, (_, ahead) => monthOf(now, ahead))
  const found = await rows(
    pool,
    {
      text: `SELECT name FROM unnest($1::text[]) AS name WHERE to_regclass(name) IS NOT NULL`,
      values: [months.map(({ table }) => table)],
    },
    z.object({ name: z.string() }),
  )
  const there = new Set(found.map(({ name }) => name))
  const missing = months.filter(({ table }) => !there.has(table))
  const made: string[] = []
  for (const month of missing) if (await makePartition(pool, month)) made.push(month.table)
  return made
}

async function makePartition(pool: Pool, { table, from, to }: Month): Promise<boolean> {
  return transaction(pool, async (client) => {
    await client.query(`SET LOCAL lock_timeout = '2s'`)
    // Two nodes may start together.
    await client.query(`SELECT pg_advisory_xact_lock(hashtext('lyceum partitions'))`)
    const there = await client.query(`SELECT FROM facts WHERE log >= $1 AND log < $2 LIMIT 1`, [
      from,
      to,
    ])
    const name = await client.query(`SELECT FROM pg_class WHERE oid = to_regclass($1)`, [table])
    if (there.rowCount !== 0 || name.rowCount !== 0) return false
    await client.query(`CREATE TABLE ${table} (LIKE facts INCLUDING ALL)`)
    await client.query(
      `ALTER TABLE facts ATTACH PARTITION ${table} FOR VALUES FROM ('${from}') TO ('${to}')`,
    )
    return true
  })
}

export interface KeepPartitionsOptions {
  /** The jobs pool: waiting for a lock must hold up nobody. */
  readonly pool: Pool
  readonly clock: Clock
  readonly recorder: LogRecorder
}

/** Makes partitions now and twice a day; the answer stops it. */
export async function keepPartitions(options: KeepPartitionsOptions): Promise<Stop> {
  const { pool, clock, recorder } = options
  const make = async () => {
    try {
      await makePartitions(pool, clock.now())
    } catch (error) {
      recorder.failed('making partitions', error)
    }
  }
  await make()
  return every(clock, everyMs, make)
}
