// Brings a database to the shape this code expects: numbered SQL files, forward only, each in its own
// transaction, under one lock so that nodes that start together are safe.
import { readdir, readFile } from 'node:fs/promises'
import { Client } from 'pg'

/** Any number that nothing else in the database uses for an advisory lock. */
const lock = 7_233_947_110
const folder = new URL('./migrations/', import.meta.url)
const fileName = /^(\d{4})-[a-z0-9-]+\.sql$/
const lockWait = '120s'

export interface Migration {
  readonly number: number
  readonly name: string
  readonly sql: string
}

/** The files of `server/storage/migrations`, in order. */
export async function readMigrations(): Promise<Migration[]> {
  const names = (await readdir(folder)).filter((name) => name.endsWith('.sql')).sort()
  const migrations: Migration[] = []
  for (const name of names) {
    const number = Number(fileName.exec(name)?.[1])
    if (!(number > 0)) throw new Error(`${name} is not named like 0001-what-it-does.sql`)
    if (migrations.at(-1)?.number === number) throw new Error(`Two migrations are called ${number}`)
    migrations.push({ number, name, sql: await readFile(new URL(name, folder), 'utf8') })
  }
  return migrations
}

/** Applies what is missing and answers the names of what it applied. */
export async function migrate(url: string, migrations?: readonly Migration[]): Promise<string[]> {
  const wanted = migrations ?? (await readMigrations())
  const client = new Client({ connectionString: url, connectionTimeoutMillis: 10_000 })
  // A connection that breaks between two queries is told by the next query.
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query(`SET lock_timeout = '${lockWait}'`)
    await client.query('SELECT pg_advisory_lock($1)', [lock])
    return await applyMissing(client, wanted)
  } finally {
    // Ending the session frees the lock.
    await client.end()
  }
}

async function applyMissing(client: Client, wanted: readonly Migration[]): Promise<string[]> {
  await client.query(`
    CREATE TABLE IF NOT EXISTS migrations (
      number integer PRIMARY KEY,
      name text NOT NULL,
      applied_at timestamptz NOT NULL DEFAULT now()
    )`)
  const { rows } = await client.query<{ number: number; name: string }>(
    'SELECT number, name FROM migrations ORDER BY number',
  )
  const known = new Set(wanted.map(({ number }) => number))
  const foreign = rows.filter(({ number }) => !known.has(number))
  if (foreign.length > 0) throw new Error(refusal(foreign.map(({ name }) => name)))
  const applied = new Set(rows.map(({ number }) => number))
  const missing = wanted.filter(({ number }) => !applied.has(number))
  for (const migration of missing) await apply(client, migration)
  return missing.map(({ name }) => name)
}

function refusal(foreign: readonly string[]): string {
  return (
    `This database was made by a newer Lyceum (it has ${foreign.join(', ')}). ` +
    'Start that version or a later one, or restore a backup from before the upgrade.'
  )
}

async function apply(client: Client, { number, name, sql }: Migration): Promise<void> {
  try {
    await client.query('BEGIN')
    await client.query(sql)
    await client.query('INSERT INTO migrations (number, name) VALUES ($1, $2)', [number, name])
    await client.query('COMMIT')
  } catch (error) {
    await client.query('ROLLBACK')
    throw new Error(`Migration ${name} failed: ${(error as Error).message}`, { cause: error })
  }
}
