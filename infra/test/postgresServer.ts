// A throw-away PostgreSQL: for one test run nothing of it is durable, which makes it fast; for a test that
// kills it, what it acknowledged outlives the process.
import { execFile } from 'node:child_process'
import { chown, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { chooseUser, reachableBinaries } from '../../server/storage/embeddedBinaries.ts'
import { freePort, startProgram, stopProgram, untilReady } from './programs.ts'

const run = promisify(execFile)

export interface PostgresServer extends AsyncDisposable {
  readonly url: string
  readonly port: number
  /** Every process of it, by SIGKILL. */
  kill(): Promise<void>
  /** After `kill`: the same data at the same address. */
  start(): Promise<void>
}

export interface PostgresOptions {
  /** A folder of binaries; the embedded ones otherwise. */
  readonly named?: string
  /** What it acknowledged outlives the process, though not the machine. */
  readonly durable?: boolean
}

async function answers(url: string): Promise<boolean> {
  const client = new Client({ connectionString: url })
  try {
    await client.connect()
    return true
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** A lost cache of the operating system may lose everything, a lost process nothing or a little. */
const careless = { fsync: 'off', full_page_writes: 'off' }

export async function startPostgres(options: PostgresOptions = {}): Promise<PostgresServer> {
  const { named, durable = false } = options
  const user = chooseUser()
  const bin = named ?? join(reachableBinaries(user).folder, 'bin')
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-test-postgres-'))
  if (user.uid !== undefined) await chown(folder, user.uid, user.gid ?? user.uid)
  const data = join(folder, 'data')
  const shape = ['-U', 'lyceum', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  await run(join(bin, 'initdb'), ['-D', data, ...shape], { ...user, cwd: folder })
  const port = await freePort()
  const settings = {
    port,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
    max_connections: 200,
    synchronous_commit: durable ? 'on' : 'off',
    ...careless,
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const url = `postgres://lyceum@127.0.0.1:${port}/postgres`
  const launch = () =>
    startProgram({ command: join(bin, 'postgres'), args: ['-D', data, ...flags], runAs: user })
  let server = launch()
  const stop = async () => {
    await stopProgram(server, 'SIGINT')
    await rm(folder, { recursive: true, force: true })
  }
  try {
    await untilReady(server, () => answers(url))
  } catch (error) {
    await stop()
    throw error
  }
  return {
    url,
    port,
    kill: () => stopProgram(server, 'SIGKILL'),
    async start() {
      server = launch()
      await untilReady(server, () => answers(url))
    },
    [Symbol.asyncDispose]: stop,
  }
}
