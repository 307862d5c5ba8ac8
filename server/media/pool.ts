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
import type { PlacementReason } from '../../shared/contract/http/decisions.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { SessionId } from '../../shared/ids.ts'
import { Charges } from './charges.ts'
import { unwritten, type Decisions, type LossCause } from './decisions.ts'
import type { Envoys } from './envoys.ts'
import { Lines } from './lines.ts'
import { Nodes, type LostIncarnation } from './nodes.ts'
import { consumersOf, pickNode, type Choice } from './placement.ts'
import { Pipes } from './pipes.ts'
import { rememberedRegister, type Register } from './register.ts'
import type {
  Crowd,
  MediaEventName,
  MediaEvents,
  MediaPlane,
  Move,
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
  /** What is decided is written down there. */
  readonly decisions?: Decisions
  readonly failed?: (what: string, error: unknown) => void
}

type Placing = Pick<Seat, 'room' | 'participant'> & Staged & Crowd
/** A choice, and what it reckoned with. */
type Reckoned = Choice &
  Crowd & {
    readonly expects: number
    /** What the same device leaves by it, once that is settled. */
    readonly leaving: Place | null
  }

type SeatRequest = 'connect' | 'publish' | 'withdraw' | 'resume' | 'restartIce'

export class SfuPool implements MediaPlane {
  readonly rtpCapabilities = generateRouterRtpCapabilities(codecs) as RtpCapabilities
  readonly charges = new Charges(() => performance.now())
  readonly #emitter = new EventEmitter()
  readonly #lines: Lines
  readonly #nodes = new Nodes()
  readonly #pipes: Pipes
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
    this.#emitter.setMaxListeners(0)
    this.#follow(this.#lines)
  }

  get envoys(): Envoys {
    return this.#lines.envoys
  }

  get nodes(): readonly NodeView[] {
    return this.#nodes.views.map(({ node, draining, emptyIn, load, ...view }) => ({
      ...view,
      node,
      up: this.#lines.reaches(node),
      // Whom this server reaches through another one gets nobody new from it.
      draining: draining || this.#lines.emptyIn(node) !== null || !this.#lines.isOwn(node),
      emptyIn: sooner(this.#lines.emptyIn(node), emptyIn),
      load: load + this.charges.of(node),
    }))
  }

  placeOf(session: SessionId): Place | undefined {
    return this.#nodes.of({ session })
  }

  isMoving(session: SessionId): boolean {
    return this.#nodes.isMoving(session)
  }

  asked({ room, participant, session }: Seat): void {
    const { node: from } = this.placeOf(session) ?? {}
    if (from !== undefined) this.#decisions.note(room, { kind: 'moving', participant, from })
  }

  async join(input: SfuInput<'join'> & Staged & Crowd & Move): Promise<SfuOutput<'join'>> {
    const { stage, people, moving = false, ...joining } = input
    const leaving = moving ? (this.#nodes.of(input) ?? null) : null
    const choice = await this.#place(input, leaving)
    const joined = await this.#lines.ask(choice.view.node, 'join', joining)
    this.#seat(input, placeOf(joined), choice)
    if (!this.#isElsewhere(joined, stage)) return joined
    const { consumers, missing, unplayable } = await this.watch(input).catch((error: unknown) => {
      this.#stay(input, joined)
      throw error
    })
    return { ...joined, consumers: [...joined.consumers, ...consumers], missing, unplayable }
  }

  async settle(seat: Seat): Promise<void> {
    const left = this.#nodes.settle(seat.session)
    if (left !== null) await this.#lines.ask(left.node, 'leave', seat)
  }

  async play({ stage, ...input }: SfuInput<'play'> & Staged): Promise<Place> {
    const choice = await this.#place({ ...input, stage, people: 1 })
    const place = await this.#lines.ask(choice.view.node, 'play', input)
    this.#seat(input, place, choice)
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

  /** Waits a little when no node is up: a node that restarts is back within a second or two. */
  async #place(
    { room, participant, stage, people }: Placing,
    leaving: Place | null = null,
  ): Promise<Reckoned> {
    const near = new Set(stage.map(({ node }) => node))
    const pick = (): Reckoned | undefined => {
      const views = this.nodes.filter(({ node }) => node !== leaving?.node)
      const expects = shareOfConsumers(people * consumersOf(people), workersIn(views))
      const choice = pickNode({ room, near, expects }, views)
      return choice && { ...choice, people, expects, leaving }
    }
    let chosen = pick()
    if (chosen === undefined && !this.#closed) {
      await once(this.#emitter, 'nodeUp', { signal: AbortSignal.timeout(patienceMs) }).catch(
        () => undefined,
      )
      chosen = pick()
    }
    if (chosen === undefined) {
      this.#decisions.note(room, { kind: 'nowhere', participant })
      throw new LyceumError('unavailable', 'No media node can be reached.')
    }
    const { node, workers } = chosen.view
    this.charges.add(node, shareOfConsumers(consumersOf(people), workers))
    return chosen
  }

  #seat(seat: Seat, place: Place, choice: Reckoned): void {
    const from = this.#nodes.of(seat)?.node ?? null
    this.#nodes.seat(seat.session, place, choice.leaving)
    const { node } = place
    const { participant } = seat
    const reason = reasonOf(choice)
    this.#decisions.placed(seat, place, { kind: 'placed', participant, node, from, reason })
  }

  /** Whoever could not move there goes on where they were. */
  #stay({ room, participant, session }: Seat, { node, incarnation }: Place): void {
    if (!this.#nodes.stay(session, incarnation)) return
    this.#lines.ask(node, 'leave', { room, participant, session }).catch((error: unknown) => {
      this.#failed('leaving a node', error)
    })
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
      for (const one of lost) this.#lose(node, one, 'restarted')
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
    for (const lost of this.#nodes.onLost(node)) this.#lose(node, lost, 'unheard')
  }

  #lose(node: string, lost: LostIncarnation, why: LossCause): void {
    this.#decisions.lost({ node, incarnation: lost.incarnation }, why)
    this.#emit('workerDied', { node, ...lost })
  }

  #onEvent<N extends SfuEventName>(name: N, data: SfuEvents[N]): void {
    if (name === 'report') this.#onReport(data as SfuEvents['report'])
    if (name === 'unpiped') this.#pipes.onUnpiped(data as SfuEvents['unpiped'])
    if (name === 'pipeDemanded') this.#pipes.onDemanded(data as SfuEvents['pipeDemanded'])
    if (name === 'workerDied') {
      const died = data as SfuEvents['workerDied']
      this.#nodes.onWorkerDied(died.node, died.incarnation)
      this.#decisions.lost(died, 'workerDied')
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

const reasonOf = ({ rule, among, people, expects }: Reckoned): PlacementReason => ({
  rule,
  among: among.map(({ node, load, scarcest, draining }) => ({ node, load, scarcest, draining })),
  people,
  expects,
})

const placeOf = ({ node, incarnation }: Place): Place => ({ node, incarnation })

/** Of an operator’s deadline and the node’s own. */
const sooner = (one: number | null, other: number | null): number | null =>
  one === null || other === null ? (one ?? other) : Math.min(one, other)

/** A usual node of these has so many. */
const workersIn = (views: readonly NodeView[]): number =>
  views.reduce((sum, { workers }) => sum + workers, 0) / Math.max(1, views.length)
