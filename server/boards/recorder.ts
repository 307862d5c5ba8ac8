// What the boards of a node report about themselves; telemetry counts it.
import type { Problem } from './problem.ts'

export interface BoardRecorder {
  /** A lot was appended that held so many edits. */
  committed(edits: number): void
  refused(reason: Problem['code']): void
  /** A hand's place or wet ink came from a reader here. */
  passed(): void
  /** Read when somebody asks. */
  sample(read: () => { readonly layers: number; readonly readers: number }): void
}

const nothing = () => undefined

export const silentBoards: BoardRecorder = {
  committed: nothing,
  refused: nothing,
  passed: nothing,
  sample: nothing,
}
