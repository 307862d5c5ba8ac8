// Who is heard in a room whose people are on several media nodes: each part tells of its own people, at most five
// times a second, and the room is told of all as often as of one.
import type { SfuEvents } from '../../shared/contract/sfu.ts'
import type { ParticipantId, RoomId } from '../../shared/ids.ts'

type Said = SfuEvents['speakers']

export interface Heard {
  readonly active: ParticipantId | null
  /** The loudest first. */
  readonly levels: readonly { readonly participant: ParticipantId; readonly level: number }[]
}

interface Spoken {
  readonly parts: Map<string, { readonly said: Said; readonly at: number }>
  active: ParticipantId | null
  toldAt: number
}

/** What a part said is true for so long, in ms. */
const lasting = 1_000
/** In ms: a part tells every 200, and ticks differ a little. */
const atMostEvery = 150

export class Speech {
  readonly #now: () => number
  readonly #rooms = new Map<RoomId, Spoken>()

  /** `now` in ms. */
  constructor(now: () => number) {
    this.#now = now
  }

  /** What to tell the room; null when that can wait for the next word. */
  hear(said: Said): Heard | null {
    const now = this.#now()
    const fresh: Spoken = { parts: new Map(), active: null, toldAt: -Infinity }
    const room = this.#rooms.get(said.room) ?? fresh
    this.#rooms.set(said.room, room)
    const part = said.incarnation ?? ''
    const spoke = (room.parts.get(part)?.said.levels.length ?? 0) > 0
    room.parts.set(part, { said, at: now })
    for (const [key, { at }] of room.parts) if (at < now - lasting) room.parts.delete(key)
    const before = room.active
    const heard = mergedOf(room)
    room.active = heard.active
    const isQuiet = said.levels.length === 0
    if (isQuiet && heard.levels.length === 0) this.#rooms.delete(said.room)
    const isSudden = (isQuiet && spoke) || before !== heard.active
    if (!isSudden && now - room.toldAt < atMostEvery) return null
    room.toldAt = now
    return heard
  }
}

/** The dominant speaker of the part with the loudest; who spoke last stays it while all are silent. */
function mergedOf({ parts, active }: Spoken): Heard {
  const said = [...parts.values()].map((part) => part.said)
  const levels = said.flatMap((one) => one.levels)
  const loudest = (one: Said) => Math.max(0, ...one.levels.map(({ level }) => level))
  const speaking = said
    .filter((one) => one.active !== null && one.levels.length > 0)
    .toSorted((a, b) => loudest(b) - loudest(a))
  return {
    active: speaking[0]?.active ?? (said.length === 1 ? (said[0]?.active ?? null) : active),
    levels: levels
      .map(({ participant, level }) => ({ participant, level }))
      .toSorted((a, b) => b.level - a.level),
  }
}
