// All sfu nodes as one media plane: a channel to each, requests sent to the node that has the seat,
// orders sent to all, and the events of all in one stream.
import { EventEmitter, once } from 'node:events'
import { generateRouterRtpCapabilities } from 'mediasoup/ortc'
import {
  codecs,
  shareOfConsumers,
  type Place,
  type RtpCapabilities,
  type Seat,
  type SfuEventName,
  type SfuEvents,
  type SfuInput,
  type SfuOutput,
} from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import { Charges } from './charges.ts'
import type { Envoys } from './envoys.ts'
import { Lines } from './lines.ts'
import { Nodes } from './nodes.ts'
import { consumersOf, pickNode } from './placement.ts'
import { Pipes } from './pipes.ts'
import { rememberedRegister, type Register } from './register.ts'
import type {
  Crowd,
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
  /** What other servers hear, where there are some. */
  readonly register?: Register
  readonly failed?: (what: string, error: unknown) => void
}

type SeatRequest = 'connect' | 'publish' | 'withdraw' | 'resume' | 'restartIce'

export class SfuPool implements MediaPlane {
  readonly rtpCapabilities = generateRouterRtpCapabilities(codecs) as RtpCapabilities
  readonly charges = new Charges(() => performance.now())
  readonly #emitter = new EventEmitter()
  readonly #lines: Lines
  readonly #nodes = new Nodes()
  readonly #pipes: Pipes
  readonly #failed: (what: string, error: unknown) => void
  #closed = false

  constructor({
    register = rememberedRegister(),
    failed = () => undefined,
    ...where
  }: PoolOptions) {
    this.#failed = failed
    const factsOf = (of: string) => this.#nodes.factsOf(of)
    this.#lines = new Lines({ ...where, register, factsOf, failed })
    this.#pipes = new Pipes({
      ask: (at, name, input) => this.#lines.ask(at, name, input),
      reportOf: (at) => this.#nodes.reportOf(at),
      failed,
    })
    this.#emitter.setMaxListeners(0)
    this.#follow(this.#lines)
  }

  get envoys(): Envoys {
    return this.#lines.envoys
  }

  get nodes(): readonly NodeView[] {
    return this.#nodes.views.map(({ node, draining, load, ...view }) => ({
      ...view,
      node,
      up: this.#lines.reaches(node),
      // Whom this server reaches through another one gets nobody new from it.
      draining: draining || this.#lines.isDrained(node) || !this.#lines.isOwn(node),
      load: load + this.charges.of(node),
    }))
  }

  async join(input: SfuInput<'join'> & Staged & Crowd): Promise<SfuOutput<'join'>> {
    const { stage, people, ...joining } = input
    const node = await this.#place(input)
    const joined = await this.#lines.ask(node, 'join', joining)
    this.#nodes.seat(input.session, placeOf(joined))
    if (!this.#isElsewhere(joined, stage)) return joined
    const { consumers, missing, unplayable } = await this.watch(input)
    return { ...joined, consumers: [...joined.consumers, ...consumers], missing, unplayable }
  }

  async play({ stage, ...input }: SfuInput<'play'> & Staged): Promise<Place> {
    const node = await this.#place({ ...input, stage, people: 1 })
    const place = await this.#lines.ask(node, 'play', input)
    this.#nodes.seat(input.session, place)
    return place
  }

  connect(input: SfuInput<'connect'>) {
    return this.#askSeat('connect', input)
  }

  publish(input: SfuInput<'publish'>) {
    return this.#askSeat('publish', input)
  }

  async watch(input: SfuInput<'watch'> & Staged): Promise<SfuOutput<'watch'>> {
    const { room, participant, session, seq, wish, looks, stage } = input
    const to = this.#seatOf(input)
    const wished = new Set(wish)
    const elsewhere = stage.filter(
      ({ source, incarnation }) => incarnation !== to.incarnation && wished.has(source),
    )
    if (elsewhere.length > 0) await this.#pipes.bring({ room, to, sources: elsewhere })
    const watching = { room, participant, session, seq, wish, looks }
    const output = await this.#lines.ask(to.node, 'watch', watching)
    this.#pipes.forget(room, to, output.missing)
    return output
  }

  resume(input: SfuInput<'resume'>) {
    return this.#askSeat('resume', input)
  }

  restartIce(input: SfuInput<'restartIce'>) {
    return this.#askSeat('restartIce', input)
  }

  async want(input: SfuInput<'want'>): Promise<SfuOutput<'want'>> {
    const outputs = await this.#lines.askAll('want', input)
    return {
      applied: outputs.some((output) => output.applied),
      actual: outputs.flatMap((output) => output.actual),
    }
  }

  withdraw(input: SfuInput<'withdraw'>) {
    return this.#askSeat('withdraw', input)
  }

  async hide(input: SfuInput<'hide'>): Promise<void> {
    await this.#lines.askAll('hide', input)
  }

  async leave(input: SfuInput<'leave'>): Promise<void> {
    if (input.session !== undefined) this.#nodes.unseat(input.session)
    await this.#lines.askAll('leave', input)
  }

  async closeRoom(input: SfuInput<'closeRoom'>): Promise<void> {
    await this.#lines.askAll('closeRoom', input)
  }

  async stats(input: SfuInput<'stats'>): Promise<SfuOutput<'stats'>> {
    const here = this.nodes.filter(({ up, rooms }) => up && rooms.has(input.room))
    const outputs = await Promise.all(here.map(({ node }) => this.#lines.ask(node, 'stats', input)))
    return { peers: outputs.flatMap((output) => output.peers) }
  }

  on<N extends MediaEventName>(name: N, listener: (data: MediaEvents[N]) => void): () => void {
    this.#emitter.on(name, listener)
    return () => void this.#emitter.off(name, listener)
  }

  close(): void {
    this.#closed = true
    this.#lines.close()
    this.#emitter.removeAllListeners()
  }

  /** Waits a little when no node is up: a node that restarts is back within a second or two. */
  async #place({ room, stage, people }: Pick<Seat, 'room'> & Staged & Crowd): Promise<string> {
    const near = new Set(stage.map(({ node }) => node))
    const pick = () => {
      const views = this.nodes
      const expects = shareOfConsumers(people * consumersOf(people), workersIn(views))
      return pickNode({ room, near, expects }, views)
    }
    let chosen = pick()
    if (chosen === undefined && !this.#closed) {
      await once(this.#emitter, 'nodeUp', { signal: AbortSignal.timeout(patienceMs) }).catch(
        () => undefined,
      )
      chosen = pick()
    }
    if (chosen === undefined) throw new LyceumError('unavailable', 'No media node can be reached.')
    this.charges.add(chosen.node, shareOfConsumers(consumersOf(people), chosen.workers))
    return chosen.node
  }

  #isElsewhere({ missing }: SfuOutput<'join'>, stage: readonly StagedSource[]): boolean {
    const wanting = new Set(missing)
    return stage.some(({ source }) => wanting.has(source))
  }

  #seatOf(seat: Pick<Seat, 'session'>): Place {
    const place = this.#nodes.of(seat)
    if (place === undefined) throw new LyceumError('missing', 'This seat has not joined media.')
    return place
  }

  async #askSeat<N extends SeatRequest>(name: N, input: SfuInput<N>): Promise<SfuOutput<N>> {
    return this.#lines.ask(this.#seatOf(input).node, name, input)
  }

  #follow(lines: Lines): void {
    lines.on('up', ({ node, incarnations }) => {
      const lost = this.#nodes.onUp(node, incarnations)
      for (const one of lost) this.#emit('workerDied', { node, ...one })
      this.#emit('nodeUp', { node, incarnations })
    })
    lines.on('down', ({ node }) => {
      this.#emit('nodeDown', { node, rooms: this.#nodes.roomsOn(node) })
    })
    lines.on('lost', ({ node }) => {
      this.#giveUp(node)
    })
    lines.on('event', (name, data) => {
      this.#onEvent(name, data)
    })
  }

  /** Its people go on elsewhere. Where there is nowhere else, media that may still flow is left alone. */
  #giveUp(node: string): void {
    if (!this.nodes.some((other) => other.node !== node && other.up)) return
    for (const lost of this.#nodes.onLost(node)) this.#emit('workerDied', { node, ...lost })
  }

  #onEvent<N extends SfuEventName>(name: N, data: SfuEvents[N]): void {
    if (name === 'report') this.#onReport(data as SfuEvents['report'])
    if (name === 'unpiped') this.#pipes.onUnpiped(data as SfuEvents['unpiped'])
    if (name === 'pipeDemanded') this.#pipes.onDemanded(data as SfuEvents['pipeDemanded'])
    if (name === 'workerDied') {
      const died = data as SfuEvents['workerDied']
      this.#nodes.onWorkerDied(died.node, died.incarnation)
    }
    this.#emit(name, data as MediaEvents[N])
  }

  #onReport(report: SfuEvents['report']): void {
    for (const seat of this.#nodes.onReport(report)) {
      // A node that was given up is back with people who have gone elsewhere since.
      this.#lines.ask(report.node, 'leave', seat).catch((error: unknown) => {
        this.#failed('leaving a node', error)
      })
    }
    this.#pipes.onReport(report)
  }

  #emit<N extends MediaEventName>(name: N, data: MediaEvents[N]): void {
    this.#emitter.emit(name, data)
  }
}

const placeOf = ({ node, incarnation }: Place): Place => ({ node, incarnation })

/** A usual node of these has so many. */
const workersIn = (views: readonly NodeView[]): number =>
  views.reduce((sum, { workers }) => sum + workers, 0) / Math.max(1, views.length)
