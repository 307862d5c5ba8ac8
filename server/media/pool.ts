// All sfu nodes as one media plane: a channel to each, requests sent to the node that has the seat,
// orders sent to all, and the events of all in one stream.
import { EventEmitter, once } from 'node:events'
import { generateRouterRtpCapabilities } from 'mediasoup/ortc'
import {
  codecs,
  type Place,
  type RtpCapabilities,
  type Seat,
  type SfuEventName,
  type SfuEvents,
  type SfuInput,
  type SfuOutput,
  type SfuRequestName,
} from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { RoomId, SourceId } from '../../shared/ids.ts'
import { SfuChannel } from './channel.ts'
import { Nodes } from './nodes.ts'
import { pickNode } from './placement.ts'
import { Pipes } from './pipes.ts'
import type {
  MediaEventName,
  MediaEvents,
  MediaPlane,
  NodeView,
  Staged,
  StagedSource,
} from './plane.ts'

const patienceMs = 2_000

export interface PoolOptions {
  readonly urls: readonly string[]
  readonly secret: string
  readonly node: string
  readonly failed?: (what: string, error: unknown) => void
}

type SeatRequest = 'connect' | 'publish' | 'withdraw' | 'resume' | 'restartIce'

export class SfuPool implements MediaPlane {
  readonly rtpCapabilities = generateRouterRtpCapabilities(codecs) as RtpCapabilities
  readonly #emitter = new EventEmitter()
  readonly #channels: readonly SfuChannel[]
  readonly #byNode = new Map<string, SfuChannel>()
  readonly #nodes = new Nodes()
  readonly #pipes: Pipes
  #closed = false

  constructor({ urls, secret, node, failed = () => undefined }: PoolOptions) {
    this.#pipes = new Pipes({
      ask: (at, name, input) => this.#ask(at, name, input),
      reportOf: (at) => this.#nodes.reportOf(at),
      failed,
    })
    this.#emitter.setMaxListeners(0)
    this.#channels = urls.map((url) => this.#follow(new SfuChannel({ url, secret, node })))
  }

  get nodes(): readonly NodeView[] {
    return this.#nodes.views
  }

  async join({ stage, ...input }: SfuInput<'join'> & Staged): Promise<SfuOutput<'join'>> {
    const node = await this.#place(input, stage)
    await this.#bring(node, input, stage)
    const output = await this.#ask(node, 'join', input)
    this.#nodes.seat(input.session, node)
    return output
  }

  async play({ stage, ...input }: SfuInput<'play'> & Staged): Promise<Place> {
    const node = await this.#place(input, stage)
    const output = await this.#ask(node, 'play', input)
    this.#nodes.seat(input.session, node)
    return output
  }

  connect(input: SfuInput<'connect'>) {
    return this.#askSeat('connect', input)
  }

  publish(input: SfuInput<'publish'>) {
    return this.#askSeat('publish', input)
  }

  async watch({ stage, ...input }: SfuInput<'watch'> & Staged): Promise<SfuOutput<'watch'>> {
    const node = this.#seatOf(input)
    await this.#bring(node, input, stage)
    const output = await this.#ask(node, 'watch', input)
    this.#pipes.forget(input.room, node, output.missing)
    return output
  }

  resume(input: SfuInput<'resume'>) {
    return this.#askSeat('resume', input)
  }

  restartIce(input: SfuInput<'restartIce'>) {
    return this.#askSeat('restartIce', input)
  }

  async want(input: SfuInput<'want'>): Promise<SfuOutput<'want'>> {
    const outputs = await this.#askAll('want', input)
    return {
      applied: outputs.some((output) => output.applied),
      actual: outputs.flatMap((output) => output.actual),
    }
  }

  withdraw(input: SfuInput<'withdraw'>) {
    return this.#askSeat('withdraw', input)
  }

  async hide(input: SfuInput<'hide'>): Promise<void> {
    await this.#askAll('hide', input)
  }

  async leave(input: SfuInput<'leave'>): Promise<void> {
    if (input.session !== undefined) this.#nodes.unseat(input.session)
    await this.#askAll('leave', input)
  }

  async closeRoom(input: SfuInput<'closeRoom'>): Promise<void> {
    await this.#askAll('closeRoom', input)
  }

  async drain(node: string, draining: boolean): Promise<void> {
    await this.#ask(node, 'drain', { draining })
  }

  async stats(input: SfuInput<'stats'>): Promise<SfuOutput<'stats'>> {
    const here = this.nodes.filter(({ up, rooms }) => up && rooms.has(input.room))
    const outputs = await Promise.all(here.map(({ node }) => this.#ask(node, 'stats', input)))
    return { peers: outputs.flatMap((output) => output.peers) }
  }

  on<N extends MediaEventName>(name: N, listener: (data: MediaEvents[N]) => void): () => void {
    this.#emitter.on(name, listener)
    return () => void this.#emitter.off(name, listener)
  }

  close(): void {
    this.#closed = true
    for (const channel of this.#channels) channel.close()
    this.#emitter.removeAllListeners()
  }

  /** Waits a little when no node is up: a node that restarts is back within a second or two. */
  async #place({ room }: { room: RoomId }, stage: readonly Place[]): Promise<string> {
    const near = stage.map((place) => place.node)
    const pick = () => pickNode(room, this.nodes, near)
    let node = pick()
    if (node === undefined && !this.#closed) {
      await once(this.#emitter, 'nodeUp', { signal: AbortSignal.timeout(patienceMs) }).catch(
        () => undefined,
      )
      node = pick()
    }
    if (node === undefined) throw new LyceumError('unavailable', 'No media node can be reached.')
    return node
  }

  /** What somebody on this node wishes and that is on another one. */
  async #bring(
    node: string,
    { room, wish }: { room: RoomId; wish: readonly SourceId[] },
    stage: readonly StagedSource[],
  ): Promise<void> {
    const wished = new Set(wish)
    const elsewhere = stage.filter((one) => one.node !== node && wished.has(one.source))
    if (elsewhere.length > 0) await this.#pipes.bring({ room, node, sources: elsewhere })
  }

  #seatOf(seat: Pick<Seat, 'session'>): string {
    const node = this.#nodes.of(seat)
    if (node === undefined) throw new LyceumError('missing', 'This seat has not joined media.')
    return node
  }

  async #askSeat<N extends SeatRequest>(name: N, input: SfuInput<N>): Promise<SfuOutput<N>> {
    return this.#ask(this.#seatOf(input), name, input)
  }

  async #ask<N extends SfuRequestName>(
    node: string,
    name: N,
    input: SfuInput<N>,
  ): Promise<SfuOutput<N>> {
    const channel = this.#byNode.get(node)
    if (!channel) throw new LyceumError('unavailable')
    return channel.request(name, input)
  }

  /** Answers of those that could be asked; a node that cannot hear an order hears the next one. */
  async #askAll<N extends SfuRequestName>(name: N, input: SfuInput<N>): Promise<SfuOutput<N>[]> {
    const ready = this.#channels.filter((channel) => channel.ready)
    if (ready.length === 0) throw new LyceumError('unavailable')
    const settled = await Promise.allSettled(ready.map((channel) => channel.request(name, input)))
    const [failed] = settled.filter((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    return settled.filter((one) => one.status === 'fulfilled').map((one) => one.value)
  }

  #follow(channel: SfuChannel): SfuChannel {
    channel.on('up', ({ node, incarnations }) => {
      this.#byNode.set(node, channel)
      const lost = this.#nodes.onUp(node, incarnations)
      for (const one of lost) this.#emit('workerDied', { node, ...one })
      this.#emit('nodeUp', { node, incarnations })
    })
    channel.on('down', ({ node }) => {
      if (node !== null) this.#emit('nodeDown', { node, rooms: this.#nodes.onDown(node) })
    })
    channel.on('event', (name, data) => this.#onEvent(name, data))
    return channel
  }

  #onEvent<N extends SfuEventName>(name: N, data: SfuEvents[N]): void {
    if (name === 'report') this.#onReport(data as SfuEvents['report'])
    if (name === 'unpiped') this.#pipes.onUnpiped(data as SfuEvents['unpiped'])
    if (name === 'workerDied') {
      const died = data as SfuEvents['workerDied']
      this.#nodes.onWorkerDied(died.node, died.incarnation)
    }
    this.#emit(name, data as MediaEvents[N])
  }

  #onReport(report: SfuEvents['report']): void {
    this.#nodes.onReport(report)
    this.#pipes.onReport(report)
  }

  #emit<N extends MediaEventName>(name: N, data: MediaEvents[N]): void {
    this.#emitter.emit(name, data)
  }
}
