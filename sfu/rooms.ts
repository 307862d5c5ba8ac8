// The rooms of this node. A room lives on one worker until that is full, then on another too: each part is
// a MediaRoom of its own, and what one has reaches the other through a pipe like between nodes.
import type { Logger } from 'pino'
import { codecs, shareOf, type Load } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { Incarnation, RoomId, SessionId } from '../shared/ids.ts'
import type { SfuConfig } from './config.ts'
import type { Announce } from './announce.ts'
import { MediaRoom } from './mediaRoom.ts'
import type { MediaWorker, Workers } from './workers.ts'

interface RoomsParts {
  readonly config: SfuConfig
  readonly workers: Workers
  readonly announce: Announce
  /** What a worker carries, as it is at this moment. */
  readonly loadOf: (worker: MediaWorker) => Load
  readonly log: Logger
}

export class Rooms {
  readonly #parts: RoomsParts
  readonly #open = new Map<RoomId, readonly MediaRoom[]>()
  readonly #making = new Map<RoomId, Promise<MediaRoom>>()

  constructor(parts: RoomsParts) {
    this.#parts = parts
  }

  get all(): readonly MediaRoom[] {
    return [...this.#open.values()].flat()
  }

  /** Its parts, those that are being made too. */
  async of(id: RoomId): Promise<readonly MediaRoom[]> {
    await this.#making.get(id)?.catch(() => undefined)
    return this.#open.get(id) ?? []
  }

  /** The part in which this session has a seat. */
  async seating(id: RoomId, session: SessionId): Promise<MediaRoom> {
    const parts = await this.of(id)
    const found = parts.find(({ peers }) => peers.some(({ seat }) => seat.session === session))
    if (!found) throw new LyceumError('missing', 'This seat has not joined here.')
    return found
  }

  async at(id: RoomId, incarnation: Incarnation): Promise<MediaRoom> {
    const parts = await this.of(id)
    const found = parts.find(({ place }) => place.incarnation === incarnation)
    // What was meant for an earlier life of the room finds nothing here.
    if (!found) throw new LyceumError('missing', 'This room is not on this worker.')
    return found
  }

  /** For somebody who comes. Two who come first at once meet in one part. */
  async enter(id: RoomId, session: SessionId): Promise<MediaRoom> {
    const parts = this.#open.get(id) ?? []
    const before = parts.find(({ peers }) => peers.some(({ seat }) => seat.session === session))
    const { fullShare } = this.#parts.config.limits
    const free = before ?? this.#least(parts.filter((part) => this.#share(part) < fullShare))
    if (free) return free
    const making = this.#making.get(id)
    if (making) return making
    const taken = new Set(parts.map(({ worker }) => worker))
    const { alive } = this.#parts.workers
    if (parts.length > 0 && alive.every((worker) => taken.has(worker)))
      return this.#least(parts) ?? this.#make(id, taken)
    return this.#make(id, taken)
  }

  closeAll(): void {
    for (const room of this.all) room.close('shutdown')
  }

  #share({ worker }: MediaRoom): number {
    return shareOf(this.#parts.loadOf(worker))
  }

  #least(parts: readonly MediaRoom[]): MediaRoom | undefined {
    return parts.toSorted((a, b) => this.#share(a) - this.#share(b))[0]
  }

  #make(id: RoomId, taken: ReadonlySet<MediaWorker>): Promise<MediaRoom> {
    const making = this.#create(id, taken).finally(() => this.#making.delete(id))
    this.#making.set(id, making)
    return making
  }

  async #create(id: RoomId, taken: ReadonlySet<MediaWorker>): Promise<MediaRoom> {
    const { config, workers, announce, log } = this.#parts
    const worker = await workers.pick(taken)
    worker.rooms += 1
    try {
      const router = await worker.worker.createRouter({ mediaCodecs: codecs })
      const room = await MediaRoom.create({
        id,
        node: config.node,
        worker,
        router,
        limits: config.limits,
        pipes: config.pipes,
        announce,
        onClose: (closed) => {
          this.#onClosed(closed)
        },
        log: log.child({ room: id }),
      })
      this.#open.set(id, [...(this.#open.get(id) ?? []), room])
      return room
    } catch (error) {
      worker.rooms -= 1
      if (worker.worker.closed) throw new LyceumError('unavailable')
      throw error
    }
  }

  #onClosed(room: MediaRoom): void {
    room.worker.rooms -= 1
    const left = (this.#open.get(room.id) ?? []).filter((part) => part !== room)
    if (left.length > 0) this.#open.set(room.id, left)
    else this.#open.delete(room.id)
  }
}
