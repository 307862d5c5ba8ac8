// The words every log shares: facts, who may see them, and the pure rules that decide and fold them.
// Knows nothing of rooms or boards, of storage or of sockets.
import type { FactId, ParticipantId } from './ids.ts'
import type { Refusal } from './errors.ts'

/**
 * Who may see a fact, fixed when it is appended.
 * `everyone` includes people who wait outside; `all` is whoever is inside; else staff and/or named people.
 */
export type Visibility = 'everyone' | 'all' | readonly ('staff' | ParticipantId)[]

/** A fact before it has a place in a log. */
export interface Draft {
  readonly type: string
  /** A type never changes its meaning; a new shape is a new version. */
  readonly version: number
  readonly visibleTo: Visibility
  readonly body: object
  /** Numbers of earlier facts whose marked fields no reader may see from now on. */
  readonly redacts?: readonly number[]
  /**
   * Nobody may ever learn whose it is: it and all that its command makes are kept without their actor,
   * under a key that leads to nobody, and may name nobody as a reader. What the body says is the rules'.
   */
  readonly anonymous?: true
}

/** Who caused a fact: a participant, or the installation itself. */
export type Actor = ParticipantId | 'system'

export interface Fact extends Omit<Draft, 'redacts' | 'anonymous'> {
  /** 1, 2, 3, … without gaps in its log. */
  readonly seq: number
  readonly id: FactId
  /** PostgreSQL's clock in ms since 1970; never runs backwards in a log. */
  readonly at: number
  /** Null where the fact is anonymous. */
  readonly actor: Actor | null
  /** Present when marked fields were nulled because a later fact redacts this one. */
  readonly redacted?: true
}

/** The place a reader has reached: the number of its last fact and that fact's id. */
export interface Position {
  readonly seq: number
  /** Null only at 0, before the first fact. */
  readonly id: FactId | null
}

export const origin: Position = { seq: 0, id: null }

/** Facts after `after` and up to `upto` that this reader may see; numbers not listed are empty for it. */
export interface Frame {
  readonly after: number
  readonly upto: Position
  readonly facts: readonly Fact[]
}

export interface DecideContext {
  readonly actor: Actor
  /** The one clock, in ms since 1970. */
  readonly now: number
  /** A fresh id for whatever the command creates. */
  readonly id: string
}

export type Decision = readonly Draft[] | Refusal

/** The pure rules of one kind of log. */
export interface Rules<State, Command> {
  /** Snapshots of another version are not used. */
  readonly version: number
  readonly initial: State
  decide(state: State, command: Command, context: DecideContext): Decision
  /** Total: facts about things never seen change nothing. */
  evolve(state: State, fact: Fact): State
  encode(state: State): unknown
  decode(json: unknown): State
  /** False for a fact this release cannot read; the node then stops serving that log. */
  reads(type: string, version: number): boolean
  /** Body with the fields nulled that a redaction hides. */
  redact(fact: Fact): Fact
}

/** A command on its way into a log. */
export interface Envelope<Command> {
  /** Made by the sender; the same key of the same actor has one effect and one answer. */
  readonly key: string
  readonly actor: Actor
  readonly command: Command
}
