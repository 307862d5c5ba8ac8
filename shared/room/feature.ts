// What a feature of the room is: a slice of state with its fold, its projection for a reader, and its
// form as JSON. Deciding is kept apart, because clients fold but never decide.
import type { BodyOf, FactType } from '../contract/index.ts'
import type { Fact } from '../log.ts'
import type { Viewer } from './viewer.ts'

export interface FactOf<Type extends FactType> extends Omit<Fact, 'body' | 'type'> {
  readonly type: Type
  readonly body: BodyOf<Type>
}

/** How a slice changes on each fact it cares about; it may hear any feature's facts. */
export type Fold<Slice> = {
  readonly [Type in FactType]?: (slice: Slice, fact: FactOf<Type>) => Slice
}

export interface Feature<Slice> {
  readonly initial: Slice
  readonly fold: Fold<Slice>
  /** What the viewer may see of the slice: the same as folding only the facts they may see. */
  project(slice: Slice, viewer: Viewer): Slice
  encode(slice: Slice): unknown
  decode(json: unknown): Slice
}

export function foldInto<Slice>(feature: Feature<Slice>, slice: Slice, fact: Fact): Slice {
  const handler = feature.fold[fact.type as FactType] as
    ((slice: Slice, fact: Fact) => Slice) | undefined
  return handler === undefined ? slice : handler(slice, fact)
}
