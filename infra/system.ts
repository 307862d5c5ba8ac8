// Lyceum as `npm start` runs it, for benchmarks and browser tests: started as a process tree of its own in
// a fresh data folder, observed from outside, and ended whole.
import { spawn, type ChildProcess } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { readdir, readFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'

const root = resolve(import.meta.dirname, '..')
const leash = pathToFileURL(join(root, 'infra/local/leash.ts')).href

export interface System extends AsyncDisposable {
  readonly url: string
  readonly links: { readonly instructor: string; readonly student: string }
  /** The one-time code for the owner's account, while there is no owner. */
  readonly setUpCode: string | null
  readonly pid: number
  /** From the command to serving, in ms. */
  readonly startMs: number
  stop(): Promise<void>
}

/** Below the range from which the kernel takes ports for connections, so that nobody takes one meanwhile. */
const lowest = 12_000
const highest = 30_000
/** Server, sfu, recorder, its door for encoders, and one for each media worker. */
const offsets = [0, 1, 2, 5, 10, 11, 12, 13]

async function isFree(port: number): Promise<boolean> {
  const server = createServer()
  return new Promise((done) => {
    server.once('error', () => done(false))
    server.listen(port, '127.0.0.1', () => server.close(() => done(true)))
  })
}

/** A port with those after it that an installation uses too. */
export async function freePort(): Promise<number> {
  for (;;) {
    const port = lowest + Math.floor(Math.random() * (highest - lowest))
    const free = await Promise.all(offsets.map((offset) => isFree(port + offset)))
    if (free.every(Boolean)) return port
  }
}

/** A folder that the database's own user can reach, removed at the end. */
export async function dataFolder(): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'lyceum-system-'))
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}

/** Port 0 in a given `PUBLIC_URL` stands for the one that was found. */
function start(data: string, port: number, env: NodeJS.ProcessEnv): ChildProcess {
  const { PUBLIC_URL: given } = env
  const address = given === undefined ? {} : { PUBLIC_URL: given.replace(/:0$/, `:${port}`) }
  const args = ['infra/setup/main.ts', 'start', '--data', data, '--port', String(port)]
  return spawn(process.execPath, ['--import', leash, ...args], {
    cwd: root,
    // Nothing is written to standard input: it closes when we end, however that happens.
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { ...process.env, ...env, ...address },
  })
}

export async function startSystem(data: string, env: NodeJS.ProcessEnv = {}): Promise<System> {
  const port = await freePort()
  const began = performance.now()
  const child = start(data, port, env)
  const exited = new Promise<void>((done) => child.once('exit', () => done()))
  const found = new Map<string, string>()
  const said: string[] = []
  const lines = createInterface({ input: child.stdout ?? process.stdin })
  await new Promise<void>((done, fail) => {
    void exited.then(() => fail(new Error(`Lyceum ended before it served:\n${said.join('\n')}`)))
    lines.on('line', (line) => {
      said.push(line)
      const named = /(?:as )?(instructor|student|enter the code)\s+(\S+)/.exec(line)
      if (named?.[1] !== undefined && named[2] !== undefined) found.set(named[1], named[2])
      if (line.includes('Stop with')) done()
    })
  })
  const startMs = performance.now() - began
  const stop = async () => {
    child.kill('SIGTERM')
    await exited
  }
  return {
    url: `http://localhost:${port}`,
    links: { instructor: found.get('instructor') ?? '', student: found.get('student') ?? '' },
    setUpCode: found.get('enter the code') ?? null,
    pid: child.pid ?? 0,
    startMs,
    stop,
    [Symbol.asyncDispose]: stop,
  }
}

export interface ProcessMemory {
  readonly pid: number
  readonly name: string
  /** Proportional set size: shared pages are counted once over all processes. */
  readonly megabytes: number
}

interface Entry {
  readonly pid: number
  readonly parent: number
}

async function processes(): Promise<Entry[]> {
  const pids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    pids.map(async (pid) => {
      const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '')
      const parent = /\) \S (\d+)/.exec(stat)?.[1]
      return parent === undefined ? null : { pid: Number(pid), parent: Number(parent) }
    }),
  )
  return found.filter((entry) => entry !== null)
}

function descendants(all: readonly Entry[], pid: number): number[] {
  const children = all.filter(({ parent }) => parent === pid).map((entry) => entry.pid)
  return [pid, ...children.flatMap((child) => descendants(all, child))]
}

async function memoryOf(pid: number): Promise<ProcessMemory | null> {
  try {
    const rollup = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8')
    const command = (await readFile(`/proc/${pid}/cmdline`, 'utf8')).split('\0')
    const script = command.findLast((part) => part.endsWith('.ts')) ?? command[0] ?? ''
    const kilobytes = Number(/^Pss:\s+(\d+)/m.exec(rollup)?.[1] ?? 0)
    return { pid, name: script.replace(`${root}/`, ''), megabytes: kilobytes / 1_024 }
  } catch {
    // It ended while we looked.
    return null
  }
}

/** Every process of the tree below `pid`, that one included. */
export async function memoryBelow(pid: number): Promise<ProcessMemory[]> {
  const pids = descendants(await processes(), pid)
  const found = await Promise.all(pids.map(memoryOf))
  return found.filter((entry) => entry !== null)
}
