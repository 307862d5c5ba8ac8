// What of a class goes out by HLS: one broadcast at a time, interrupted while its encoder is away.
import type { BodyOf } from '../contract/index.ts'
import type { BroadcastId } from '../ids.ts'
import type { Feature } from './feature.ts'

export interface Broadcast {
  readonly broadcast: BroadcastId
  /** The recorder that has it. */
  readonly node: string
  /** In ms since 1970, as all times here. */
  readonly beganAt: number
  /** Since when nothing comes; null while it does. */
  readonly interruptedAt: number | null
}

export interface BroadcastSlice {
  readonly current: Broadcast | null
  /** Why the last one ended, until another begins. */
  readonly ended: BodyOf<'broadcast.ended'>['reason'] | null
}

function change(
  slice: BroadcastSlice,
  broadcast: BroadcastId,
  interruptedAt: number | null,
): BroadcastSlice {
  if (slice.current?.broadcast !== broadcast) return slice
  return { ...slice, current: { ...slice.current, interruptedAt } }
}

export const broadcast: Feature<BroadcastSlice> = {
  initial: { current: null, ended: null },
  fold: {
    'broadcast.began': (_, { at, body }) => ({
      current: { ...body, beganAt: at, interruptedAt: null },
      ended: null,
    }),
    'broadcast.interrupted': (slice, { at, body }) => change(slice, body.broadcast, at),
    'broadcast.resumed': (slice, { body }) => change(slice, body.broadcast, null),
    'broadcast.ended': (slice, { body }) =>
      slice.current?.broadcast === body.broadcast ? { current: null, ended: body.reason } : slice,
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? broadcast.initial : slice),
  encode: (slice) => slice,
  decode: (json) => json as BroadcastSlice,
}
