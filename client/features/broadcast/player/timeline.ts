// Between the time of a player, which begins anywhere, and the one clock: by the dates of segments. Pure.
import type { Reach } from './engine.ts'

/** A segment, in the words of hls.js. */
export interface Dated {
  /** In seconds of the player. */
  readonly start: number
  /** In seconds. */
  readonly duration: number
  /** In ms since 1970; null where the playlist says nothing. */
  readonly programDateTime: number | null
}

const seconds = 1_000

/** When what is seen at that time of the player was sent. */
export function dateAt(segments: readonly Dated[], time: number): number | null {
  const at = segments.findLast(({ start }) => start <= time) ?? segments[0]
  if (at === undefined || at.programDateTime === null) return null
  return at.programDateTime + (time - at.start) * seconds
}

/** The time of the player at which that is seen; null where it is not there. */
export function timeAt(segments: readonly Dated[], date: number): number | null {
  const at = segments.findLast(({ programDateTime }) => (programDateTime ?? Infinity) <= date)
  if (at === undefined || at.programDateTime === null) return null
  // Between two segments nothing was sent: what came next is shown.
  return at.start + Math.min((date - at.programDateTime) / seconds, at.duration)
}

export function reachOf(segments: readonly Dated[]): Reach | null {
  const from = segments[0]?.programDateTime ?? null
  const last = segments.at(-1)
  const lastFrom = last?.programDateTime ?? null
  if (from === null || lastFrom === null) return null
  return { from, to: lastFrom + (last?.duration ?? 0) * seconds }
}
