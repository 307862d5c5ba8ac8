import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { openEmbedded } from '../../server/storage/embedded.ts'

let folder: string
let diary: string
let started: Run[]

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'lyceum-local-'))
  chmodSync(folder, 0o755)
  diary = join(folder, 'diary')
  started = []
})

afterEach(async () => {
  for (const run of started) if (run.process.exitCode === null) run.process.kill('SIGTERM')
  for (const run of started) await run.gone
  // One that was killed leaves its database running.
  if (existsSync(join(folder, 'data'))) await (await openEmbedded({ folder: data() })).close()
  rmSync(folder, { recursive: true, force: true })
})

interface Run {
  readonly process: ChildProcess
  readonly ready: Promise<{ database: string }>
  readonly gone: Promise<unknown>
  readonly words: () => string
}

const data = (): string => join(folder, 'data')
const postgres = (): number =>
  Number(readFileSync(join(data(), 'postgres', 'postmaster.pid'), 'utf8').split('\n')[0])

function start(env: Record<string, string> = {}): Run {
  const script = join(import.meta.dirname, 'testing', 'main.ts')
  const child = spawn(process.execPath, [script, '--data', data()], {
    env: { PATH: process.env['PATH'], HOME: process.env['HOME'], TEST_DIARY: diary, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let words = ''
  child.stderr.on('data', (chunk: Buffer) => (words += chunk.toString()))
  const gone = once(child, 'exit')
  const ready = Promise.race([
    once(createInterface({ input: child.stdout }), 'line'),
    gone.then(() => Promise.reject(new Error(words))),
  ]).then(([line]) => JSON.parse(String(line)) as { database: string })
  ready.catch(() => undefined)
  const run = { process: child, ready, gone, words: () => words }
  started.push(run)
  return run
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

const patience = { timeout: 30_000, interval: 20 }

describe('the supervisor', { timeout: 120_000 }, () => {
  test('starts database, sfu and server, and stops server, sfu and database in this order', async () => {
    const run = start()
    expect((await run.ready).database).toMatch(/^postgres:\/\/lyceum:.+@127\.0\.0\.1:\d+\/lyceum$/)
    expect(existsSync(join(data(), 'postgres', 'postmaster.pid'))).toBe(true)
    run.process.kill('SIGTERM')
    await run.gone
    expect(run.process.exitCode).toBe(0)
    expect(entries('stopped').map((entry) => entry.name)).toEqual(['server', 'sfu'])
    expect(existsSync(join(data(), 'postgres', 'postmaster.pid'))).toBe(false)
  })

  test('starts a process again that dies, and the database too, at the same address', async () => {
    const run = start()
    const { database } = await run.ready
    const [server] = entries('started').filter((entry) => entry.name === 'server')
    process.kill(server?.pid ?? 0, 'SIGKILL')
    await vi.waitFor(() => {
      expect(entries('started').filter((entry) => entry.name === 'server')).toHaveLength(2)
    }, patience)
    const before = postgres()
    process.kill(before, 'SIGKILL')
    await vi.waitFor(() => {
      expect(postgres()).not.toBe(before)
    }, patience)
    run.process.kill('SIGTERM')
    await run.gone
    const again = start()
    expect((await again.ready).database).toBe(database)
  })

  test('killed, leaves no process behind but the database, which the next one takes over', async () => {
    const first = start()
    const { database } = await first.ready
    const pids = entries('started').map((entry) => entry.pid)
    const before = postgres()
    first.process.kill('SIGKILL')
    await first.gone
    await vi.waitFor(() => {
      expect(pids.filter(alive)).toEqual([])
    }, patience)
    const second = start()
    expect((await second.ready).database).toBe(database)
    expect(postgres()).toBe(before)
  })

  test('gives up on a process that never starts, and says why', async () => {
    const run = start({ TEST_BROKEN: 'server' })
    await run.gone
    expect(run.process.exitCode).toBe(1)
    expect(run.words()).toMatch(/server does not start.*\n.*the port is taken/)
    expect(entries('stopped').map((entry) => entry.name)).toEqual(['sfu'])
  })
})
