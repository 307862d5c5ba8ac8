/**
 * The database that Lyceum brings along: opened on a data folder, created when new, adopted when a
 * killed owner left it running, stopped in order. Gives out an address and nothing else; what is in
 * the database is not known here. Why the npm package's own library is not used: embeddedBinaries.ts.
 */
import { randomBytes } from 'node:crypto'
import { chmodSync, existsSync, lstatSync, mkdirSync, readFileSync, readlinkSync } from 'node:fs'
import { statSync, symlinkSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import pg from 'pg'
import { SYSTEM_FOLDER, chooseUser, reachable, reachableBinaries } from './embeddedBinaries.ts'
import type { RunAs } from './embeddedBinaries.ts'
import type { Cluster, Postmaster } from './embeddedCluster.ts'
import {
  SUPERUSER,
  clearStalePid,
  createCluster,
  majorOf,
  passwordFile,
  readPostmaster,
  startCluster,
  stopCluster,
  waitUntilReady,
} from './embeddedCluster.ts'

export interface EmbeddedOptions {
  /** The data folder of Lyceum; the database lives in `postgres` inside it. */
  readonly folder: string
  readonly log?: (message: string) => void
  /** PostgreSQL settings, for tests: `{ fsync: 'off' }`. */
  readonly settings?: Readonly<Record<string, string>>
  /** Called once when the server ends or cuts everybody off though nobody closed it. */
  readonly lost?: () => void
}

export interface Embedded {
  readonly url: string
  /** The number of PostgreSQL's own process. */
  readonly pid: number
  /** Stops the server in order. Safe to call twice. */
  close(): Promise<void>
}

const DATABASE = 'lyceum'
/** The session lock by which an owner holds its database; "lyceum" in a number. */
const OWNER_LOCK = 0x1c3e
/** An owner that is just ending may take this long to let go. */
const OWNER_PATIENCE = 15_000

/** Opens the folder's database for one owner; a second owner is refused with a reason. */
export async function openEmbedded(options: EmbeddedOptions): Promise<Embedded> {
  const log = options.log ?? (() => undefined)
  const cluster = prepare(options)
  const password = await ensureCreated(cluster, log)
  const { running, keeper } = await startAndOwn(cluster, password, log)
  let closing: Promise<void> | null = null
  keeper.once('end', () => {
    if (!closing) options.lost?.()
  })
  const close = async (): Promise<void> => {
    await keeper.end().catch(() => undefined)
    await stopCluster(cluster.folder)
  }
  return {
    url: urlOf(running.port, password),
    pid: running.pid,
    close: () => (closing ??= close()),
  }
}

async function startAndOwn(
  cluster: Cluster,
  password: string,
  log: (message: string) => void,
): Promise<{ running: Postmaster; keeper: pg.Client }> {
  for (let attempt = 1; ; attempt += 1) {
    const running = (await adopt(cluster, password, log)) ?? (await start(cluster))
    try {
      return { running, keeper: await takeOwnership(urlOf(running.port, password), log) }
    } catch (error) {
      // The owner we waited for has ended, and its database with it: now it is ours to start.
      const ended = readPostmaster(cluster.folder)?.pid !== running.pid || isStopping(cluster)
      if (!ended || attempt > 2) throw error
    }
  }
}

const isStopping = (cluster: Cluster): boolean =>
  readPostmaster(cluster.folder)?.status === 'stopping'

/** Was there ever a database in this folder? */
export const hasEmbedded = (folder: string): boolean =>
  majorOf(join(resolve(folder), 'postgres')) !== null

/** The address of this folder's database when it is running, for tools beside a running server. */
export function findEmbedded(folder: string): string | null {
  const files = join(resolve(folder), 'postgres')
  const running = readPostmaster(files)
  const file = passwordFile(files)
  if (running?.status !== 'ready' || !existsSync(file)) return null
  return urlOf(running.port, readFileSync(file, 'utf8').trim())
}

function prepare(options: EmbeddedOptions): Cluster {
  const chosen = chooseUser()
  const root = resolve(options.folder)
  mkdirSync(root, { recursive: true })
  // The database's user passes through without seeing what else is here.
  chmodSync(root, chosen.uid === undefined ? 0o700 : 0o711)
  const folder = databaseFolder(root, chosen)
  const user = ownerOf(folder) ?? chosen
  return {
    folder,
    logFile: join(root, 'postgres.log'),
    binaries: reachableBinaries(user),
    user,
    settings: options.settings ?? {},
  }
}

/** As root: whoever the files belong to already, should the system's users have changed since. */
function ownerOf(folder: string): RunAs | null {
  const files = process.getuid?.() === 0 ? statSync(folder, { throwIfNoEntry: false }) : undefined
  return files === undefined || files.uid === 0 ? null : { uid: files.uid, gid: files.gid }
}

/**
 * `postgres` in the data folder. As root the database runs as another user, who cannot enter a closed
 * home: then its files are outside and `postgres` is a link to them.
 */
function databaseFolder(root: string, user: RunAs): string {
  const folder = join(root, 'postgres')
  if (lstatSync(folder, { throwIfNoEntry: false })?.isSymbolicLink()) return readlinkSync(folder)
  if (reachable(root, user)) return folder
  const outside = join(SYSTEM_FOLDER, `database-${randomBytes(6).toString('hex')}`)
  mkdirSync(outside, { recursive: true, mode: 0o711 })
  symlinkSync(join(outside, 'postgres'), folder)
  return join(outside, 'postgres')
}

/** Resolves to the password. */
async function ensureCreated(cluster: Cluster, log: (message: string) => void): Promise<string> {
  const file = passwordFile(cluster.folder)
  if (majorOf(cluster.folder) === null) {
    log(`creating the database in ${cluster.folder} (a few seconds, once)`)
    await createCluster(cluster, randomBytes(24).toString('base64url'))
  }
  const major = majorOf(cluster.folder)
  if (major !== cluster.binaries.major) {
    throw new Error(
      `The database in ${cluster.folder} was made by PostgreSQL ${String(major)}; this Lyceum brings ` +
        `${String(cluster.binaries.major)}. Nothing was changed. To take it along: with the Lyceum that made it, ` +
        '`npm run lyceum -- backup FILE`; move the folder away; with this one, `npm run lyceum -- restore FILE`. ' +
        'To begin anew, remove the folder.',
    )
  }
  if (!existsSync(file)) {
    throw new Error(
      `The database in ${cluster.folder} is there, but its password (${file}) is not. Put the file back, ` +
        'or move the database away to begin anew.',
    )
  }
  return readFileSync(file, 'utf8').trim()
}

/** The server that a killed owner left behind, if it is one we can use; otherwise it is stopped. */
async function adopt(
  cluster: Cluster,
  password: string,
  log: (message: string) => void,
): Promise<Postmaster | null> {
  const found = readPostmaster(cluster.folder)
  if (!found) return null
  if (found.status !== 'stopping') {
    const running = await waitUntilReady(cluster).catch(() => null)
    if (running && (await speaksOurVersion(cluster, urlOf(running.port, password, 'postgres')))) {
      log(`taking over the database that was left running (process ${String(running.pid)})`)
      return running
    }
  }
  log(`stopping the database that was left running (process ${String(found.pid)})`)
  await stopCluster(cluster.folder)
  return null
}

async function speaksOurVersion(cluster: Cluster, url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 5000 })
  try {
    await client.connect()
    const answer = await client.query<{ version: string }>(
      `select current_setting('server_version') as version`,
    )
    return answer.rows[0]?.version.split(' ')[0] === cluster.binaries.version
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function start(cluster: Cluster): Promise<Postmaster> {
  clearStalePid(cluster.folder)
  return startCluster(cluster)
}

/**
 * Holds a session lock for as long as we live. The system gives it back the moment we die, so unlike
 * a file it is never stale.
 */
async function takeOwnership(url: string, log: (message: string) => void): Promise<pg.Client> {
  const keeper = await connectCreating(url)
  keeper.on('error', () => {
    // Whoever asks it next is told; here it only must not end the process.
  })
  const deadline = Date.now() + OWNER_PATIENCE
  for (let told = false; ; told = true) {
    const answer = await keeper.query<{ got: boolean }>('select pg_try_advisory_lock($1) as got', [
      OWNER_LOCK,
    ])
    if (answer.rows[0]?.got === true) return keeper
    if (!told) log('another Lyceum has this data folder open; waiting for it to end')
    if (Date.now() > deadline) {
      await keeper.end()
      throw new Error(
        'Another Lyceum is running on this data folder. Stop it first, or choose another folder ' +
          '(LYCEUM_DATA or --data) and another port (--port).',
      )
    }
    await wait(100)
  }
}

/** Connects; a database that was just created still lacks the one we use. */
async function connectCreating(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'lyceum owner' })
  try {
    await client.connect()
    return client
  } catch (error) {
    if ((error as { code?: unknown }).code !== '3D000') throw error
  }
  const maintenance = new pg.Client({ connectionString: url.replace(/[^/]+$/, 'postgres') })
  await maintenance.connect()
  await maintenance.query(`create database ${DATABASE}`)
  await maintenance.end()
  const second = new pg.Client({ connectionString: url, application_name: 'lyceum owner' })
  await second.connect()
  return second
}

function urlOf(port: number, password: string, database = DATABASE): string {
  return `postgres://${SUPERUSER}:${password}@127.0.0.1:${String(port)}/${database}`
}
