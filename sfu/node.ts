// This node: its workers, its rooms, and the body of every request a server may make. It places rooms
// on workers and says what died; what a room does inside is the room's own.
import { EventEmitter, once } from 'node:events'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Logger } from 'pino'
import type { NodeEvent, NodeHandlers } from '../shared/contract/nodeContract.ts'
import type {
  NodeReport,
  Seat,
  SfuContract,
  SfuInput,
  SfuOutput,
  WorkerLoad,
} from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { Incarnation } from '../shared/ids.ts'
import { version } from '../shared/version.ts'
import type { SfuConfig } from './config.ts'
import { Excess } from './excess.ts'
import { MediaPeer } from './mediaPeer.ts'
import type { Announce } from './announce.ts'
import type { MediaRoom } from './mediaRoom.ts'
import { Rooms } from './rooms.ts'
import { peerStats } from './stats.ts'
import { tapHandlers } from './taps.ts'
import { Throughput, type Paths } from './throughput.ts'
import { Workers, type MediaWorker } from './workers.ts'

interface NodeEvents {
  announced: NodeEvent<SfuContract>
}

export class SfuNode extends EventEmitter<NodeEvents> {
  readonly name: string
  readonly workers: Workers
  readonly #config: SfuConfig
  readonly #rooms: Rooms
  readonly #throughput = new Throughput()
  readonly #excess: Excess
  readonly #reporting: NodeJS.Timeout
  /** When it was asked to stop; null while it was not. */
  #stopsAt: number | null = null
  #closed = false

  private constructor(config: SfuConfig, workers: Workers, log: Logger) {
    super()
    this.name = config.node
    this.workers = workers
    this.#config = config
    this.#excess = new Excess(log)
    this.#rooms = new Rooms({
      config,
      workers,
      announce: this.#announce,
      loadOf: (worker) => this.#loadOf(worker),
      log,
    })
    workers.on('died', (worker) => this.#onWorkerDied(worker))
    this.#reporting = setInterval(() => this.#tick(), config.limits.reportMs)
  }

  static async create(config: SfuConfig, log: Logger): Promise<SfuNode> {
    return new SfuNode(config, await Workers.create(config.media, log), log)
  }

  get rooms(): readonly MediaRoom[] {
    return this.#rooms.all
  }

  get incarnations(): Incarnation[] {
    return this.workers.alive.map((worker) => worker.incarnation)
  }

  readonly handlers: NodeHandlers<SfuContract> = {
    ping: () => Promise.resolve({}),
    join: (input) => this.#in(this.#entered(input), (room) => room.join(input)),
    connect: (input) =>
      this.#inSeat(input, async (room) => {
        await room.peer(input).transport(input.transport).connect(input.dtlsParameters)
        return {}
      }),
    publish: (input) =>
      this.#inSeat(input, async (room) => {
        const source = await room.publish(input)
        return { ...room.place, source: source.id, paused: source.paused }
      }),
    watch: (input) => this.#inSeat(input, (room) => room.peer(input).watch(input)),
    resume: (input) =>
      this.#inSeat(input, async (room) => {
        await room.peer(input).resume(input.consumers)
        return {}
      }),
    restartIce: (input) =>
      this.#inSeat(input, async (room) => ({
        iceParameters: await room.peer(input).transport(input.transport).restartIce(),
      })),
    want: async (input) => {
      const rooms = await this.#rooms.of(input.room)
      const outputs = await Promise.all(rooms.map((room) => room.want(input)))
      return {
        applied: outputs.every(({ applied }) => applied),
        actual: outputs.flatMap(({ actual }) => actual),
      }
    },
    withdraw: (input) =>
      this.#inEach(input, (room) => {
        room.withdraw(input)
      }),
    hide: (input) =>
      this.#inEach(input, (room) => {
        room.hide(input)
      }),
    leave: (input) =>
      this.#inEach(input, (room) => {
        room.leave(input)
      }),
    closeRoom: (input) =>
      this.#inEach(input, (room) => {
        room.close('roomClosed')
      }),
    play: (input) => this.#play(input),
    'pipe.open': (input) =>
      this.#in(this.#rooms.at(input.room, input.to.incarnation), (room) => room.pipes.open(input)),
    'pipe.offer': (input) =>
      this.#in(this.#rooms.at(input.room, input.from.incarnation), (room) =>
        room.pipes.offer(input),
      ),
    'pipe.take': (input) =>
      this.#in(this.#rooms.at(input.room, input.to.incarnation), async (room) => {
        await room.pipes.take(input)
        return {}
      }),
    'pipe.close': (input) =>
      this.#inEach(input, (room) => {
        if (room.place.incarnation === input.from.incarnation) room.pipes.close(input)
      }),
    'pipe.demand': (input) =>
      this.#inEach(input, (room) => {
        if (room.place.incarnation === input.from.incarnation) room.pipes.demand(input)
      }),
    ...tapHandlers((input, act) =>
      this.#in(this.#rooms.at(input.room, input.from.incarnation), act),
    ),
    'tap.close': (input) =>
      this.#inEach(input, (room) => {
        room.taps.end(input)
      }),
    stats: async ({ room: id, participant }) => {
      const rooms = await this.#rooms.of(id)
      const peers = rooms.flatMap((room) => room.peers.map((peer) => ({ room, peer })))
      const chosen = peers.filter(
        ({ peer }) => participant === undefined || peer.seat.participant === participant,
      )
      return { peers: await Promise.all(chosen.map(({ room, peer }) => peerStats(room, peer))) }
    },
  }

  get paths(): Paths {
    return this.#throughput.paths
  }

  get loads(): WorkerLoad[] {
    return this.workers.alive.map((worker) => this.#loadOf(worker))
  }

  report(): NodeReport {
    const rooms = this.rooms.map((room) => room.describe())
    const draining = this.#stopsAt !== null || this.#closed
    const stopsIn = this.#stopsAt === null ? null : this.#stopsAt - performance.now()
    return { node: this.name, version, draining, stopsIn, workers: this.loads, rooms }
  }

  /** Newcomers go elsewhere, and who is here is moved; ends when nobody is left, or when the time is over. */
  async drain(ms: number): Promise<void> {
    this.#stopsAt = performance.now() + ms
    this.#announce('report', this.report())
    const over = AbortSignal.timeout(ms)
    while (!over.aborted && this.rooms.some(({ peers }) => peers.length > 0))
      await once(this, 'announced', { signal: over }).catch(() => undefined)
  }

  close(): void {
    if (this.#closed) return
    this.#closed = true
    clearInterval(this.#reporting)
    this.#rooms.closeAll()
    this.workers.close()
  }

  #loadOf(worker: MediaWorker): WorkerLoad {
    const rooms = this.rooms.filter((room) => room.worker === worker)
    const peers = rooms.flatMap((room) => room.peers)
    return {
      incarnation: worker.incarnation,
      cpu: worker.cpu,
      rooms: rooms.length,
      transports: sumOf(peers, (peer) => peer.transports.length),
      producers: sumOf(rooms, (room) => room.sources.length),
      consumers: sumOf(peers, consumersOf) + sumOf(rooms, ({ taps }) => taps.all.length),
      ...this.#throughput.of(worker.incarnation),
    }
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

  #inSeat<T>({ room, session }: Seat, act: (room: MediaRoom) => Promise<T>): Promise<T> {
    return this.#in(this.#rooms.seating(room, session), act)
  }

  /** Orders of servers reach every part of a room; there may be none. */
  async #inEach({ room }: Pick<Seat, 'room'>, act: (room: MediaRoom) => void) {
    for (const part of await this.#rooms.of(room)) act(part)
    return {}
  }

  async #entered({ room, session }: Seat): Promise<MediaRoom> {
    if (this.#closed) throw new LyceumError('draining')
    return this.#rooms.enter(room, session)
  }

  async #play(input: SfuInput<'play'>): Promise<SfuOutput<'play'>> {
    const file = this.#config.demoMedia === null ? null : join(this.#config.demoMedia, input.file)
    if (file === null || !existsSync(file))
      throw new LyceumError('missing', 'No such file to play.')
    return this.#in(this.#entered(input), async (room) => {
      if (room.source(input.camera)?.owner.session !== input.session) await room.play(input, file)
      return room.place
    })
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
    void this.#excess.look(this.rooms.flatMap(({ sources }) => sources))
    for (const { pipes, taps } of this.rooms) void Promise.all([pipes.look(), taps.look()])
    this.#announce('report', this.report())
    for (const room of this.rooms) {
      const peers = room.qualityChanges()
      if (peers.length > 0) this.#announce('quality', { room: room.id, peers })
      void room.retell()
    }
  }

  readonly #announce: Announce = (name, data) => {
    this.emit('announced', ...([name, data] as NodeEvents['announced']))
  }
}

const consumersOf = (peer: unknown): number => (peer instanceof MediaPeer ? peer.consumerCount : 0)

const sumOf = <T>(all: readonly T[], count: (one: T) => number): number =>
  all.reduce((sum, one) => sum + count(one), 0)
