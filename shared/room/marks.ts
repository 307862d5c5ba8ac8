// Nulls fields of facts that the contract marks: for everybody where a fact is redacted, and for whoever
// is not staff where a field, or who caused the fact, is staff's alone. Whoever hands a room's facts to
// people gets them from here.
import type { z } from 'zod'
import type { FactSpec } from '../contract/define.ts'
import { facts } from '../contract/index.ts'
import type { Fact } from '../log.ts'
import { sees, type Viewer } from './viewer.ts'

type Mark = 'content' | 'personal' | 'staffOnly'

/** Field names of each fact's body, read off the contract's marks. */
function marked(mark: Mark): ReadonlyMap<string, readonly string[]> {
  return new Map(
    Object.entries(facts).map(([type, spec]) => [
      type,
      Object.entries(spec.body.shape as Record<string, z.ZodType>)
        .filter(([, field]) => field.meta()?.[mark] === true)
        .map(([name]) => name),
    ]),
  )
}
const contentFields = marked('content')
const staffFields = marked('staffOnly')

/** Types of facts of which only staff is told who caused them. */
const unsigned: ReadonlySet<string> = new Set(
  Object.entries<FactSpec>(facts).flatMap(([type, spec]) => (spec.actor === 'staff' ? [type] : [])),
)

function without<One extends Fact>(fact: One, names: readonly string[]): One {
  const hidden = names.map((name): [string, null] => [name, null])
  return { ...fact, body: { ...fact.body, ...Object.fromEntries(hidden) } }
}

export function redact(fact: Fact): Fact {
  return { ...without(fact, contentFields.get(fact.type) ?? []), redacted: true }
}

/** The facts that this viewer may see, as this viewer may see them. */
export function show<One extends Fact>(given: readonly One[], viewer: Viewer): One[] {
  const seen = given.filter((fact) => sees(viewer, fact.visibleTo))
  if (viewer.kind === 'staff') return seen
  return seen.map((fact) => {
    const names = staffFields.get(fact.type) ?? []
    const told = names.length === 0 ? fact : without(fact, names)
    return unsigned.has(fact.type) ? { ...told, actor: null } : told
  })
}
