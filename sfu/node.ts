// This node: its workers, its rooms, and the body of every request a server may make. It places rooms
// on workers and says what died; what a room does inside is the room's own.
import { EventEmitter } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import {
  codecs,
  type NodeReport,
  type SfuEventName,
  type SfuEvents,
  type SfuInput,
  type SfuOutput,
  type SfuRequestName,
  type WorkerLoad,
} from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { Incarnation, RoomId } from '../shared/ids.ts'
import type { SfuConfig } from './config.ts'
import { MediaPeer } from './mediaPeer.ts'
import { MediaRoom, type Announce } from './mediaRoom.ts'
import { peerStats } from './stats.ts'
import { Throughput } from './throughput.ts'
import { Workers, type MediaWorker } from './workers.ts'

export type Handlers = {
  readonly [N in SfuRequestName]: (input: SfuInput<N>) => Promise<SfuOutput<N>>
}

interface NodeEvents {
  announced: { [N in SfuEventName]: [name: N, data: SfuEvents[N]] }[SfuEventName]
}

export class SfuNode extends EventEmitter<NodeEvents> {
  readonly name: string
  readonly workers: Workers
  readonly #config: SfuConfig
  readonly #log: Logger
  readonly #rooms = new Map<RoomId, Promise<MediaRoom>>()
  readonly #open = new Map<RoomId, MediaRoom>()
  readonly #throughput = new Throughput()
  readonly #reporting: NodeJS.Timeout
  #draining = false
  #closed = false

  private constructor(config: SfuConfig, workers: Workers, log: Logger) {
    super()
    this.name = config.node
    this.workers = workers
    this.#config = config
    this.#log = log
    workers.on('died', (worker) => this.#onWorkerDied(worker))
    this.#reporting = setInterval(() => this.#tick(), config.limits.reportMs)
  }

  static async create(config: SfuConfig, log: Logger): Promise<SfuNode> {
    return new SfuNode(config, await Workers.create(config.media, log), log)
  }

  get rooms(): readonly MediaRoom[] {
    return [...this.#open.values()]
  }

  get incarnations(): Incarnation[] {
    return this.workers.alive.map((worker) => worker.incarnation)
  }

  readonly handlers: Handlers = {
    join: (input) => this.#in(this.#room(input.room), (room) => room.join(input)),
    connect: (input) =>
      this.#in(this.#existing(input.room), async (room) => {
        await room.peer(input).transport(input.transport).connect(input.dtlsParameters)
        return {}
      }),
    publish: (input) =>
      this.#in(this.#existing(input.room), async (room) => {
        const source = await room.publish(input)
        return { ...room.place, source: source.id, paused: source.paused }
      }),
    watch: (input) => this.#in(this.#existing(input.room), (room) => room.peer(input).watch(input)),
    resume: (input) =>
      this.#in(this.#existing(input.room), async (room) => {
        await room.peer(input).resume(input.consumers)
        return {}
      }),
    restartIce: (input) =>
      this.#in(this.#existing(input.room), async (room) => ({
        iceParameters: await room.peer(input).transport(input.transport).restartIce(),
      })),
    want: async (input) =>
      (await this.#rooms.get(input.room))?.want(input) ?? { applied: true, actual: [] },
    withdraw: async (input) => {
      ;(await this.#rooms.get(input.room))?.withdraw(input)
      return {}
    },
    hide: async (input) => {
      ;(await this.#rooms.get(input.room))?.hide(input)
      return {}
    },
    leave: async (input) => {
      ;(await this.#rooms.get(input.room))?.leave(input.participant, input.session)
      return {}
    },
    drain: async ({ draining }) => {
      this.#draining = draining
      this.#announce('report', this.report())
      return {}
    },
    closeRoom: async (input) => {
      ;(await this.#rooms.get(input.room))?.close('roomClosed')
      return {}
    },
    play: (input) => this.#play(input),
    'pipe.open': (input) => this.#in(this.#room(input.room), (room) => room.openPipe(input)),
    'pipe.offer': (input) => this.#in(this.#existing(input.room), (room) => room.offerPiped(input)),
    'pipe.take': (input) =>
      this.#in(this.#existing(input.room), async (room) => {
        await room.takePiped(input)
        return {}
      }),
    'pipe.close': async (input) => {
      ;(await this.#rooms.get(input.room))?.closePiped(input)
      return {}
    },
    stats: (input) =>
      this.#in(this.#existing(input.room), async (room) => {
        const chosen = room.peers.filter(
          ({ seat }) => input.participant === undefined || seat.participant === input.participant,
        )
        return { peers: await Promise.all(chosen.map((peer) => peerStats(room, peer))) }
      }),
  }

  get loads(): WorkerLoad[] {
    return this.workers.alive.map((worker) => {
      const rooms = this.rooms.filter((room) => room.worker === worker)
      const peers = rooms.flatMap((room) => room.peers)
      return {
        incarnation: worker.incarnation,
        cpu: worker.cpu,
        rooms: rooms.length,
        transports: peers.reduce((sum, peer) => sum + peer.transports.length, 0),
        producers: rooms.reduce((sum, room) => sum + room.sources.length, 0),
        consumers: peers.reduce((sum, peer) => sum + consumersOf(peer), 0),
        ...this.#throughput.of(worker.incarnation),
      }
    })
  }

  report(): NodeReport {
    const rooms = this.rooms.map((room) => room.describe())
    return { node: this.name, draining: this.#draining || this.#closed, workers: this.loads, rooms }
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#reporting)
    for (const room of this.rooms) room.close('shutdown')
    this.workers.close()
  }

  /** What fails because its room went meanwhile can be tried again; the worker's error says nothing. */
  async #in<T>(found: Promise<MediaRoom>, act: (room: MediaRoom) => Promise<T>): Promise<T> {
    const room = await found
    try {
      return await act(room)
    } catch (error) {
      if (room.router.closed && !(error instanceof LyceumError))
        throw new LyceumError('unavailable')
      throw error
    }
  }

  async #existing(id: RoomId): Promise<MediaRoom> {
    const room = await this.#rooms.get(id)
    if (!room) throw new LyceumError('missing', 'This room is not on this node.')
    return room
  }

  /** Two who come first at once must meet in one room, so what is being made is remembered too. */
  #room(id: RoomId): Promise<MediaRoom> {
    if (this.#closed) throw new LyceumError('draining')
    const known = this.#rooms.get(id)
    if (known) return known
    const made = this.#makeRoom(id)
    this.#rooms.set(id, made)
    made.catch(() => {
      if (this.#rooms.get(id) === made) this.#rooms.delete(id)
    })
    return made
  }

  async #makeRoom(id: RoomId): Promise<MediaRoom> {
    const worker = await this.workers.pick()
    worker.rooms += 1
    try {
      const router = await worker.worker.createRouter({ mediaCodecs: codecs })
      const room = await MediaRoom.create({
        id,
        node: this.name,
        worker,
        router,
        limits: this.#config.limits,
        pipes: this.#config.pipes,
        announce: this.#announce,
        onClose: (closed) => this.#onRoomClosed(closed),
        log: this.#log.child({ room: id }),
      })
      this.#open.set(id, room)
      return room
    } catch (error) {
      worker.rooms -= 1
      if (worker.worker.closed) throw new LyceumError('unavailable')
      throw error
    }
  }

  async #play(input: SfuInput<'play'>): Promise<SfuOutput<'play'>> {
    const file = this.#config.demoMedia === null ? null : join(this.#config.demoMedia, input.file)
    if (file === null || !existsSync(file))
      throw new LyceumError('missing', 'No such file to play.')
    return this.#in(this.#room(input.room), async (room) => {
      if (room.source(input.camera)?.owner.session !== input.session) await room.play(input, file)
      return room.place
    })
  }

  #onRoomClosed(room: MediaRoom): void {
    room.worker.rooms -= 1
    if (this.#open.get(room.id) !== room) return
    this.#open.delete(room.id)
    this.#rooms.delete(room.id)
  }

  #onWorkerDied(worker: MediaWorker): void {
    const gone = this.rooms.filter((room) => room.worker === worker)
    for (const room of gone) room.close('workerDied')
    const { incarnation } = worker
    const rooms = gone.map((room) => room.id)
    this.#announce('workerDied', { node: this.name, incarnation, rooms })
  }

  #tick(): void {
    void this.#throughput.measure(this.rooms)
    this.#announce('report', this.report())
    for (const room of this.rooms) {
      const peers = room.qualityChanges()
      if (peers.length > 0) this.#announce('quality', { room: room.id, peers })
    }
  }

  readonly #announce: Announce = (name, data) => {
    this.emit('announced', ...([name, data] as NodeEvents['announced']))
  }
}

const consumersOf = (peer: unknown): number => (peer instanceof MediaPeer ? peer.consumerCount : 0)
