// What the log counts about itself, in words that the node maps to its metrics.

export interface LogRecorder {
  /** Facts that this node committed. */
  appended(facts: number): void
  /** A command was answered, so long after it was submitted. */
  acknowledged(seconds: number): void
  /** A batch of one log that lost its race and is decided again. */
  conflict(): void
  /** A flush: one statement for all waiting logs. */
  flushed(seconds: number, facts: number): void
  /** A flush whose outcome nobody knows. */
  flushFailed(error: unknown): void
  /** One query for what several logs are missing. */
  pulled(logs: number): void
  /** A hint that did not continue what this node has. */
  gap(): void
  hinted(): void
  /** A hint that was not signed by this cluster, or is no hint. */
  forgedHint(): void
  /** A log that was started anew because the store no longer has what this node had. */
  reset(): void
  opened(): void
  unloaded(): void
  snapshotSaved(): void
  /** Something failed that nobody waits for; the log carries on. */
  failed(what: string, error: unknown): void
}

const nothing = () => undefined

export const silentRecorder: LogRecorder = {
  appended: nothing,
  acknowledged: nothing,
  conflict: nothing,
  flushed: nothing,
  flushFailed: nothing,
  pulled: nothing,
  gap: nothing,
  hinted: nothing,
  forgedHint: nothing,
  reset: nothing,
  opened: nothing,
  unloaded: nothing,
  snapshotSaved: nothing,
  failed: nothing,
}
