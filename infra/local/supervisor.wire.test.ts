import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { createServer, type Server } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openEmbedded } from '../../server/storage/embedded.ts'
import { freePort } from '../system.ts'

let folder: string
let diary: string
let started: Run[]
let port: number

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-local-'))
  chmodSync(folder, 0o755)
  diary = join(folder, 'diary')
  started = []
  port = await freePort()
})

async function listen(at: number): Promise<Server> {
  const server = createServer().listen(at, '127.0.0.1')
  await once(server, 'listening')
  return server
}

afterEach(async () => {
  for (const run of started) if (run.process.exitCode === null) run.process.kill('SIGTERM')
  for (const run of started) await run.gone
  // One that was killed leaves its database running.
  if (existsSync(join(folder, 'data'))) await (await openEmbedded({ folder: data() })).close()
  rmSync(folder, { recursive: true, force: true })
})

interface Run {
  readonly process: ChildProcess
  readonly ready: Promise<void>
  readonly gone: Promise<unknown>
  readonly words: () => string
}

const data = (): string => join(folder, 'data')
const pidFile = (): string => join(data(), 'postgres', 'postmaster.pid')
const postgres = (): number => Number(readFileSync(pidFile(), 'utf8').split('\n')[0])

function start(env: Record<string, string> = {}): Run {
  const script = join(import.meta.dirname, 'testing', 'main.ts')
  const args = [script, '--data', data(), '--port', String(port)]
  const child = spawn(process.execPath, args, {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TEST_DIARY: diary, ...env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let words = ''
  const gone = once(child, 'exit')
  const ready = new Promise<void>((resolve, reject) => {
    child.stdout.on('data', (chunk: Buffer) => {
      words += chunk.toString()
      if (words.includes('is running at')) resolve()
    })
    child.once('exit', () => {
      reject(new Error(words))
    })
  })
  ready.catch(() => undefined)
  const run = { process: child, ready, gone, words: () => words }
  started.push(run)
  return run
}

/** The address of the database that the last server was given. */
function database(): string | undefined {
  const lines = readFileSync(diary, 'utf8').split('\n')
  return lines.findLast((line) => line.startsWith('server database'))?.split(' ')[2]
}

/** What the processes wrote down: [name, what happened, pid]. */
function entries(what: string): { name: string; pid: number }[] {
  const lines = existsSync(diary) ? readFileSync(diary, 'utf8').trim().split('\n') : []
  return lines
    .map((line) => line.split(' '))
    .filter((words) => words[1] === what)
    .map(([name = '', , pid]) => ({ name, pid: Number(pid) }))
}

function alive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

const patience = { timeout: 60_000, interval: 20 }

/** All that were started of it, when there are so many. */
const untilStarted = (wanted: string, times: number) =>
  vi.waitFor(() => {
    const found = entries('started').filter(({ name }) => name === wanted)
    expect(found).toHaveLength(times)
    return found
  }, patience)

describe('the supervisor', { timeout: 120_000 }, () => {
  test('starts database, sfu, server and recorder, and stops the server first, the database last', async () => {
    const run = start()
    await run.ready
    await untilStarted('recorder', 1)
    expect(database()).toMatch(/^postgres:\/\/lyceum:.+@127\.0\.0\.1:\d+\/lyceum$/)
    expect(existsSync(pidFile())).toBe(true)
    run.process.kill('SIGTERM')
    await run.gone
    expect(run.process.exitCode).toBe(0)
    const [first, ...others] = entries('stopped').map((entry) => entry.name)
    expect([first, ...others.sort()]).toEqual(['server', 'recorder', 'sfu'])
    expect(existsSync(pidFile())).toBe(false)
  })

  test('starts a process again that dies, and the database too, at the same address', async () => {
    const run = start()
    await run.ready
    const address = database()
    const [server] = entries('started').filter((entry) => entry.name === 'server')
    process.kill(server?.pid ?? 0, 'SIGKILL')
    await untilStarted('server', 2)
    const [recorder] = await untilStarted('recorder', 1)
    process.kill(recorder?.pid ?? 0, 'SIGKILL')
    await untilStarted('recorder', 2)
    const before = postgres()
    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => {
      expect(postgres()).not.toBe(before)
    }, patience)
    run.process.kill('SIGTERM')
    await run.gone
    const again = start()
    await again.ready
    expect(database()).toBe(address)
  })

  test('killed, leaves no process behind but the database, which the next one takes over', async () => {
    const first = start()
    await first.ready
    const address = database()
    const pids = entries('started').map((entry) => entry.pid)
    const before = postgres()
    first.process.kill('SIGKILL')
    await first.gone
    await vi.waitFor(() => {
      expect(pids.filter(alive)).toEqual([])
    }, patience)
    const second = start()
    await second.ready
    expect(database()).toBe(address)
    expect(postgres()).toBe(before)
  })

  test('gives up on a process that never starts, and says why', async () => {
    const run = start({ TEST_BROKEN: 'server' })
    await run.gone
    expect(run.process.exitCode).toBe(2)
    expect(run.words()).toMatch(/server does not start.*\n.*the port is taken/)
    expect(entries('stopped').map((entry) => entry.name)).toEqual(['sfu'])
  })

  test('holds classes without a recorder that never starts, and says why', async () => {
    const run = start({ TEST_BROKEN: 'recorder' })
    await run.ready
    await vi.waitFor(() => {
      expect(run.words()).toMatch(/Nothing can be broadcast: .*\n.*the port is taken/)
    }, patience)
    expect(run.process.exitCode).toBe(null)
    run.process.kill('SIGTERM')
    await run.gone
    expect(run.process.exitCode).toBe(0)
    expect(entries('stopped').map((entry) => entry.name)).toEqual(['server', 'sfu'])
  })

  test('says which port is taken by another program', async () => {
    const other = await listen(port)
    const run = start()
    await run.gone
    other.close()
    expect(run.process.exitCode).toBe(2)
    expect(run.words()).toContain(`port ${port} of 127.0.0.1 is taken`)
    expect(entries('started').filter((entry) => entry.name === 'server')).toEqual([])
    expect(existsSync(pidFile())).toBe(false)
  })

  test('refuses a data folder that another one is running on', async () => {
    const first = start()
    await first.ready
    port = await freePort()
    const second = start()
    await second.gone
    expect(second.process.exitCode).toBe(2)
    expect(second.words()).toMatch(/Another Lyceum is running on this data folder/)
    expect(first.process.exitCode).toBe(null)
    expect(existsSync(pidFile())).toBe(true)
  })
})
