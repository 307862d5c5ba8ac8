// Does what is due in logs without anybody asking: closing a poll in time, ending an empty class. Each log
// has one steward among the live nodes, but nothing depends on it: chores are commands with deterministic
// keys, so two stewards are harmless, and whoever has the log loaded steps in when the steward is late.
//
//   engine.registry({ kind: 'room', rules, due: dueOf(chores) })
//   const stop = startSteward({ registry, store, clock, recorder, chores, isSteward })
import type { LogId } from '../../shared/ids.ts'
import { every, type Clock, type Stop } from '../clock.ts'
import type { Log } from './log.ts'
import type { LogRecorder } from './recorder.ts'
import type { LogRegistry } from './registry.ts'
import type { LogStore } from './store.ts'

export interface Chore<Command> {
  /** By PostgreSQL's clock; the rules judge the lateness themselves. */
  readonly at: number
  /** The same for the same chore on every node, and new when it comes again. */
  readonly key: string
  readonly command: Command
}

export type Chores<State, Command> = (state: State, now: number) => readonly Chore<Command>[]

/** For a registry's `due`: when the first of these chores is due. */
export function dueOf<State, Command>(
  chores: Chores<State, Command>,
): (state: State, now: number) => number | null {
  return (state, now) => {
    const moments = chores(state, now).map(({ at }) => at)
    return moments.length === 0 ? null : Math.min(...moments)
  }
}

export interface StewardOptions<State, Command> {
  readonly registry: LogRegistry<State, Command>
  readonly store: Pick<LogStore, 'due'>
  readonly clock: Clock
  readonly recorder: LogRecorder
  readonly chores: Chores<State, Command>
  /** `rendezvous(log, live server nodes) === this node`. */
  readonly isSteward: (log: LogId) => boolean
}

const sweepMs = 5_000
const logsPerSweep = 100
/** So long after its time a chore is done by whoever has the log loaded. */
const graceMs = 1_500
/** A chore that was refused or failed is tried again after so long. */
const againMs = 5_000
/** Busy logs look for new chores at most so often. */
const lookMs = 100
const longestDelayMs = 60 * 60 * 1_000

/** Watches all loaded logs of the registry, and sweeps for due ones that nobody has loaded. */
export function startSteward<State, Command>(options: StewardOptions<State, Command>): Stop {
  const { registry, clock, recorder } = options
  const watches = new Set<Stop>()
  const watch = (log: Log<State, Command>) => {
    const stop = watchLog(log, options)
    watches.add(stop)
    log.onEnd(() => {
      stop()
      watches.delete(stop)
    })
  }
  for (const log of registry.loaded) watch(log)
  const stopOpening = registry.onOpen(watch)
  const stopSweeping = every(clock, sweepMs, () =>
    sweep(options).catch((error: unknown) => recorder.failed('sweeping for due logs', error)),
  )
  return () => {
    stopOpening()
    stopSweeping()
    for (const stop of watches) stop()
  }
}

/** Opening is enough: the watch of a log that is loaded finds what is due. */
async function sweep<State, Command>(options: StewardOptions<State, Command>): Promise<void> {
  const { registry, store, clock, isSteward } = options
  const due = await store.due(registry.kind, clock.now(), logsPerSweep)
  const mine = due.filter((log) => isSteward(log) && registry.peek(log) === null)
  for (const id of mine) (await registry.open(id)).release()
}

function watchLog<State, Command>(
  log: Log<State, Command>,
  { clock, chores, isSteward, recorder }: StewardOptions<State, Command>,
): Stop {
  let stopped = false
  let cancel: Stop = () => undefined
  let looking: Stop | null = null
  /** Chores that were tried and are still there wait a while. */
  const notBefore = new Map<string, number>()

  const choresAt = (now: number) => {
    try {
      return chores(log.state, now)
    } catch (error) {
      recorder.failed('finding chores', error)
      return []
    }
  }
  const readyAt = ({ at, key }: Chore<Command>) => {
    const mine = isSteward(log.id) ? at : at + graceMs
    return Math.max(mine, notBefore.get(key) ?? 0)
  }
  const look = () => {
    cancel()
    if (stopped) return
    const now = clock.now()
    const moments = choresAt(now).map(readyAt)
    if (moments.length === 0) return
    const wait = Math.min(Math.max(0, Math.min(...moments) - now), longestDelayMs)
    cancel = clock.delay(wait, () => void act())
  }
  const act = async () => {
    const now = clock.now()
    const ready = choresAt(now).filter((chore) => readyAt(chore) <= now)
    for (const { key } of ready) notBefore.set(key, now + againMs)
    await Promise.all(ready.map(perform))
    forget(notBefore, clock.now())
    look()
  }
  const perform = async ({ key, command }: Chore<Command>) => {
    try {
      const outcome = await log.submit({ key, actor: 'system', command })
      if (!outcome.ok) recorder.failed(`chore ${key}`, outcome.refusal)
    } catch (error) {
      recorder.failed(`chore ${key}`, error)
    }
  }
  const unsubscribe = log.subscribe(() => {
    looking ??= clock.delay(lookMs, () => {
      looking = null
      look()
    })
  })
  look()
  return () => {
    stopped = true
    cancel()
    looking?.()
    unsubscribe()
  }
}

function forget(moments: Map<string, number>, now: number): void {
  for (const [key, moment] of moments) if (moment <= now) moments.delete(key)
}
