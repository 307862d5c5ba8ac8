// Raised hands, in the order they went up.
import { OrderedMap } from 'immutable'
import type { ParticipantId } from '../ids.ts'
import type { Feature } from './feature.ts'

export interface Hand {
  readonly participant: ParticipantId
  readonly name: string | null
  /** When it went up, ms since 1970. */
  readonly at: number
}

export type HandSlice = OrderedMap<ParticipantId, Hand>

export const hands: Feature<HandSlice> = {
  initial: OrderedMap(),
  fold: {
    'hands.raised': (slice, { body, at }) =>
      slice.has(body.participant) ? slice : slice.set(body.participant, { ...body, at }),
    'hands.lowered': (slice, { body }) => slice.delete(body.participant),
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? hands.initial : slice),
  encode: (slice) => [...slice.values()],
  decode: (json) =>
    OrderedMap((json as Hand[]).map((hand): [ParticipantId, Hand] => [hand.participant, hand])),
}
