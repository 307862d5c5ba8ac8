// The loaded logs of one kind on one node: opens each once, keeps it while somebody holds it, and lets it
// go a minute after. Snapshots are written here.
import { LyceumError } from '../../shared/errors.ts'
import type { LogId } from '../../shared/ids.ts'
import type { Position, Rules } from '../../shared/log.ts'
import type { Stop } from '../clock.ts'
import type { Hint } from './hints.ts'
import type { LogHome } from './home.ts'
import { loadPlace } from './loading.ts'
import { Log } from './log.ts'

const usualIdleMs = 60_000
const usualFactsPerSnapshot = 500

export interface RegistryOptions<State, Command> {
  /** Name of the rules, such as `room`; stands beside every log in the store. */
  readonly kind: string
  readonly rules: Rules<State, Command>
  /** When the next chore of this state is due, if any: see `steward.ts`. */
  readonly due?: (state: State, now: number) => number | null
  /** For states that cannot be undone: each command waits until the one before it is committed. */
  readonly oneByOne?: boolean
  readonly factsPerSnapshot?: number
  /** How long a log stays loaded that nobody holds. */
  readonly idleMs?: number
}

/** What the engine sees of a loaded log. */
export interface LoadedLog {
  readonly id: LogId
  hear(hint: Hint): void
  hearTop(top: Position, asked: number): void
}

/** Somebody's use of a log; the log stays loaded until all have released it. */
export interface Hold<State, Command> extends Disposable {
  readonly log: Log<State, Command>
  release(): void
}

interface Entry<State, Command> {
  readonly log: Log<State, Command>
  holds: number
  /** Number of the fact of the last snapshot known to be written. */
  saved: number
  cancelUnload: Stop
}

type Listener<State, Command> = (log: Log<State, Command>) => void

export class LogRegistry<State, Command> {
  readonly kind: string
  readonly #options: RegistryOptions<State, Command>
  readonly #home: LogHome
  readonly #attached: Map<LogId, LoadedLog>
  readonly #entries = new Map<LogId, Entry<State, Command>>()
  readonly #opening = new Map<LogId, Promise<Entry<State, Command>>>()
  readonly #openListeners = new Set<Listener<State, Command>>()
  #closed = false

  /** Made by `LogEngine.registry`. */
  constructor(
    options: RegistryOptions<State, Command>,
    home: LogHome,
    attached: Map<LogId, LoadedLog>,
  ) {
    this.kind = options.kind
    this.#options = options
    this.#home = home
    this.#attached = attached
  }

  get loaded(): readonly Log<State, Command>[] {
    return [...this.#entries.values()].map(({ log }) => log)
  }

  /** The log if it is loaded here; not held. */
  peek(id: LogId): Log<State, Command> | null {
    return this.#entries.get(id)?.log ?? null
  }

  /** Called for every log that gets loaded; its subscriptions end with it. */
  onOpen(listener: Listener<State, Command>): Stop {
    this.#openListeners.add(listener)
    return () => {
      this.#openListeners.delete(listener)
    }
  }

  /** Loads the log unless it is here. A log without facts opens too: it is made by its first fact. */
  async open(id: LogId): Promise<Hold<State, Command>> {
    if (this.#closed) throw new LyceumError('draining')
    const here = this.#entries.get(id)
    if (here) return this.#hold(here)
    let opening = this.#opening.get(id)
    if (opening === undefined) {
      opening = this.#load(id).finally(() => this.#opening.delete(id))
      this.#opening.set(id, opening)
    }
    return this.#hold(await opening)
  }

  #hold(entry: Entry<State, Command>): Hold<State, Command> {
    entry.holds += 1
    entry.cancelUnload()
    let held = true
    const release = () => {
      if (!held) return
      held = false
      entry.holds -= 1
      this.#unloadLater(entry)
    }
    return { log: entry.log, release, [Symbol.dispose]: release }
  }

  async #load(id: LogId): Promise<Entry<State, Command>> {
    const { kind, rules, due = () => null, oneByOne = false } = this.#options
    const { factsPerSnapshot = usualFactsPerSnapshot } = this.#options
    const asked = this.#home.clock.elapsed()
    const place = await loadPlace({ id, rules }, this.#home.store)
    const log = new Log({ id, kind, rules, due, oneByOne }, this.#home, place)
    log.confirm(asked)
    const saved = place.position.seq - place.folded
    const entry: Entry<State, Command> = { log, holds: 0, saved, cancelUnload: () => undefined }
    this.#entries.set(id, entry)
    this.#attached.set(id, log)
    log.subscribe(({ reset, upto }) => {
      if (reset) entry.saved = 0
      else if (upto.seq - entry.saved >= factsPerSnapshot) void this.#save(entry)
    })
    log.onEnd(() => this.#drop(entry))
    this.#home.recorder.opened()
    for (const listener of this.#openListeners) listener(log)
    this.#unloadLater(entry)
    return entry
  }

  async #save(entry: Entry<State, Command>): Promise<void> {
    const { log } = entry
    if (log.position.seq <= entry.saved) return
    entry.saved = log.position.seq
    try {
      await log.saveSnapshot()
    } catch (error) {
      // The next one will do: snapshots only make loading short.
      this.#home.recorder.failed('saving a snapshot', error)
    }
  }

  #unloadLater(entry: Entry<State, Command>): void {
    entry.cancelUnload()
    if (entry.holds > 0) return
    entry.cancelUnload = this.#home.clock.delay(this.#options.idleMs ?? usualIdleMs, () => {
      if (entry.log.busy) this.#unloadLater(entry)
      else void this.#unload(entry)
    })
  }

  async #unload(entry: Entry<State, Command>): Promise<void> {
    const saving = this.#save(entry)
    entry.log.end(new LyceumError('unavailable', undefined, { reason: 'unloaded' }))
    this.#home.recorder.unloaded()
    await saving
  }

  #drop(entry: Entry<State, Command>): void {
    entry.cancelUnload()
    const { id } = entry.log
    if (this.#entries.get(id) === entry) this.#entries.delete(id)
    if (this.#attached.get(id) === entry.log) this.#attached.delete(id)
  }

  /** Waits for what is on its way, saves snapshots, and lets all logs go. */
  async close(): Promise<void> {
    this.#closed = true
    await Promise.allSettled(this.#opening.values())
    const entries = [...this.#entries.values()]
    await Promise.all(entries.map(({ log }) => log.idle()))
    await Promise.all(entries.map((entry) => this.#unload(entry)))
  }
}
