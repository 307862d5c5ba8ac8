// Decides waiting commands one after another, each on the state the ones before it would leave, so that
// all of them can be appended at once. Pure but for the ids of new facts.
import { isRefusal, type Refusal } from '../../shared/errors.ts'
import type { Draft, Envelope, Rules } from '../../shared/log.ts'
import { authorOf, type Author } from './authors.ts'
import { freshId } from './freshIds.ts'
import type { NewFact } from './store.ts'
import type { Place } from './timeline.ts'

/** A command with the id that whatever it creates shall have, however often it is decided. */
export interface Pending<Command> {
  readonly id: string
  readonly envelope: Envelope<Command>
}

export type Verdict =
  | { readonly facts: readonly NewFact[] }
  | { readonly refusal: Refusal }
  | { readonly error: unknown }

export interface Decided<Submission> {
  readonly submission: Submission
  readonly verdict: Verdict
}

export interface DecidedBatch<State, Submission> {
  readonly decided: readonly Decided<Submission>[]
  readonly facts: readonly NewFact[]
  /** What the state becomes when all of `facts` go in, but for the exact `at`. */
  readonly state: State
}

export interface BatchLimits {
  readonly now: number
  readonly commands: number
  readonly facts: number
}

export function decideBatch<State, Command, Submission extends Pending<Command>>(
  rules: Rules<State, Command>,
  start: Place<State> & { readonly waiting: readonly Submission[] },
  limits: BatchLimits,
): DecidedBatch<State, Submission> {
  const decided: Decided<Submission>[] = []
  const facts: NewFact[] = []
  let { state } = start
  for (const submission of start.waiting) {
    if (decided.length >= limits.commands || facts.length >= limits.facts) break
    const seq = start.position.seq + facts.length
    const step = decideOne(rules, { state, seq, submission, now: limits.now })
    decided.push({ submission, verdict: step.verdict })
    if (step.facts.length === 0) continue
    facts.push(...step.facts)
    state = step.state
  }
  return { decided, facts, state }
}

interface Situation<State, Command> {
  readonly state: State
  /** Number of the last fact before this command's. */
  readonly seq: number
  readonly now: number
  readonly submission: Pending<Command>
}

interface Step<State> {
  readonly verdict: Verdict
  readonly facts: readonly NewFact[]
  readonly state: State
}

function decideOne<State, Command>(
  rules: Rules<State, Command>,
  { state, seq, now, submission }: Situation<State, Command>,
): Step<State> {
  const { envelope } = submission
  const { actor, command } = envelope
  try {
    const decision = rules.decide(state, command, { actor, now, id: submission.id })
    if (isRefusal(decision)) return { verdict: { refusal: decision }, facts: [], state }
    const author = authorOf(envelope, decision)
    const facts = decision.map((draft, ordinal) => place(draft, ordinal, { seq, author }))
    const after = facts.reduce((folded, fact) => rules.evolve(folded, { ...fact, at: now }), state)
    return { verdict: { facts }, facts, state: after }
  } catch (error) {
    // A rule that throws must cost its own command only, not the flush of every log.
    return { verdict: { error }, facts: [], state }
  }
}

function place(
  draft: Draft,
  ordinal: number,
  { seq, author }: { seq: number; author: Author },
): NewFact {
  const { type, version, visibleTo, body, redacts = [] } = draft
  const { actor, key } = author
  const spot = { seq: seq + 1 + ordinal, id: freshId<'fact'>() }
  return { ...spot, actor, key, ordinal, type, version, visibleTo, body, redacts }
}
