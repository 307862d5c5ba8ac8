// A log as this node has it: the folded state, the place reached, and who listens. It only ever goes
// forward fact by fact, or starts anew; it knows nothing of commands or of where facts come from.
import { LyceumError } from '../../shared/errors.ts'
import type { Fact, Position, Rules } from '../../shared/log.ts'

export type Stop = () => void

/** What a subscriber hears: the facts between two places, with the states before and after them. */
export interface Batch<State> {
  readonly after: Position
  readonly upto: Position
  readonly facts: readonly Fact[]
  readonly before: State
  readonly state: State
  /** True when the log was started anew: readers need a snapshot, `facts` is empty. */
  readonly reset: boolean
}

export interface Place<State> {
  readonly state: State
  readonly position: Position
}

export function samePosition(a: Position, b: Position): boolean {
  return a.seq === b.seq && a.id === b.id
}

type Folding<State> = Pick<Rules<State, never>, 'evolve' | 'reads'>

/** Folds facts, or throws `unreadable` where this release does not know one. */
export function fold<State>(rules: Folding<State>, state: State, facts: readonly Fact[]): State {
  return facts.reduce((folded, fact) => {
    if (rules.reads(fact.type, fact.version)) return rules.evolve(folded, fact)
    throw new LyceumError('unreadable', undefined, { reason: `${fact.type}@${fact.version}` })
  }, state)
}

export class Timeline<State> {
  readonly #rules: Folding<State>
  readonly #report: (error: unknown) => void
  readonly #listeners = new Set<(batch: Batch<State>) => void>()
  #place: Place<State>

  /** `report` hears of listeners that throw. */
  constructor(rules: Folding<State>, start: Place<State>, report: (error: unknown) => void) {
    this.#rules = rules
    this.#place = start
    this.#report = report
  }

  get state(): State {
    return this.#place.state
  }

  get position(): Position {
    return this.#place.position
  }

  /**
   * Adds what is new among the facts after `after`. False when they leave a gap or belong to another past
   * (a backup was restored while they were on their way); then nothing is added.
   */
  extend(after: Position, facts: readonly Fact[]): boolean {
    if (!this.#touches(after, facts)) return false
    const fresh = facts.filter(({ seq }) => seq > this.#place.position.seq)
    const last = fresh.at(-1)
    if (last === undefined) return true
    const state = fold(this.#rules, this.#place.state, fresh)
    this.#move({ state, position: { seq: last.seq, id: last.id } }, fresh)
    return true
  }

  /** Whether the place reached is `after` or one of `facts`, by number and by id. */
  #touches(after: Position, facts: readonly Fact[]): boolean {
    const { position } = this.#place
    if (after.seq >= position.seq) return samePosition(after, position)
    const here = facts[position.seq - after.seq - 1]
    // They end before this place: nothing new, and nothing to compare.
    return here === undefined || here.id === position.id
  }

  /** Puts another past in place of this one. */
  restart(place: Place<State>): void {
    this.#move(place, null)
  }

  #move(to: Place<State>, facts: readonly Fact[] | null): void {
    const from = this.#place
    this.#place = to
    this.#tell({
      after: from.position,
      upto: to.position,
      facts: facts ?? [],
      before: from.state,
      state: to.state,
      reset: facts === null,
    })
  }

  #tell(batch: Batch<State>): void {
    for (const listener of this.#listeners) {
      try {
        listener(batch)
      } catch (error) {
        this.#report(error)
      }
    }
  }

  subscribe(listener: (batch: Batch<State>) => void): Stop {
    this.#listeners.add(listener)
    return () => {
      this.#listeners.delete(listener)
    }
  }
}
