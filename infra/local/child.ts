// Keeps one of the project's processes running: starts it, hears that it is ready, starts it again
// when it dies, stops it. Knows nothing of what it does.
import { spawn, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as wait } from 'node:timers/promises'
import type { LineSink } from './childLog.ts'

export interface ChildOptions {
  readonly name: string
  /** The script that Node runs. */
  readonly script: string
  readonly env: () => NodeJS.ProcessEnv
  readonly log: LineSink
  readonly say: (line: string) => void
  /** Milliseconds before the first restart; each further one waits twice as long. */
  readonly firstDelay?: number
}

/** What a process prints, in one line of JSON, when it serves. */
export type Ready = Readonly<Record<string, unknown>> & { readonly ready: string }

export interface Child {
  /** Its first ready line; rejects when it gives up before it ever was ready. */
  readonly ready: Promise<Ready>
  readonly pid: () => number | null
  /** Ends the present process in order and starts another. */
  restart(): void
  /** Ends it within so many milliseconds, by force at last. Safe to call twice. */
  stop(limit: number): Promise<void>
}

/** Deaths before it was ever ready, after which starting again will not help. */
const PATIENCE = 5
const LONGEST_DELAY = 10_000
/** A process that lived so long was well; the next death counts as the first. */
const WELL_AFTER = 30_000

/**
 * On a machine with much memory V8 lets young objects take over 100 MB and the old ones quadruple before it
 * collects them, and gives little of it back when all is quiet again: a class of 2,000 coming in cost
 * 85 KB for each, 15 of them in use. Two halves of 8 MB, and half as much again, cost no time in the log's
 * benchmark and shorten its longest pause.
 */
export const nodeFlags = ['--max-semi-space-size=8', '--heap-growing-percent=50']

const leash = import.meta.resolve('./leash.ts')

export function keepRunning(options: ChildOptions): Child {
  const stopping = new AbortController()
  const isStopping = (): boolean => stopping.signal.aborted
  const firstReady = Promise.withResolvers<Ready>()
  // Whoever started it may look at the promise later; unseen, it must not end the process.
  firstReady.promise.catch(() => undefined)
  const restarts = new WeakSet<ChildProcess>()
  let current: ChildProcess | null = null
  let wasReady = false

  /** Runs it once; resolves to how it ended. */
  const runOnce = async (): Promise<{ wanted: boolean; ending: string; lived: number }> => {
    const started = performance.now()
    const child = start(options, (ready) => {
      wasReady = true
      firstReady.resolve(ready)
    })
    current = child
    const ending = await ended(child)
    current = null
    return { wanted: restarts.has(child), ending, lived: performance.now() - started }
  }
  const keep = async (): Promise<void> => {
    let deaths = 0
    while (!isStopping()) {
      const { wanted, ending, lived } = await runOnce()
      if (isStopping()) return
      if (wanted) continue
      deaths = lived > WELL_AFTER ? 1 : deaths + 1
      if (!wasReady && deaths >= PATIENCE) {
        const last = options.log.tail()
        firstReady.reject(new Error(`the ${options.name} does not start (${ending}).\n${last}`))
        return
      }
      options.say(`The ${options.name} ended (${ending}); starting it again.`)
      const delay = Math.min((options.firstDelay ?? 250) * 2 ** (deaths - 1), LONGEST_DELAY)
      await wait(delay, undefined, { signal: stopping.signal }).catch(() => undefined)
    }
  }
  const kept = keep()
  return {
    ready: firstReady.promise,
    pid: () => current?.pid ?? null,
    restart: () => {
      if (!current) return
      restarts.add(current)
      current.kill('SIGTERM')
    },
    stop: async (limit) => {
      stopping.abort()
      firstReady.reject(new Error(`the ${options.name} was stopped`))
      current?.kill('SIGTERM')
      const force = setTimeout(() => current?.kill('SIGKILL'), limit)
      await kept
      clearTimeout(force)
      options.log.close()
    },
  }
}

function start(options: ChildOptions, onReady: (ready: Ready) => void): ChildProcess {
  // A session of its own, so that Ctrl-C reaches only us and the order of stopping is ours. Its
  // standard input is a pipe from us: when that closes, the leash ends it.
  const child = spawn(process.execPath, [...nodeFlags, '--import', leash, options.script], {
    env: { ...options.env(), LYCEUM_SUPERVISED: '1' },
    stdio: ['pipe', 'pipe', 'pipe'],
    detached: true,
  })
  child.stdin.on('error', () => undefined)
  createInterface({ input: child.stderr }).on('line', (line) => {
    options.log.line(line)
  })
  createInterface({ input: child.stdout }).on('line', (line) => {
    const ready = readyLine(line)
    if (ready) onReady(ready)
    else options.log.line(line)
  })
  return child
}

/** Resolves when it is gone and its last words are read; something it started may hold those open. */
async function ended(child: ChildProcess): Promise<string> {
  const closed = once(child, 'close')
  closed.catch(() => undefined)
  try {
    const [code, signal] = (await once(child, 'exit')) as [number | null, string | null]
    await Promise.race([closed, wait(500, undefined, { ref: false })])
    return signal ?? `code ${String(code)}`
  } catch (error) {
    return (error as Error).message
  }
}

export function readyLine(line: string): Ready | null {
  if (!line.startsWith('{"ready"')) return null
  try {
    const value = JSON.parse(line) as Ready
    return typeof value.ready === 'string' ? value : null
  } catch {
    return null
  }
}
