// What a log gets from the node it lives on. Only `engine.ts` makes one.
import type { Clock } from '../clock.ts'
import type { Hint } from './hints.ts'
import type { LogRecorder } from './recorder.ts'
import type { CommandKey, LogPosition, LogStore, Pull, StoredFact } from './store.ts'
import type { Flushable } from './flusher.ts'

export interface LogHome {
  readonly store: LogStore
  readonly clock: Clock
  readonly recorder: LogRecorder
  /** This log has something to append. */
  wake(log: Flushable): void
  /** All logs' questions of the moment go in one query. */
  pull(position: LogPosition): Promise<Pull>
  byKey(key: CommandKey): Promise<readonly StoredFact[]>
  /** Tells the other nodes, without any promise that they hear it. */
  publish(hint: Hint): void
}
