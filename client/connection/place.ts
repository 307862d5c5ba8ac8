// The rules by which a reader moves along a log: what to do with a frame and with the top it hears.
// Pure; knows no socket and no state.
import type { Fact, Frame, Position } from '../../shared/log.ts'

export type FrameStep =
  | { readonly kind: 'apply'; readonly facts: readonly Fact[]; readonly have: Position }
  /** Everything in it is known already. */
  | { readonly kind: 'ignore' }
  /** Something between is missing. */
  | { readonly kind: 'pull' }

export function stepFor(have: Position, frame: Frame): FrameStep {
  if (frame.upto.seq <= have.seq) return { kind: 'ignore' }
  if (frame.after > have.seq) return { kind: 'pull' }
  return {
    kind: 'apply',
    facts: frame.facts.filter((fact) => fact.seq > have.seq && fact.seq <= frame.upto.seq),
    have: frame.upto,
  }
}

/** False when something is missing, or when the log was rewound and numbers name other facts. */
export function agrees(have: Position, top: Position): boolean {
  return have.seq === top.seq && have.id === top.id
}
