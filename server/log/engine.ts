// The logs of one node: what they share (one flush, one pull, one look-up at a time), what the node hears
// from others, and the question for tops every 2 s that finds whatever a hint did not tell.
//
//   const engine = startLogEngine({ store, clock, hints, recorder })
//   const rooms = engine.registry({ kind: 'room', rules: roomRules })
//   const hold = await rooms.open(roomId)
//   const outcome = await hold.log.submit({ key, actor, command })   // answers after commit
//   hold.release()
//   await engine.close()
import type { LogId } from '../../shared/ids.ts'
import { origin } from '../../shared/log.ts'
import { every, type Clock, type Stop } from '../clock.ts'
import { Flusher } from './flusher.ts'
import { noHints, type Hint, type Hints } from './hints.ts'
import type { LogHome } from './home.ts'
import { silentRecorder, type LogRecorder } from './recorder.ts'
import { pullShared } from './pulls.ts'
import { LogRegistry, type LoadedLog, type RegistryOptions } from './registry.ts'
import type { LogStore } from './store.ts'
import { together } from './together.ts'

const topsEveryMs = 2_000
const pullLimit = 1_000
const pullsTogether = 500
const keysTogether = 500

export interface LogEngineOptions {
  readonly store: LogStore
  readonly clock: Clock
  readonly hints?: Hints
  readonly recorder?: LogRecorder
}

export interface LogEngine extends AsyncDisposable {
  registry<State, Command>(options: RegistryOptions<State, Command>): LogRegistry<State, Command>
  /** Asks for the tops of all loaded logs now; for tests and for a node that just returned. */
  checkTops(): Promise<void>
  /** Lets what is on its way finish, saves snapshots, and stops. */
  close(): Promise<void>
}

export function startLogEngine(options: LogEngineOptions): LogEngine {
  const { store, clock, hints = noHints, recorder = silentRecorder } = options
  const loaded = new Map<LogId, LoadedLog>()
  const registries: { close(): Promise<void> }[] = []
  const home = makeHome({ store, clock, hints, recorder })

  const checkTops = async () => {
    if (loaded.size === 0) return
    const logs = [...loaded.values()]
    const asked = clock.elapsed()
    const tops = await store.tops(logs.map(({ id }) => id))
    for (const log of logs) log.hearTop(tops.get(log.id) ?? origin, asked)
  }
  const stops: Stop[] = [
    hints.subscribe((list) => {
      for (const hint of list) loaded.get(hint.log)?.hear(hint)
      recorder.hinted()
    }),
    every(clock, topsEveryMs, () =>
      checkTops().catch((error: unknown) => recorder.failed('asking for tops', error)),
    ),
  ]
  const close = async () => {
    for (const stop of stops.splice(0)) stop()
    await Promise.all(registries.map((registry) => registry.close()))
  }
  return {
    registry(registryOptions) {
      const registry = new LogRegistry(registryOptions, home, loaded)
      registries.push(registry)
      return registry
    },
    checkTops,
    close,
    [Symbol.asyncDispose]: close,
  }
}

function makeHome({ store, clock, hints, recorder }: Required<LogEngineOptions>): LogHome {
  const flusher = new Flusher({ store, clock, recorder })
  let outgoing: Hint[] = []
  const sendHints = () => {
    const list = outgoing
    outgoing = []
    hints.publish(list)
  }
  return {
    store,
    clock,
    recorder,
    wake: (log) => flusher.wake(log),
    pull: together((positions) => {
      recorder.pulled(positions.length)
      return pullShared(store, positions, pullLimit)
    }, pullsTogether),
    byKey: together((keys) => store.byKeys(keys), keysTogether),
    publish(hint) {
      // One message for all logs of a flush.
      if (outgoing.length === 0) queueMicrotask(sendHints)
      outgoing.push(hint)
    },
  }
}
