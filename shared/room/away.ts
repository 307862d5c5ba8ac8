// Who is away from their device, by their own word.
import { Map } from 'immutable'
import type { ParticipantId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import type { Feature } from './feature.ts'
import { sees } from './viewer.ts'

export interface Away {
  /** Since when, ms since 1970. */
  readonly at: number
  /** Who was told, and is told of the return. */
  readonly visibleTo: Visibility
}

export type AwaySlice = Map<ParticipantId, Away>

export const away: Feature<AwaySlice> = {
  initial: Map(),
  fold: {
    'away.gone': (slice, { body, at, visibleTo }) =>
      slice.has(body.participant) ? slice : slice.set(body.participant, { at, visibleTo }),
    'away.returned': (slice, { body }) => slice.delete(body.participant),
  },
  project: (slice, viewer) =>
    viewer.kind === 'waiting'
      ? away.initial
      : slice.filter(({ visibleTo }) => sees(viewer, visibleTo)),
  encode: (slice) => [...slice],
  decode: (json) => Map(json as [ParticipantId, Away][]),
}
