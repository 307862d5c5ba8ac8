// Whom to ask next to move away from a media node that drains: few at a time, so that a class never holds its
// breath, yet enough that all are gone in time: who sends, and is fetched anew by all who watch, apart from who
// does not. Pure.
import type { Seat } from '../../shared/contract/sfu.ts'
import type { RoomId, SessionId } from '../../shared/ids.ts'

/** A browser is about so long on both nodes, in ms … */
const usualMove = 4_000
/** … and who was asked and stays for so long, will not follow, or not now. */
const patience = 10_000
const abreast = { sending: 1, watching: 2, most: 40 }
/** The rest of the time is for those who must be asked again. */
const planned = 0.6

export interface Asked {
  readonly at: number
  readonly times: number
}

/** Somebody with media. */
export interface Sitter extends Seat {
  readonly sends: boolean
}

export interface Moving {
  /** Who is on the node. */
  readonly staying: readonly Sitter[]
  /** Who is on the way to another. */
  readonly underway: readonly Pick<Sitter, 'sends'>[]
  readonly asked: ReadonlyMap<SessionId, Asked>
  /** Ms until the node should be empty. */
  readonly within: number
  /** Ms of any clock, that of `asked`. */
  readonly now: number
}

/** How many of so many people may be on their way at once. */
export function widthOf(people: number, within: number, least: number): number {
  const rounds = Math.max(1, (within * planned) / usualMove)
  return Math.min(abreast.most, Math.max(least, Math.ceil(people / rounds)))
}

/** Who was asked least, and of those no two of one class before one of each. */
function inTurn(people: readonly Sitter[], asked: Moving['asked']): Sitter[] {
  const turns = new Map<RoomId, number>()
  return people
    .map((one) => {
      const turn = turns.get(one.room) ?? 0
      turns.set(one.room, turn + 1)
      return { one, times: asked.get(one.session)?.times ?? 0, turn }
    })
    .toSorted((a, b) => a.times - b.times || a.turn - b.turn)
    .map(({ one }) => one)
}

export function nextToMove({ staying, underway, asked, within, now }: Moving): Sitter[] {
  // What was asked before the time was over is asked no more, but told.
  const since = Math.max(now - patience, within > 0 ? -Infinity : now + within)
  const isFollowing = ({ session }: Seat) => (asked.get(session)?.at ?? -Infinity) > since
  const next = (sends: boolean): Sitter[] => {
    const people = staying.filter((one) => one.sends === sends)
    const gone = underway.filter((one) => one.sends === sends).length
    const least = sends ? abreast.sending : abreast.watching
    const width = widthOf(people.length + gone, within, least)
    const free = width - gone - people.filter(isFollowing).length
    const waiting = people.filter((one) => !isFollowing(one))
    return inTurn(waiting, asked).slice(0, Math.max(0, free))
  }
  return [...next(true), ...next(false)]
}
