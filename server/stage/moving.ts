// Whom to ask next to move away from a media node that drains: few at a time, so that a class never holds its
// breath, yet enough that all are gone in time. Pure.
import type { Seat } from '../../shared/contract/sfu.ts'
import type { RoomId, SessionId } from '../../shared/ids.ts'

/** A browser is about so long on both nodes, in ms … */
const usualMove = 4_000
/** … and who was asked and stays for so long, will not follow, or not now. */
const patience = 10_000
const abreast = { least: 2, most: 40 }
/** The rest of the time is for those who must be asked again. */
const planned = 0.6

export interface Asked {
  readonly at: number
  readonly times: number
}

export interface Moving {
  /** Who is on the node. */
  readonly staying: readonly Seat[]
  /** How many are on their way. */
  readonly underway: number
  readonly asked: ReadonlyMap<SessionId, Asked>
  /** Ms until the node should be empty. */
  readonly within: number
  /** Ms of any clock, that of `asked`. */
  readonly now: number
}

/** How many may be on their way at once. */
export function widthOf(people: number, within: number): number {
  const rounds = Math.max(1, (within * planned) / usualMove)
  return Math.min(abreast.most, Math.max(abreast.least, Math.ceil(people / rounds)))
}

/** Who was asked least, and of those no two of one class before one of each. */
export function nextToMove({ staying, underway, asked, within, now }: Moving): Seat[] {
  // What was asked before the time was over is asked no more, but told.
  const since = Math.max(now - patience, within > 0 ? -Infinity : now + within)
  const isFollowing = ({ session }: Seat) => (asked.get(session)?.at ?? -Infinity) > since
  const following = staying.filter(isFollowing).length
  const free = widthOf(staying.length + underway, within) - underway - following
  if (free <= 0) return []
  const turns = new Map<RoomId, number>()
  return staying
    .filter((one) => !isFollowing(one))
    .map((one) => {
      const turn = turns.get(one.room) ?? 0
      turns.set(one.room, turn + 1)
      return { one, times: asked.get(one.session)?.times ?? 0, turn }
    })
    .toSorted((a, b) => a.times - b.times || a.turn - b.turn)
    .slice(0, free)
    .map(({ one }) => one)
}
