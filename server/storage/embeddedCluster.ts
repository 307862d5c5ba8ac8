/**
 * One PostgreSQL data folder: made, started, looked at and stopped. Owns the processes and
 * postmaster.pid; knows nothing of passwords' keeping, of adoption or of what is in the database.
 */
import { spawn } from 'node:child_process'
import {
  chownSync,
  existsSync,
  mkdirSync,
  openSync,
  closeSync,
  readFileSync,
  readlinkSync,
  realpathSync,
} from 'node:fs'
import { renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { execFileSync } from 'node:child_process'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import type { Binaries, RunAs } from './embeddedBinaries.ts'

export const SUPERUSER = 'lyceum'
const START_LIMIT = 60_000
const STOP_LIMIT = 15_000
const LOG_LIMIT = 8_000_000

export interface Cluster {
  /** PostgreSQL's own data folder. */
  readonly folder: string
  readonly logFile: string
  readonly binaries: Binaries
  readonly user: RunAs
  /** Settings beside the usual ones; tests switch fsync off here. */
  readonly settings: Readonly<Record<string, string>>
}

/** What postmaster.pid says of a server that really runs on this folder. */
export interface Postmaster {
  readonly pid: number
  readonly port: number
  readonly status: string
}

/** The major version that made the folder, or null when there is none yet. */
export function majorOf(folder: string): number | null {
  const file = join(folder, 'PG_VERSION')
  return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) : null
}

/** The superuser's password is kept among the files, so that it comes and goes with them. */
export const passwordFile = (folder: string): string => join(folder, 'lyceum.password')

/**
 * Makes the data folder aside and moves it into place whole, so that a half-made one is never used;
 * of two that make it at the same time, one wins and the other's is thrown away.
 */
export async function createCluster(cluster: Cluster, password: string): Promise<void> {
  const { folder } = cluster
  const partial = `${folder}.new-${String(process.pid)}`
  const firstPassword = `${partial}.password`
  mkdirSync(partial, { mode: 0o700 })
  giveTo(cluster.user, partial)
  writeFileSync(firstPassword, `${password}\n`, { mode: 0o600 })
  giveTo(cluster.user, firstPassword)
  try {
    await run(cluster, 'initdb', [
      `--pgdata=${partial}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${firstPassword}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // The same order and letter case on every system, whatever languages it has installed.
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      '--locale=C',
    ])
    renameSync(firstPassword, passwordFile(partial))
    renameSync(partial, folder)
  } catch (error) {
    if (majorOf(folder) === null) throw error
  } finally {
    rmSync(firstPassword, { force: true })
    rmSync(partial, { recursive: true, force: true })
  }
}

function giveTo({ uid, gid }: RunAs, path: string): void {
  if (uid !== undefined && gid !== undefined) chownSync(path, uid, gid)
}

async function run(cluster: Cluster, program: string, args: string[]): Promise<void> {
  const child = spawn(join(cluster.binaries.folder, 'bin', program), args, {
    ...cluster.user,
    cwd: '/',
    env: environment(),
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let complaint = ''
  child.stderr.on('data', (chunk: Buffer) => (complaint += chunk.toString()))
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
  if (code !== 0) throw new Error(`${program} failed (${String(code)}): ${complaint.trim()}`)
}

/** Nothing of ours is handed on: the environment may hold secrets and PG* variables. */
function environment(): NodeJS.ProcessEnv {
  return { PATH: '/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' }
}

/**
 * Starts the server in a session of its own with its output in a file, so that neither a Ctrl-C in
 * our terminal nor our own death stops it before the class's servers have stopped.
 */
export async function startCluster(cluster: Cluster): Promise<Postmaster> {
  if (existsSync(cluster.logFile) && statSync(cluster.logFile).size > LOG_LIMIT) {
    renameSync(cluster.logFile, `${cluster.logFile}.1`)
  }
  const log = openSync(cluster.logFile, 'a', 0o600)
  const settings: Record<string, string> = {
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    timezone: 'UTC',
    log_timezone: 'UTC',
    jit: 'off',
    ...cluster.settings,
  }
  const child = spawn(
    join(cluster.binaries.folder, 'bin', 'postgres'),
    [
      ...['-D', cluster.folder, '-p', String(await choosePort(cluster.folder))],
      ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]),
    ],
    { ...cluster.user, cwd: '/', env: environment(), stdio: ['ignore', log, log], detached: true },
  )
  closeSync(log)
  let failure: string | null = null
  child.once('error', (error) => (failure = error.message))
  child.once('exit', (code) => (failure ??= `it exited with ${String(code)}`))
  child.unref()
  return waitUntilReady(cluster, () => failure)
}

/** Resolves when the server of this folder takes connections (after crash recovery, if need be). */
export async function waitUntilReady(
  cluster: Cluster,
  failure: () => string | null = () => null,
): Promise<Postmaster> {
  const deadline = Date.now() + START_LIMIT
  for (;;) {
    const running = readPostmaster(cluster.folder)
    if (running?.status === 'ready') return running
    const reason = failure() ?? (Date.now() > deadline ? 'it took longer than a minute' : null)
    if (reason !== null) {
      throw new Error(
        `PostgreSQL did not start: ${reason}. See ${cluster.logFile}\n${tail(cluster.logFile)}`,
      )
    }
    await wait(10)
  }
}

function tail(file: string): string {
  return readFileSync(file, 'utf8').trimEnd().split('\n').slice(-5).join('\n')
}

/** The server that runs on this folder, or null; a process that merely has its number does not count. */
export function readPostmaster(folder: string): Postmaster | null {
  const pid = pidIn(folder)
  if (pid === null || !isPostmaster(pid, folder)) return null
  const lines = pidLines(folder)
  return { pid, port: Number(lines[3]), status: lines[7]?.trim() ?? '' }
}

function pidIn(folder: string): number | null {
  const pid = Number(pidLines(folder)[0])
  return Number.isInteger(pid) && pid > 0 ? pid : null
}

function pidLines(folder: string): string[] {
  try {
    return readFileSync(join(folder, 'postmaster.pid'), 'utf8').split('\n')
  } catch {
    return []
  }
}

function isPostmaster(pid: number, folder: string): boolean {
  try {
    // The server's working directory is its data folder.
    if (process.platform === 'linux')
      return readlinkSync(`/proc/${String(pid)}/cwd`) === realpathSync(folder)
    const line = execFileSync('ps', ['-p', String(pid), '-o', 'args='], { encoding: 'utf8' })
    return line.includes('postgres') && line.includes(folder)
  } catch {
    return false
  }
}

/**
 * Removes a postmaster.pid whose number now belongs to another program, which PostgreSQL itself
 * would take for a running server. A number that belongs to nobody it handles itself.
 */
export function clearStalePid(folder: string): void {
  const pid = pidIn(folder)
  if (pid === null || !isAlive(pid) || isPostmaster(pid, folder)) return
  rmSync(join(folder, 'postmaster.pid'), { force: true })
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}

/** Stops in order ("fast": clients are cut, everything is written), and at the limit at once. */
export async function stopCluster(folder: string): Promise<void> {
  const running = readPostmaster(folder)
  if (!running) return
  const deadline = Date.now() + STOP_LIMIT
  signal(running.pid, 'SIGINT')
  while (isPostmaster(running.pid, folder)) {
    if (Date.now() > deadline) signal(running.pid, 'SIGQUIT')
    if (Date.now() > deadline + STOP_LIMIT) throw new Error('PostgreSQL does not stop')
    await wait(10)
  }
}

function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error
  }
}

/** The port of the last time when it is free, so that pools of running servers find a restarted one. */
async function choosePort(folder: string): Promise<number> {
  const options = join(folder, 'postmaster.opts')
  const last = existsSync(options)
    ? /"-p" "(\d+)"/.exec(readFileSync(options, 'utf8'))?.[1]
    : undefined
  return (last === undefined ? null : await tryPort(Number(last))) ?? (await tryPort(0)) ?? 0
}

function tryPort(port: number): Promise<number | null> {
  return new Promise((resolve) => {
    const probe = createServer()
    probe.once('error', () => {
      resolve(null)
    })
    probe.listen(port, '127.0.0.1', () => {
      const address = probe.address()
      const bound = address !== null && typeof address === 'object' ? address.port : null
      probe.close(() => {
        resolve(bound)
      })
    })
  })
}
