// One typed way to ask PostgreSQL: every row is checked against a schema before anybody sees it.
import type { Pool, PoolClient } from 'pg'
import type { z } from 'zod'

export interface Statement {
  /** Named statements are parsed once per connection. */
  readonly name?: string
  readonly text: string
  readonly values?: readonly unknown[]
}

export type Queryable = Pool | PoolClient

/** Rows of `statement`, each parsed by `schema`. */
export async function rows<Row extends z.ZodType>(
  on: Queryable,
  statement: Statement,
  schema: Row,
): Promise<z.output<Row>[]> {
  const result = await on.query<Record<string, unknown>>(toConfig(statement))
  return result.rows.map((row) => schema.parse(row))
}

/** The first row, or null. */
export async function row<Row extends z.ZodType>(
  on: Queryable,
  statement: Statement,
  schema: Row,
): Promise<z.output<Row> | null> {
  const found = await rows(on, statement, schema)
  return found[0] ?? null
}

/** Runs a statement whose rows do not matter; answers how many it touched. */
export async function run(on: Queryable, statement: Statement): Promise<number> {
  const result = await on.query(toConfig(statement))
  return result.rowCount ?? 0
}

/** All or nothing: `work` on one connection inside BEGIN and COMMIT. Never for appends to a log. */
export async function transaction<Result>(
  pool: Pool,
  work: (client: PoolClient) => Promise<Result>,
): Promise<Result> {
  const client = await pool.connect()
  let broken: Error | undefined
  // The pool listens to idle clients only; an error that nobody hears would end the process.
  const lost = (error: Error) => {
    broken = error
  }
  client.on('error', lost)
  try {
    await client.query('BEGIN')
    const result = await work(client)
    await client.query('COMMIT')
    return result
  } catch (error) {
    await client.query('ROLLBACK').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure))
    })
    throw error
  } finally {
    client.off('error', lost)
    client.release(broken)
  }
}

const unreachable = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND'])
/** What `pg` says, without a code, of connections and answers that did not come. */
const brokenOff = /^(Connection terminated|timeout exceeded|Query read timeout)/

/** True when PostgreSQL could not be asked or gave up, which passes; false when it said no. */
export function isOutage(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  // Classes of SQLSTATE: 08 connection, 53 resources, 57 shut down or cancelled.
  if ('severity' in error && 'code' in error) return /^(08|53|57)/.test(String(error.code))
  if ('code' in error && unreachable.has(String(error.code))) return true
  return brokenOff.test(error.message)
}

function toConfig({ name, text, values }: Statement) {
  return {
    text,
    ...(name === undefined ? {} : { name }),
    ...(values ? { values: [...values] } : {}),
  }
}
