// A world for the simulation: virtual time, one store, nodes running the real engine, and everything that
// can go wrong between them. The same seed is the same history.
import { setImmediate } from 'node:timers/promises'
import type { Clock, Stop } from '../../clock.ts'
import { startLogEngine, type LogEngine } from '../engine.ts'
import { signedHints, type HintChannel } from '../hints.ts'
import { MemoryStore } from '../memoryStore.ts'
import { silentRecorder, type LogRecorder } from '../recorder.ts'
import type { LogRegistry } from '../registry.ts'
import type { LogStore } from '../store.ts'
import { ledgerRules, type LedgerCommand, type LedgerState } from './ledger.ts'

/** Mulberry32: small, fast, and the same everywhere. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}

/** Chances, each from 0 to 1. */
export interface Faults {
  readonly dropHint: number
  readonly repeatHint: number
  readonly slowHint: number
  /** The statement never reaches the store, and its sender learns of a broken connection. */
  readonly lostStatement: number
  /** The statement ran, its sender learns of a broken connection. */
  readonly lostAnswer: number
  /** Its sender learns of a broken connection, and the statement runs later. */
  readonly lateStatement: number
}

export const calm: Faults = {
  dropHint: 0,
  repeatHint: 0,
  slowHint: 0,
  lostStatement: 0,
  lostAnswer: 0,
  lateStatement: 0,
}

interface Task {
  readonly order: number
  readonly owner: SimulatedNode | null
  at: number
  readonly run: () => void
}

export type LedgerRegistry = LogRegistry<LedgerState, LedgerCommand>

export class World {
  readonly random: () => number
  readonly store: MemoryStore
  readonly nodes: SimulatedNode[]
  faults: Faults
  /** How often what the recorders count happened: a simulation in which nothing happens proves nothing. */
  readonly counts = new Map<string, number>()
  /** What listeners threw, and logs that could not be folded. */
  readonly problems: unknown[] = []
  #now = 1_800_000_000_000
  #order = 0
  #tasks: Task[] = []

  constructor(options: { seed: number; nodes: number; faults: Faults }) {
    this.random = seeded(options.seed)
    this.faults = options.faults
    this.store = new MemoryStore(() => this.#now)
    this.nodes = Array.from({ length: options.nodes }, () => new SimulatedNode(this))
  }

  get now(): number {
    return this.#now
  }

  chance(probability: number): boolean {
    return this.random() < probability
  }

  pick<Item>(items: readonly Item[]): Item {
    const item = items[Math.floor(this.random() * items.length)]
    if (item === undefined) throw new Error('nothing to pick from')
    return item
  }

  /** Mostly a few ms, at times much longer. */
  latency(): number {
    return this.chance(0.03) ? this.random() * 1_500 : this.random() * 8
  }

  /** Runs after `ms` of virtual time; never, when the node that owns it is dead by then. */
  after(ms: number, run: () => void, owner: SimulatedNode | null = null): Stop {
    this.#order += 1
    const task: Task = { order: this.#order, owner, at: this.#now + ms, run }
    this.#tasks.push(task)
    return () => {
      this.#tasks = this.#tasks.filter((other) => other !== task)
    }
  }

  /** Lets things happen until `done`; throws when that takes too long. */
  async until(done: () => boolean, limitMs = 600_000): Promise<void> {
    const end = this.#now + limitMs
    await setImmediate()
    while (!done()) {
      if (this.#now > end) throw new Error('the simulation does not come to an end')
      const task = this.#next()
      if (task === null) throw new Error('nothing happens any longer')
      task.run()
      await setImmediate()
    }
  }

  async run(ms: number): Promise<void> {
    let over = false
    this.after(ms, () => (over = true))
    await this.until(() => over)
  }

  #next(): Task | null {
    for (;;) {
      const task = this.#tasks.reduce<Task | null>((first, other) => {
        const sooner = first === null || other.at < first.at
        return sooner || (other.at === first.at && other.order < first.order) ? other : first
      }, null)
      if (task === null) return null
      const { owner } = task
      if (owner?.dead) {
        this.#drop(task)
      } else if (owner && owner.pausedUntil > task.at) {
        task.at = owner.pausedUntil
      } else {
        this.#drop(task)
        this.#now = Math.max(this.#now, task.at)
        return task
      }
    }
  }

  #drop(task: Task): void {
    this.#tasks = this.#tasks.filter((other) => other !== task)
  }
}

/** One run of a node: dead for ever once killed. */
export class SimulatedNode {
  readonly world: World
  readonly engine: LogEngine
  readonly logs: LedgerRegistry
  readonly clock: Clock
  readonly recorder: LogRecorder
  readonly skew: number
  dead = false
  pausedUntil = 0
  hear: ((text: string) => void) | null = null

  constructor(world: World) {
    this.world = world
    this.skew = Math.floor(world.random() * 20) - 10
    const channel: HintChannel = {
      send: (text) => this.#send(text),
      listen: (listener) => {
        this.hear = listener
        return () => (this.hear = null)
      },
    }
    const onForged = () => {
      throw new Error('a hint was not signed')
    }
    this.clock = this.#makeClock()
    this.recorder = this.#makeRecorder()
    this.engine = startLogEngine({
      store: faultyStore(this),
      clock: this.clock,
      hints: signedHints({ channel, secret: 'simulation', onForged }),
      recorder: this.recorder,
    })
    this.logs = this.engine.registry({
      kind: 'ledger',
      rules: ledgerRules,
      factsPerSnapshot: 7,
      idleMs: 2_000,
    })
  }

  #makeRecorder(): LogRecorder {
    const { counts, problems } = this.world
    const count = (name: keyof LogRecorder) => () => {
      counts.set(name, (counts.get(name) ?? 0) + 1)
    }
    return {
      ...silentRecorder,
      conflict: count('conflict'),
      flushFailed: count('flushFailed'),
      gap: count('gap'),
      reset: count('reset'),
      unloaded: count('unloaded'),
      snapshotSaved: count('snapshotSaved'),
      failed: (what, error) => {
        if (what === 'a listener of a log' || what === 'folding a log') problems.push(error)
      },
    }
  }

  #makeClock(): Clock {
    return {
      now: () => this.world.now + this.skew,
      elapsed: () => this.world.now,
      delay: (ms, callback) => this.world.after(ms, callback, this),
    }
  }

  #send(text: string): void {
    const { world } = this
    for (const other of world.nodes) {
      if (other === this || world.chance(world.faults.dropHint)) continue
      const copies = world.chance(world.faults.repeatHint) ? 2 : 1
      for (let copy = 0; copy < copies; copy += 1) {
        const slow = world.chance(world.faults.slowHint) ? world.random() * 4_000 : 0
        world.after(world.latency() + slow, () => other.hear?.(text), other)
      }
    }
  }

  kill(): void {
    this.dead = true
    this.hear = null
  }
}

/** Calls reach the store after a while and come back after another, or not. */
function faultyStore(node: SimulatedNode): LogStore {
  const { world } = node
  const broken = () => new Error('the connection broke')

  const call = <Answer>(work: () => Promise<Answer>) =>
    new Promise<Answer>((resolve, reject) => {
      const back = (run: () => void) => {
        world.after(world.latency(), run, node)
      }
      const execute = (answer: (result: Promise<Answer>) => void) =>
        // The store's own step belongs to no node: it happens even when its sender is dead by then.
        world.after(world.latency(), () => answer(work()))
      const fate = world.random()
      const { lostStatement, lostAnswer, lateStatement } = world.faults
      if (fate < lostStatement) {
        back(() => reject(broken()))
      } else if (fate < lostStatement + lostAnswer) {
        execute(() => back(() => reject(broken())))
      } else if (fate < lostStatement + lostAnswer + lateStatement) {
        back(() => reject(broken()))
        world.after(world.random() * 500, () => void work())
      } else {
        execute((result) => void result.then((answer) => back(() => resolve(answer)), reject))
      }
    })

  const { store } = world
  return {
    append: (appends) => call(() => store.append(structuredClone(appends))),
    pull: (positions, limit) => call(() => store.pull(positions, limit)),
    tops: (logs) => call(() => store.tops(logs)),
    byKeys: (keys) => call(() => store.byKeys(keys)),
    read: (log, range) => call(() => store.read(log, range)),
    readBack: (log, range) => call(() => store.readBack(log, range)),
    search: (log, wanted) => call(() => store.search(log, wanted)),
    snapshot: (log, version) => call(() => store.snapshot(log, version)),
    saveSnapshot: (log, version, snapshot) =>
      call(() => store.saveSnapshot(log, version, snapshot)),
    due: (kind, now, limit) => call(() => store.due(kind, now, limit)),
  }
}
