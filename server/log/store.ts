// The port to wherever logs are kept: append at an expected top, and read. Its bodies are
// `postgresStore.ts` and `memoryStore.ts`; it knows nothing of rules or of who may see what.
import type { LogId } from '../../shared/ids.ts'
import type { Actor, Fact, Position, Visibility } from '../../shared/log.ts'

/** A fact as it lies in the store; only `redaction.ts` turns it into what a reader may have. */
export interface StoredFact {
  readonly raw: Fact
  readonly redacted: boolean
}

/** A fact on its way in: it has its number and id, but gets its time from the store. */
export interface NewFact extends Omit<Fact, 'at' | 'redacted'> {
  readonly key: string
  /** Place among the facts of its command, from 0. */
  readonly ordinal: number
  readonly redacts: readonly number[]
}

export interface Append {
  readonly log: LogId
  readonly kind: string
  /** The top this was decided on; the log must still stand there. */
  readonly after: Position
  readonly facts: readonly NewFact[]
  /** When the log's next chore is due after these facts. */
  readonly due: number | null
}

/**
 * Per log: `won` all facts are in, at that time; `lost` the top was another, nothing went in;
 * `known` a command with one of these keys is in the log already, nothing went in. Where the top was
 * another, either may be told.
 */
export type AppendOutcome =
  | { readonly result: 'won'; readonly at: number }
  | { readonly result: 'lost' }
  | { readonly result: 'known' }

export interface Pull {
  /** False when the fact at the position asked for is another or is gone: a restored backup. */
  readonly continues: boolean
  /** Facts after the position, in order; at most as many as asked for. */
  readonly facts: readonly StoredFact[]
  /** True when there may be more. */
  readonly more: boolean
}

export interface LogPosition {
  readonly log: LogId
  readonly position: Position
}

/** Names a command for ever. */
export interface CommandKey {
  readonly log: LogId
  /** Null where its facts are anonymous. */
  readonly actor: Actor | null
  readonly key: string
}

export interface Snapshot {
  readonly position: Position
  readonly at: number
  readonly state: unknown
}

export interface ReadRange {
  readonly after: number
  readonly upto: number
  readonly limit: number
}

export interface ReadBack {
  readonly before: number
  readonly types: readonly string[]
  readonly limit: number
  /** Of exactly this audience; of any without it. */
  readonly visibleTo?: Visibility
}

export interface Search {
  /** Looked for anywhere in `body.text`, without regard to case. */
  readonly text: string
  readonly types: readonly string[]
  /** `after < seq < before`: bounds the work. */
  readonly after: number
  readonly before: number
  readonly limit: number
  /** Audiences of a fact that the asker is part of. */
  readonly reader: readonly string[]
}

/** The statement can never succeed as it is, and had no effect: data the store cannot hold. */
export class StoreRejected extends Error {
  override readonly name = 'StoreRejected'
}

export interface LogStore {
  /**
   * Each log's facts go in whole or not at all. Throws StoreRejected when nothing went in and
   * nothing ever will; after any other error nobody knows what went in.
   */
  append(appends: readonly Append[]): Promise<ReadonlyMap<LogId, AppendOutcome>>
  /** What came after each position, and whether it is still in the log; in the order asked. */
  pull(positions: readonly LogPosition[], limit: number): Promise<readonly Pull[]>
  /** The tops of these logs; a log without facts is not among them. */
  tops(logs: readonly LogId[]): Promise<ReadonlyMap<LogId, Position>>
  /** The facts of each of these commands, in the order asked; empty for a key never seen. */
  byKeys(keys: readonly CommandKey[]): Promise<readonly (readonly StoredFact[])[]>
  /** Facts with `after < seq <= upto`, oldest first. */
  read(log: LogId, range: ReadRange): Promise<readonly StoredFact[]>
  /** Facts of these types with `seq < before`, newest first. */
  readBack(log: LogId, range: ReadBack): Promise<readonly StoredFact[]>
  /** Facts that are not redacted, whose text holds the words and whose audience the reader is of; newest first. */
  search(log: LogId, wanted: Search): Promise<readonly StoredFact[]>
  /** The newest state that the same rules' version wrote, if its fact is still in the log. */
  snapshot(log: LogId, version: number): Promise<Snapshot | null>
  saveSnapshot(log: LogId, version: number, snapshot: Snapshot): Promise<void>
  /** Logs of a kind whose next chore is due, the latest first to act on. */
  due(kind: string, now: number, limit: number): Promise<readonly LogId[]>
}
