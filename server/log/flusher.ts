// Takes what all logs of a node have to append and sends it in one statement, as soon as the statement
// before is back. It knows logs only as givers of appends.
import type { LogId } from '../../shared/ids.ts'
import type { Clock } from '../clock.ts'
import type { LogRecorder } from './recorder.ts'
import { StoreRejected, type Append, type AppendOutcome, type LogStore } from './store.ts'

export interface Flushable {
  readonly id: LogId
  take(limit: number): Append | null
  settle(outcome: AppendOutcome | { readonly result: 'unknown' | 'rejected' }): void
}

interface Taken {
  readonly log: Flushable
  readonly append: Append
}

const factsPerFlush = 1_000

export interface FlusherOptions {
  readonly store: Pick<LogStore, 'append'>
  readonly clock: Clock
  readonly recorder: LogRecorder
}

export class Flusher {
  readonly #options: FlusherOptions
  /** In the order they asked, so that no log starves. */
  readonly #ready = new Set<Flushable>()
  #running = false

  constructor(options: FlusherOptions) {
    this.#options = options
  }

  wake(log: Flushable): void {
    this.#ready.add(log)
    if (this.#running) return
    this.#running = true
    // Whatever else is submitted in this turn of the event loop goes along.
    queueMicrotask(() => void this.#run())
  }

  async #run(): Promise<void> {
    try {
      while (this.#ready.size > 0) {
        const taken = this.#take()
        if (taken.length > 0) await this.#flush(taken)
      }
    } finally {
      this.#running = false
    }
  }

  /** What one log throws is its own loss: the others are appended and answered all the same. */
  #guarded<Result>(what: string, work: () => Result): Result | null {
    try {
      return work()
    } catch (error) {
      this.#options.recorder.failed(what, error)
      return null
    }
  }

  #take(): Taken[] {
    const taken: Taken[] = []
    let room = factsPerFlush
    for (const log of this.#ready) {
      if (room <= 0) break
      this.#ready.delete(log)
      const append = this.#guarded('taking from a log', () => log.take(room))
      if (append === null) continue
      room -= append.facts.length
      taken.push({ log, append })
    }
    return taken
  }

  async #flush(taken: readonly Taken[]): Promise<void> {
    const { store, clock, recorder } = this.#options
    const started = clock.elapsed()
    let outcomes: ReadonlyMap<LogId, AppendOutcome>
    try {
      outcomes = await store.append(taken.map(({ append }) => append))
    } catch (error) {
      recorder.flushFailed(error)
      await this.#settleFailed(taken, error)
      return
    }
    const facts = taken.reduce((sum, { append }) => sum + append.facts.length, 0)
    recorder.flushed((clock.elapsed() - started) / 1_000, facts)
    for (const { log } of taken) this.#settle(log, outcomes.get(log.id) ?? { result: 'unknown' })
  }

  #settle(log: Flushable, outcome: Parameters<Flushable['settle']>[0]): void {
    this.#guarded('settling a log', () => log.settle(outcome))
  }

  /** What the store can never hold must cost its own log only. */
  async #settleFailed(taken: readonly Taken[], error: unknown): Promise<void> {
    if (!(error instanceof StoreRejected)) {
      for (const { log } of taken) this.#settle(log, { result: 'unknown' })
      return
    }
    if (taken.length === 1) {
      for (const { log } of taken) this.#settle(log, { result: 'rejected' })
      return
    }
    for (const one of taken) await this.#flush([one])
  }
}
