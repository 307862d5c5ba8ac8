// Makes what a client is sent: of the facts between two places, those this reader may see. Pure.
import type { Fact, Frame, Position } from '../../shared/log.ts'

/** Any run of facts without gaps: a `Batch`, or several joined. */
export interface Span {
  readonly after: Position
  readonly upto: Position
  readonly facts: readonly Fact[]
}

/** A client that is at `after` or beyond is at `upto` after it, whatever it may see of it. */
export function frameOf({ after, upto, facts }: Span, sees: (fact: Fact) => boolean): Frame {
  return { after: after.seq, upto, facts: facts.filter(sees) }
}

/** Spans that follow each other as one, for one frame per tick. */
export function joinSpans(first: Span, ...rest: readonly Span[]): Span {
  return rest.reduce((whole, span) => {
    if (span.after.seq !== whole.upto.seq) throw new Error('These spans do not follow each other')
    return { after: whole.after, upto: span.upto, facts: [...whole.facts, ...span.facts] }
  }, first)
}
