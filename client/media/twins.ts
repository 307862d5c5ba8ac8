// What is shown and played of one person while they, or whoever watches, are being moved to another media node
// and it comes twice: what was there goes on until the new flows. Pure.
import type { ParticipantId, SourceId } from '../../shared/ids.ts'
import type { SourceKind } from '../../shared/contract/sources.ts'

export interface Stream {
  readonly source: SourceId
  readonly participant: ParticipantId
  readonly kind: SourceKind
  /** By transports that are being left. */
  readonly leaving: boolean
}

/** Of one person and kind, in the order in which they came. */
export type Twins<S extends Stream> = readonly S[]

export function twinsOf<S extends Stream>(streams: Iterable<S>): Twins<S>[] {
  const groups = new Map<string, S[]>()
  for (const stream of streams) {
    const key = `${stream.participant} ${stream.kind}`
    const group = groups.get(key)
    if (group === undefined) groups.set(key, [stream])
    else group.push(stream)
  }
  return [...groups.values()]
}

/**
 * The newest that flows, which is what to show, and what is newer: it is played with it, since nobody hears it
 * until it flows.
 */
export function currentOf<S extends Stream>(twins: Twins<S>, flows: (one: S) => boolean): S[] {
  return twins.slice(Math.max(0, twins.findLastIndex(flows)))
}

/** Whether all that flows by transports that are being left comes by the new ones. */
export function isMoved<S extends Stream>(all: readonly Twins<S>[], flows: (one: S) => boolean) {
  const flowing = (twins: Twins<S>, leaving: boolean) =>
    twins.some((one) => one.leaving === leaving && flows(one))
  return all.every((twins) => !flowing(twins, true) || flowing(twins, false))
}
