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
  /** Those that ended of late, the last one last. */
  readonly past: readonly Past[]
}

type Past = BodyOf<'broadcast.ended'>

/** A recorder that hears late of an end must not begin it again. */
const remembered = 8

/** Nobody who ended it, or the class of it, wants it back. */
export const isOver = ({ past }: BroadcastSlice, broadcast: BroadcastId): boolean =>
  past.some((one) => one.broadcast === broadcast && !['lost', 'silent'].includes(one.reason))

function end({ current, past }: BroadcastSlice, ended: Past): BroadcastSlice {
  const others = past.filter(({ broadcast }) => broadcast !== ended.broadcast)
  return {
    current: current?.broadcast === ended.broadcast ? null : current,
    past: [...others, ended].slice(-remembered),
  }
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
  initial: { current: null, past: [] },
  fold: {
    'broadcast.began': ({ past }, { at, body }) => ({
      current: { ...body, beganAt: at, interruptedAt: null },
      past,
    }),
    'broadcast.interrupted': (slice, { at, body }) => change(slice, body.broadcast, at),
    'broadcast.resumed': (slice, { body }) => change(slice, body.broadcast, null),
    'broadcast.ended': (slice, { body }) => end(slice, body),
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? broadcast.initial : slice),
  encode: (slice) => slice,
  decode: (json) => json as BroadcastSlice,
}
