// All sfu nodes as one media plane: a channel to each, requests sent to the node that has the seat,
// orders sent to all, and the events of all in one stream.
import { EventEmitter, once } from 'node:events'
import { generateRouterRtpCapabilities } from 'mediasoup/ortc'
import type { LossCause } from '../../shared/contract/http/decisions.ts'
import {
  codecs,
  type Place,
  type RtpCapabilities,
  type Seat,
  type SfuEventName,
  type SfuEvents,
  type SfuInput,
  type SfuOutput,
} from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { SessionId } from '../../shared/ids.ts'
import type { Charges } from './charges.ts'
import { Cuts } from './cuts.ts'
import { unwritten, type Decisions } from './decisions.ts'
import { Entrance } from './entrance.ts'
import type { Envoys } from './envoys.ts'
import { Lines } from './lines.ts'
import { Nodes, type LostIncarnation } from './nodes.ts'
import { Pipes } from './pipes.ts'
import { rememberedRegister, type Register } from './register.ts'
import type {
  Crowd,
  Leaving,
  MediaEventName,
  MediaEvents,
  MediaPlane,
  Move,
  NodeView,
  Staged,
} from './plane.ts'

const patienceMs = 2_000
/** Within so long the people of a class leave a node between which and another nothing comes through. In ms. */
const cutOffMs = 15_000

export interface PoolOptions {
  readonly urls: readonly string[]
  readonly secret: string
  readonly node: string
  /** What other servers hear, where there are some. */
  readonly register?: Register
  /** What is decided is written down there. */
  readonly decisions?: Decisions
  readonly failed?: (what: string, error: unknown) => void
}

type SeatRequest = 'connect' | 'publish' | 'withdraw' | 'resume' | 'restartIce'

export class SfuPool implements MediaPlane {
  readonly rtpCapabilities = generateRouterRtpCapabilities(codecs) as RtpCapabilities
  readonly #emitter = new EventEmitter()
  readonly #lines: Lines
  readonly #nodes = new Nodes()
  readonly #entrance: Entrance
  /** No server hears them. */
  readonly #unheard = new Set<string>()
  readonly #pipes: Pipes
  readonly #cuts: Cuts
  readonly #decisions: Decisions
  readonly #failed: (what: string, error: unknown) => void
  #closed = false

  constructor({
    register = rememberedRegister(),
    decisions = unwritten,
    failed = () => undefined,
    ...where
  }: PoolOptions) {
    this.#failed = failed
    this.#decisions = decisions
    const factsOf = (of: string) => this.#nodes.factsOf(of)
    this.#lines = new Lines({ ...where, register, factsOf, failed })
    this.#pipes = new Pipes({
      ask: (at, name, input) => this.#lines.ask(at, name, input),
      reportOf: (at) => this.#nodes.reportOf(at),
      decisions,
      failed,
    })
    this.#cuts = new Cuts({
      now: () => performance.now(),
      views: () => this.nodes,
      found: (from, to) => {
        failed(`piping from ${from} to ${to}`, new Error('what is sent does not come'))
      },
    })
    this.#entrance = new Entrance({
      ask: (node, name, input) => this.#lines.ask(node, name, input),
      views: () => this.nodes,
      cuts: this.#cuts,
      untilUp: () => this.#untilUp(),
      watch: (input) => this.watch(input),
      nodes: this.#nodes,
      decisions,
      failed,
    })
    this.#emitter.setMaxListeners(0)
    this.#follow(this.#lines)
  }

  get charges(): Charges {
    return this.#entrance.charges
  }

  get envoys(): Envoys {
    return this.#lines.envoys
  }

  get nodes(): readonly NodeView[] {
    return this.#nodes.views.map(({ node, draining, emptyIn, load, ...view }) => ({
      ...view,
      node,
      up: this.#lines.reaches(node),
      remote: !this.#lines.isOwn(node),
      draining: draining || this.#lines.emptyIn(node) !== null,
      emptyIn: sooner(this.#lines.emptyIn(node), emptyIn),
      load: load + this.charges.of(node),
    }))
  }

  get cuts(): number {
    return this.#cuts.pairs
  }

  get leaving(): readonly Leaving[] {
    const cutOff = this.#cuts.all.map(({ node, room, from, since }) => ({
      node,
      room,
      cutFrom: from,
      within: since + cutOffMs - performance.now(),
    }))
    const draining = this.nodes.flatMap(({ node, emptyIn: within }) =>
      within === null ? [] : [{ node, room: null, cutFrom: null, within }],
    )
    return [...cutOff, ...draining]
  }

  placeOf(session: SessionId): Place | undefined {
    return this.#nodes.of({ session })
  }

  isMoving(session: SessionId): boolean {
    return this.#nodes.isMoving(session)
  }

  asked({ room, participant }: Seat, { node: from, cutFrom }: Leaving): void {
    this.#decisions.note(room, { kind: 'moving', participant, from, cutFrom })
  }

  tooMuch: MediaPlane['tooMuch'] = ({ participant, node, kind: source }, room) => {
    this.#decisions.note(room, { kind: 'tooMuch', participant, node, source })
  }

  async settle(seat: Seat): Promise<void> {
    const left = this.#nodes.settle(seat.session)
    if (left !== null) await this.#lines.ask(left.node, 'leave', seat)
  }

  join(input: SfuInput<'join'> & Staged & Crowd & Move): Promise<SfuOutput<'join'>> {
    return this.#entrance.join(input)
  }

  try(input: SfuInput<'join'>, most: number): Promise<SfuOutput<'join'>[]> {
    return this.#entrance.try(input, most)
  }

  play(input: SfuInput<'play'> & Staged): Promise<Place> {
    return this.#entrance.play(input)
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
    const { room, participant, session } = input
    if (session !== undefined) this.#nodes.unseat(session)
    this.#decisions.left(room, participant, session ?? null)
    await this.#lines.askAll('leave', input)
  }

  async closeRoom(input: SfuInput<'closeRoom'>): Promise<void> {
    this.#decisions.ended(input.room)
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

  /** Waits a little: a node that restarts is back within a second or two. */
  async #untilUp(): Promise<void> {
    if (this.#closed) return
    const signal = AbortSignal.timeout(patienceMs)
    await once(this.#emitter, 'nodeUp', { signal }).catch(() => undefined)
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
      for (const one of lost) this.#lose(node, one, 'restarted')
      this.#unheard.delete(node)
      this.#emit('nodeUp', { node, incarnations })
      for (const other of this.#unheard) this.#giveUp(other)
    })
    lines.on('down', ({ node }) => {
      this.#emit('nodeDown', { node })
    })
    lines.on('lost', ({ node }) => {
      this.#unheard.add(node)
      this.#giveUp(node)
    })
    lines.on('replaced', ({ node }) => {
      for (const lost of this.#nodes.onLost(node)) this.#lose(node, lost, 'restarted')
      this.#nodes.forget(node)
    })
    lines.on('event', (name, data) => {
      this.#onEvent(name, data)
    })
  }

  /** Its people go on elsewhere. While there is nowhere else, media that may still flow is left alone. */
  #giveUp(node: string): void {
    if (!this.nodes.some((other) => other.node !== node && other.up)) return
    for (const lost of this.#nodes.onLost(node)) this.#lose(node, lost, 'unheard')
  }

  #lose(node: string, { incarnation, rooms }: LostIncarnation, why: LossCause): void {
    this.#decisions.lost({ node, incarnation }, why)
    this.#pipes.onLost(incarnation)
    this.#emit('workerDied', { node, incarnation, rooms })
  }

  #onEvent<N extends SfuEventName>(name: N, data: SfuEvents[N]): void {
    if (name === 'workerDied') {
      const { node, ...died } = data as SfuEvents['workerDied']
      this.#nodes.onWorkerDied(node, died.incarnation)
      this.#lose(node, died, 'workerDied')
      return
    }
    if (name === 'report') this.#onReport(data as SfuEvents['report'])
    if (name === 'unpiped') this.#pipes.onUnpiped(data as SfuEvents['unpiped'])
    if (name === 'pipeDemanded') this.#pipes.onDemanded(data as SfuEvents['pipeDemanded'])
    this.#emit(name, data as MediaEvents[N])
  }

  #onReport(report: SfuEvents['report']): void {
    const { lost, stale } = this.#nodes.onReport(report)
    for (const one of lost) this.#lose(report.node, one, 'workerDied')
    for (const seat of stale) {
      // A node that was given up is back with people who have gone elsewhere since.
      this.#lines.ask(report.node, 'leave', seat).catch((error: unknown) => {
        this.#failed('leaving a node', error)
      })
    }
    this.#pipes.onReport(report)
    this.#cuts.onReport(report)
  }

  #emit<N extends MediaEventName>(name: N, data: MediaEvents[N]): void {
    this.#emitter.emit(name, data)
  }
}

/** Of an operator’s deadline and the node’s own. */
const sooner = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)
