// A throw-away PostgreSQL for one test run: nothing of it is durable, which makes it fast.
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

/** Runs the binaries of the named folder, or the embedded ones. */
export async function startPostgres(named?: string): Promise<PostgresServer> {
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
    fsync: 'off',
    synchronous_commit: 'off',
    full_page_writes: 'off',
  }
  const flags = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const server = startProgram({
    command: join(bin, 'postgres'),
    args: ['-D', data, ...flags],
    runAs: user,
  })
  const url = `postgres://lyceum@127.0.0.1:${port}/postgres`
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
  return { url, [Symbol.asyncDispose]: stop }
}
