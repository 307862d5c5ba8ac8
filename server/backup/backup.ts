// Backing up and restoring an installation, while it runs: one compressed tar of every table, read in one
// snapshot, and of every blob. It holds secrets: passwords' hashes, signing keys.
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGunzip, createGzip } from 'node:zlib'
import { Client } from 'pg'
import { extract, pack, type Entry, type Pack } from 'tar-stream'
import { z } from 'zod'
import { migrate, readMigrations } from '../storage/migrate.ts'
import { emptyTables, listTables, readTable, writeTable } from './tables.ts'

export interface Installation {
  readonly database: string
  /** The folder of blobs; null where there is none. */
  readonly blobs: string | null
}

export interface Contents {
  readonly rows: number
  readonly blobs: number
}

/** Something that the person at the terminal can mend; the message is all they need. */
export class BackupError extends Error {
  override readonly name = 'BackupError'
}

const manifest = z.object({
  lyceum: z.literal('backup'),
  version: z.literal(1),
  at: z.string(),
  migrations: z.array(z.string()),
})
type Manifest = z.output<typeof manifest>

async function connect(database: string): Promise<Client> {
  const client = new Client({ connectionString: database, connectionTimeoutMillis: 10_000 })
  // A connection that breaks is told by the next query.
  client.on('error', () => undefined)
  await client.connect()
  return client
}

/** Resolves when the tar has taken it, so that memory stays small while the file is slower. */
function put(
  tar: Pack,
  name: string,
  content: string | { size: number; from: Readable },
): Promise<void> {
  return new Promise((resolve, reject) => {
    const done = (error?: Error | null) => {
      if (error) reject(error)
      else resolve()
    }
    if (typeof content === 'string') {
      tar.entry({ name, mode: 0o600 }, content, done)
      return
    }
    const into = tar.entry({ name, mode: 0o600, size: content.size }, done)
    content.from.once('error', (error) => into.destroy(error))
    content.from.pipe(into)
  })
}

async function putTables(tar: Pack, database: string): Promise<number> {
  const client = await connect(database)
  let rows = 0
  try {
    await client.query('BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY')
    const applied = await client.query<{ name: string }>(
      'SELECT name FROM migrations ORDER BY number',
    )
    const migrations = applied.rows.map(({ name }) => name)
    const head: Manifest = {
      lyceum: 'backup',
      version: 1,
      at: new Date().toISOString(),
      migrations,
    }
    await put(tar, 'manifest.json', JSON.stringify(head))
    for (const table of await listTables(client)) {
      let part = 0
      for await (const lines of readTable(client, table)) {
        part += 1
        rows += lines.split('\n').length - 1
        await put(tar, `tables/${table}/${String(part).padStart(6, '0')}.jsonl`, lines)
      }
    }
    return rows
  } finally {
    await client.end()
  }
}

async function putBlobs(tar: Pack, folder: string | null): Promise<number> {
  if (folder === null || !existsSync(folder)) return 0
  const entries = await readdir(folder, { recursive: true, withFileTypes: true })
  let count = 0
  for (const entry of entries.filter((each) => each.isFile())) {
    const path = join(entry.parentPath, entry.name)
    const name = `blobs/${relative(folder, path).split(sep).join('/')}`
    if (await putFile(tar, path, name)) count += 1
  }
  return count
}

/** False for a file that went away since it was listed. */
async function putFile(tar: Pack, path: string, name: string): Promise<boolean> {
  const handle = await open(path).catch(() => null)
  if (handle === null) return false
  try {
    // Exactly as much as the header says, also of a file that grows.
    const { size } = await handle.stat()
    const end = Math.max(0, size - 1)
    const from = size === 0 ? Readable.from([]) : handle.createReadStream({ end, autoClose: false })
    await put(tar, name, { size, from })
    return true
  } finally {
    await handle.close()
  }
}

/** Writes beside the file first, so that a failed backup leaves an earlier one whole. */
export async function backup(from: Installation, file: string): Promise<Contents> {
  const target = resolve(file)
  const unfinished = `${target}.unfinished`
  const tar = pack()
  const written = pipeline(tar, createGzip(), createWriteStream(unfinished, { mode: 0o600 }))
  written.catch(() => undefined)
  try {
    const rows = await putTables(tar, from.database)
    const blobs = await putBlobs(tar, from.blobs)
    tar.finalize()
    await written
    await rename(unfinished, target)
    return { rows, blobs }
  } catch (error) {
    tar.destroy()
    await rm(unfinished, { force: true })
    throw error
  }
}

async function textOf(entry: Entry): Promise<string> {
  const parts: Buffer[] = []
  for await (const part of entry) parts.push(part)
  return Buffer.concat(parts).toString('utf8')
}

function readManifest(text: string): Manifest {
  const parsed = manifest.safeParse(JSON.parse(text))
  if (!parsed.success) throw new BackupError('This is no backup that this Lyceum can read.')
  return parsed.data
}

async function* entriesOf(file: string): AsyncGenerator<Entry> {
  if (!existsSync(file)) throw new BackupError(`There is no file ${file}.`)
  const tar = extract()
  const reading = pipeline(createReadStream(file), createGunzip(), tar)
  reading.catch(() => undefined)
  try {
    for await (const entry of tar) yield entry
    await reading
  } catch (error) {
    if (error instanceof BackupError) throw error
    throw new BackupError(`${file} is damaged, or no backup: ${(error as Error).message}`)
  }
}

async function readHead(file: string): Promise<Manifest> {
  for await (const entry of entriesOf(file)) {
    if (entry.header.name === 'manifest.json') return readManifest(await textOf(entry))
    break
  }
  throw new BackupError(`${file} is no backup of Lyceum.`)
}

/** Brings an empty database to the shape the backup was made in; a used one must have it or a later one. */
async function prepare(database: string, head: Manifest): Promise<void> {
  const known = await readMigrations()
  const names = new Set(known.map(({ name }) => name))
  const foreign = head.migrations.filter((name) => !names.has(name))
  if (foreign.length > 0) {
    throw new BackupError('This backup was made by a newer Lyceum; restore it with that one.')
  }
  await migrate(database)
}

async function isEmpty(client: Client): Promise<boolean> {
  const { rows } = await client.query(`SELECT 1 WHERE EXISTS (SELECT FROM accounts)
    OR EXISTS (SELECT FROM classes) OR EXISTS (SELECT FROM heads)`)
  return rows.length === 0
}

export interface RestoreOptions {
  /** Whatever is there now may be thrown away. */
  readonly replace: boolean
}

/**
 * All tables change in one transaction; a server that runs meanwhile loses its lease with them, sends
 * everybody away and begins anew on the restored state.
 */
export async function restore(
  into: Installation,
  file: string,
  { replace }: RestoreOptions,
): Promise<Contents> {
  const head = await readHead(file)
  await prepare(into.database, head)
  const client = await connect(into.database)
  try {
    if (!replace && !(await isEmpty(client))) {
      throw new BackupError(
        'This installation is in use. To replace everything in it by the backup, add --yes.',
      )
    }
    await client.query('BEGIN')
    await emptyTables(client)
    const contents = await takeEntries(client, file, into.blobs)
    await client.query('COMMIT')
    return contents
  } finally {
    await client.end()
  }
}

async function takeEntries(client: Client, file: string, blobs: string | null): Promise<Contents> {
  let rows = 0
  let files = 0
  for await (const entry of entriesOf(file)) {
    const [kind = '', ...rest] = entry.header.name.split('/')
    if (kind === 'tables') rows += await writeTable(client, rest[0] ?? '', await textOf(entry))
    else if (kind === 'blobs' && blobs !== null) {
      await takeBlob(entry, blobs, rest)
      files += 1
    } else entry.resume()
  }
  return { rows, blobs: files }
}

async function takeBlob(entry: Entry, folder: string, path: readonly string[]): Promise<void> {
  const target = resolve(folder, ...path)
  if (!target.startsWith(resolve(folder) + sep))
    throw new BackupError('The backup leaves its folder.')
  await mkdir(dirname(target), { recursive: true })
  await pipeline(entry, createWriteStream(target))
}

/** Bytes of a file, for what the terminal says. */
export async function sizeOf(file: string): Promise<number> {
  return (await stat(file)).size
}
