// What floats over the stage: one sign for each kind of reaction, counting up while it is young, so that a
// storm of taps stays a handful of signs. Pure.
import { emojis, type Emoji } from '../../../shared/contract/reactionLimits.ts'

export interface Float {
  readonly key: number
  readonly emoji: Emoji
  readonly count: number
  /** Whose it is, while it is one person’s. */
  readonly name: string | null
  /** Side by side, so that signs of the same moment do not cover each other. */
  readonly lane: number
  readonly since: number
  readonly until: number
}

export interface Heard {
  readonly emoji: Emoji
  readonly count: number
  readonly name: string | null
}

/** In ms. */
export const floatsFor = 3_000
const youngFor = 800
export const lanes = 5

/** `calm`: nothing moves, so a sign counts up as long as it stands, and stands on. */
export function withHeard(
  floats: readonly Float[],
  heard: readonly Heard[],
  { now, calm }: { readonly now: number; readonly calm: boolean },
): Float[] {
  const next = floats.filter(({ until }) => until > now)
  let key = Math.max(0, ...floats.map((one) => one.key))
  for (const one of heard) {
    const at = next.findLastIndex(
      ({ emoji, since }) => emoji === one.emoji && (calm || now - since < youngFor),
    )
    const known = next[at]
    if (known === undefined) {
      key += 1
      const span = { since: now, until: now + floatsFor }
      next.push({ ...one, key, lane: freest(next), ...span })
    } else {
      const name = known.name === one.name ? known.name : null
      const until = calm ? now + floatsFor : known.until
      next[at] = { ...known, count: known.count + one.count, name, until }
    }
  }
  return next
}

/** Where the last sign rose longest ago. */
function freest(floats: readonly Float[]): number {
  const last = Array.from({ length: lanes }, (_, lane) =>
    floats.findLast((one) => one.lane === lane),
  )
  const since = last.map((one) => one?.key ?? -1)
  return since.indexOf(Math.min(...since))
}

/** The most frequent first. */
export function byCount(
  counts: Readonly<Partial<Record<Emoji, number>>>,
): { emoji: Emoji; count: number }[] {
  return emojis
    .map((emoji) => ({ emoji, count: counts[emoji] ?? 0 }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
}
