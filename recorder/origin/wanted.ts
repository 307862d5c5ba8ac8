// What a request for a playlist asks for, by its delivery directives (draft-pantos-hls-rfc8216bis-15, 6.2.5). Pure.
import type { Asked, Position } from '../packager/playlist.ts'

export interface Wanted extends Asked {
  /** The part that must be in it; null when it may be as it is. */
  readonly upTo: Position | null
}

/** Directives that no player sends who keeps to the rules. */
export class BadDirective extends Error {}

/** Of those numbers that count from nothing, and are written plainly. */
function numberOf(query: URLSearchParams, name: string): number | null {
  const text = query.get(name)
  if (text === null) return null
  if (!/^\d{1,12}$/.test(text)) throw new BadDirective(`${name} is no number`)
  return Number(text)
}

/** So far ahead one may ask (6.2.5.2). */
const ahead = 2

/** `last` is the last part that is there; null before the first. */
export function wantedOf(query: URLSearchParams, last: Position | null): Wanted {
  const number = numberOf(query, '_HLS_msn')
  const part = numberOf(query, '_HLS_part')
  if (part !== null && number === null) throw new BadDirective('_HLS_part needs _HLS_msn')
  if (number !== null && number > (last?.number ?? 0) + ahead)
    throw new BadDirective('_HLS_msn is too far ahead')
  const skip = query.get('_HLS_skip')
  const isLowLatency = query.get('plain') === null
  return {
    isDelta: isLowLatency && (skip === 'YES' || skip === 'v2'),
    isLowLatency,
    isWhole: query.get('from') === 'start',
    // Without a part the whole segment is meant.
    upTo: number === null ? null : { number, part: part ?? Infinity },
  }
}
