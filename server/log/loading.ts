// Finds a log's present state in the store: its newest usable snapshot, and the facts after it.
import { origin, type Rules } from '../../shared/log.ts'
import type { LogId } from '../../shared/ids.ts'
import { revealAll } from './redaction.ts'
import type { LogStore } from './store.ts'
import { fold, type Place } from './timeline.ts'

const pageSize = 2_000

export interface Loading<State> {
  readonly id: LogId
  readonly rules: Pick<
    Rules<State, never>,
    'version' | 'initial' | 'decode' | 'evolve' | 'reads' | 'redact'
  >
}

export interface LoadedPlace<State> extends Place<State> {
  /** Number of facts that had to be folded. */
  readonly folded: number
}

/** Throws `unreadable` at a fact this release does not know. */
export async function loadPlace<State>(
  { id, rules }: Loading<State>,
  store: LogStore,
): Promise<LoadedPlace<State>> {
  const snapshot = await store.snapshot(id, rules.version)
  let state = snapshot === null ? rules.initial : rules.decode(snapshot.state)
  let position = snapshot?.position ?? origin
  let folded = 0
  for (;;) {
    const [pull] = await store.pull([{ log: id, position }], pageSize)
    // Only a backup restored in this very moment takes the snapshot's fact away again.
    if (!pull?.continues) return loadPlace({ id, rules }, store)
    const facts = revealAll(rules, pull.facts)
    state = fold(rules, state, facts)
    const last = facts.at(-1)
    if (last) position = { seq: last.seq, id: last.id }
    folded += facts.length
    if (!pull.more) return { state, position, folded }
  }
}
