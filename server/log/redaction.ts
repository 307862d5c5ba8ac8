// The one place where a stored fact becomes what a reader may have. Whoever reads facts (pull,
// history, search, export, replay, webhook) gets them from here.
import type { Fact, Rules } from '../../shared/log.ts'
import type { StoredFact } from './store.ts'

type Redacting = Pick<Rules<unknown, unknown>, 'redact'>

export function reveal(rules: Redacting, { raw, redacted }: StoredFact): Fact {
  return redacted ? { ...rules.redact(raw), redacted: true } : raw
}

export function revealAll(rules: Redacting, stored: readonly StoredFact[]): Fact[] {
  return stored.map((fact) => reveal(rules, fact))
}
