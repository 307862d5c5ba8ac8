// The pools of connections to PostgreSQL and their time limits: appending, reading and jobs never
// wait for each other. It knows nothing of tables.
import { Pool, TypeOverrides, types } from 'pg'

/** Each for its own kind of work, so that a slow export cannot hold up a class. */
export interface Pools extends AsyncDisposable {
  /** Short writes in the path of an acknowledgement. */
  readonly append: Pool
  /** Short reads, and writes nobody waits for within a class. */
  readonly read: Pool
  /** Long or heavy statements. */
  readonly jobs: Pool
  close(): Promise<void>
}

interface PoolShape {
  readonly name: string
  readonly max: number
  readonly statementMs: number
  /** Server settings of every connection, as `name=value`. */
  readonly settings: readonly string[]
}

// Appends and reads are index look-ups on tables that grow from empty: a plan made while they were
// empty would scan them.
const lookUps = ['enable_seqscan=off', 'enable_hashjoin=off', 'enable_mergejoin=off', 'jit=off']

const shapes = {
  append: { name: 'append', max: 4, statementMs: 5_000, settings: lookUps },
  read: { name: 'read', max: 8, statementMs: 5_000, settings: ['jit=off'] },
  jobs: { name: 'jobs', max: 4, statementMs: 120_000, settings: [] },
} as const satisfies Record<string, PoolShape>

const connectMs = 5_000
/** The client gives up after the server did, so that a lost answer is the exception. */
const answerSlackMs = 2_000

function numbers(): TypeOverrides {
  const overrides = new TypeOverrides()
  // Moments in milliseconds and counts all stay far below 2^53.
  overrides.setTypeParser(types.builtins.INT8, Number)
  return overrides
}

export interface PoolOptions {
  readonly url: string
  /** Told of errors on idle connections, which need no answer: the pool replaces them. */
  readonly onError?: (error: Error) => void
}

function makePool(shape: PoolShape, options: PoolOptions): Pool {
  const pool = new Pool({
    connectionString: options.url,
    application_name: `lyceum-${shape.name}`,
    max: shape.max,
    connectionTimeoutMillis: connectMs,
    idleTimeoutMillis: 60_000,
    keepAlive: true,
    statement_timeout: shape.statementMs,
    query_timeout: shape.statementMs + answerSlackMs,
    idle_in_transaction_session_timeout: shape.statementMs,
    types: numbers(),
    ...(shape.settings.length === 0
      ? {}
      : { options: shape.settings.map((setting) => `-c ${setting}`).join(' ') }),
  })
  pool.on('error', (error) => options.onError?.(error))
  return pool
}

export function openPools(options: PoolOptions): Pools {
  const append = makePool(shapes.append, options)
  const read = makePool(shapes.read, options)
  const jobs = makePool(shapes.jobs, options)
  let closing: Promise<void> | null = null
  const close = () => {
    closing ??= Promise.all([append.end(), read.end(), jobs.end()]).then(() => undefined)
    return closing
  }
  return { append, read, jobs, close, [Symbol.asyncDispose]: close }
}
