// Moves people away from media nodes that drain, or that are cut off from others that their class has: every server
// those who are connected to it, so that none has to be elected, and whoever lost their server is moved by the next
// one. What happens then is the client's.
import type { RoomId, SessionId } from '../../shared/ids.ts'
import type { Leaving, MediaPlane, NodeView } from '../media/plane.ts'
import type { Room } from '../rooms/room.ts'
import { nextToMove, type Asked, type Sitter } from './moving.ts'

const everyMs = 500

export interface MoverParts {
  readonly plane: Pick<MediaPlane, 'nodes' | 'leaving' | 'placeOf' | 'isMoving' | 'asked'>
  /** With people on this server. */
  readonly rooms: {
    readonly all: readonly Pick<Room, 'id' | 'members' | 'state'>[]
    get(id: RoomId): Pick<Room, 'tellOne'> | undefined
  }
}

const isOpen = ({ up, remote, draining }: NodeView) => up && !remote && !draining

export class Mover {
  readonly #parts: MoverParts
  readonly #asked = new Map<SessionId, Asked>()
  readonly #timer: NodeJS.Timeout

  constructor(parts: MoverParts) {
    this.#parts = parts
    this.#timer = setInterval(() => {
      this.move()
    }, everyMs)
  }

  move(): void {
    const { nodes, leaving } = this.#parts.plane
    this.#forgetMoved(new Set(leaving.map(({ node }) => node)))
    if (leaving.length === 0) return
    const here = this.#here
    for (const one of leaving) {
      // Where there is nowhere to go, people stay until the node really ends.
      if (nodes.some((other) => isOpen(other) && other.node !== one.node)) this.#empty(one, here)
    }
  }

  close(): void {
    clearInterval(this.#timer)
  }

  #empty(leaving: Leaving, everybody: readonly Sitter[]): void {
    const { node, room, within } = leaving
    const { plane, rooms } = this.#parts
    const here = everybody.filter((seat) => room === null || seat.room === room)
    const staying = here.filter(({ session }) => plane.placeOf(session)?.node === node)
    const underway = here.filter(({ session }) => plane.isMoving(session))
    const now = performance.now()
    for (const seat of nextToMove({ staying, underway, asked: this.#asked, within, now })) {
      const { session } = seat
      const { times = 0 } = this.#asked.get(session) ?? {}
      // Who could not be moved in time joins media anew elsewhere, as after a loss.
      const isCut = within <= 0 && times > 0
      this.#asked.set(session, { at: now, times: times + 1 })
      const incarnation = plane.placeOf(session)?.incarnation
      if (incarnation === undefined) continue
      plane.asked(seat, leaving)
      rooms.get(seat.room)?.tellOne(seat, isCut ? 'media.lost' : 'media.move', { incarnation })
    }
  }

  /** Who is asked of another drain later is asked for the first time. */
  #forgetMoved(ending: ReadonlySet<string>): void {
    const { plane } = this.#parts
    for (const session of this.#asked.keys()) {
      const { node = '' } = plane.placeOf(session) ?? {}
      if (!ending.has(node) && !plane.isMoving(session)) this.#asked.delete(session)
    }
  }

  /** Everybody who is connected here, once, whatever became of their connections. */
  get #here(): Sitter[] {
    const sitters = this.#parts.rooms.all.flatMap(({ id: room, members, state }) => {
      const sending = new Set([...state.sources.values()].map(({ participant }) => participant))
      return [...members].map(({ arrival: { participant, session } }) => ({
        ...{ room, participant, session },
        sends: sending.has(participant),
      }))
    })
    return [...new Map(sitters.map((sitter) => [sitter.session, sitter])).values()]
  }
}
