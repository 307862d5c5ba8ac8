// The clock that everybody sees: a countdown or a stopwatch, running or held.
import type { Feature } from './feature.ts'

export interface Clock {
  readonly kind: 'countdown' | 'stopwatch'
  /** When a running countdown ends or a running stopwatch began, in ms since 1970. */
  readonly at: number | null
  /** What it stands at while held, in ms. */
  readonly held: number | null
}

export interface TimerSlice {
  readonly clock: Clock | null
}

export const timer: Feature<TimerSlice> = {
  initial: { clock: null },
  fold: {
    'timer.set': (_, { body }) => ({ clock: body }),
    'timer.stopped': (slice) => (slice.clock === null ? slice : timer.initial),
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? timer.initial : slice),
  encode: (slice) => slice,
  decode: (json) => json as TimerSlice,
}

/** What the clock shows, in ms: what is left, or what has passed. */
export function reading({ kind, at, held }: Clock, now: number): number {
  if (at === null) return held ?? 0
  return Math.max(0, kind === 'countdown' ? at - now : now - at)
}
