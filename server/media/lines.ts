// The ways to the sfu nodes: a channel of one's own to each, and through another server while that is cut. Says
// which nodes can be asked, what they tell, and which are gone.
import { EventEmitter } from 'node:events'
import type {
  SfuEventName,
  SfuEvents,
  SfuInput,
  SfuOutput,
  SfuRequestName,
} from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type Incarnation } from '../../shared/ids.ts'
import { Envoys } from './envoys.ts'
import { noteEvery, type Heard, type Register } from './register.ts'
import { SfuChannel } from './sfuChannel.ts'

/** A node counts as heard so long after its last word. In ms. */
const heardFor = 700
/** After so long without a word, others are asked whether they hear it; until nobody does. In ms. */
const doubtAfter = 3_200
const doubtAgain = 1_000

export interface LinesOptions {
  readonly urls: readonly string[]
  readonly secret: string
  readonly node: string
  readonly register: Register
  /** What is known of a node, for the others. */
  readonly factsOf: (node: string) => Heard['facts'] | null
  readonly failed: (what: string, error: unknown) => void
}

type LinesEvents = {
  up: [{ node: string; incarnations: Incarnation[] }]
  /** Its wire is cut. It may well live. */
  down: [{ node: string }]
  /** No server hears it. */
  lost: [{ node: string }]
  /** One with another name listens where it did. */
  replaced: [{ node: string }]
  event: { [N in SfuEventName]: [name: N, data: SfuEvents[N]] }[SfuEventName]
}

export class Lines extends EventEmitter<LinesEvents> {
  readonly envoys: Envoys
  readonly #options: LinesOptions
  readonly #channels: readonly SfuChannel[]
  readonly #byNode = new Map<string, SfuChannel>()
  readonly #telling: NodeJS.Timeout
  #draining: ReadonlyMap<string, number> = new Map()
  #closed = false

  constructor(options: LinesOptions) {
    super()
    this.#options = options
    const self = newId<'incarnation'>()
    this.envoys = new Envoys({
      self: () => self,
      now: () => performance.now(),
      hears: () => this.#hears,
      misses: () => this.#misses,
      ask: (node, name, input) => this.#askSelf(node, name, input),
      heard: (_, name, data) => {
        this.#emitEvent(name, data)
      },
    })
    const { urls, secret, node } = options
    this.#channels = urls.map((url) => this.#follow(new SfuChannel({ url, secret, node })))
    this.#telling = setInterval(() => {
      this.#tell()
    }, noteEvery)
  }

  /** By one's own wire. */
  isOwn(node: string): boolean {
    return this.#byNode.get(node)?.ready ?? false
  }

  /** Ms within which an operator wants it empty; null: nobody does. */
  emptyIn(node: string): number | null {
    const by = this.#draining.get(node)
    return by === undefined ? null : by - performance.now()
  }

  reaches(node: string): boolean {
    return this.isOwn(node) || this.envoys.reaches(node)
  }

  ask<N extends SfuRequestName>(node: string, name: N, input: SfuInput<N>): Promise<SfuOutput<N>> {
    return this.isOwn(node) ? this.#askSelf(node, name, input) : this.envoys.ask(node, name, input)
  }

  /** Answers of those that could be asked; a node that cannot hear an order hears the next one. */
  async askAll<N extends SfuRequestName>(name: N, input: SfuInput<N>): Promise<SfuOutput<N>[]> {
    const nodes = [...this.#byNode.keys()].filter((node) => this.reaches(node))
    if (nodes.length === 0) throw new LyceumError('unavailable')
    const settled = await Promise.allSettled(nodes.map((node) => this.ask(node, name, input)))
    const [failed] = settled.filter((one) => one.status === 'rejected')
    if (failed) throw failed.reason
    return settled.filter((one) => one.status === 'fulfilled').map((one) => one.value)
  }

  close(): void {
    this.#closed = true
    clearInterval(this.#telling)
    for (const channel of this.#channels) channel.close()
    this.removeAllListeners()
  }

  get #hears(): string[] {
    const since = performance.now() - heardFor
    return [...this.#byNode].flatMap(([node, { ready, heardAt }]) =>
      ready && heardAt > since ? [node] : [],
    )
  }

  get #misses(): string[] {
    return [...this.#byNode].flatMap(([node, { ready }]) => (ready ? [] : [node]))
  }

  #tell(): void {
    this.envoys.tell()
    this.#note().catch((error: unknown) => {
      this.#options.failed('noting which media nodes are heard', error)
    })
  }

  async #note(): Promise<void> {
    const { register, factsOf, node: by } = this.#options
    const heard = this.#hears.flatMap((node) => {
      const facts = factsOf(node)
      return facts === null ? [] : [{ node, facts }]
    })
    const drains = await register.note(heard, by)
    const now = performance.now()
    this.#draining = new Map(drains.map(({ node, within }) => [node, now + within]))
  }

  #askSelf<N extends SfuRequestName>(
    node: string,
    name: N,
    input: SfuInput<N>,
  ): Promise<SfuOutput<N>> {
    const channel = this.#byNode.get(node)
    if (channel === undefined) return Promise.reject(new LyceumError('unavailable'))
    return channel.request(name, input)
  }

  #follow(channel: SfuChannel): SfuChannel {
    channel.on('up', ({ node, incarnations }) => {
      const earlier = [...this.#byNode].find(([name, one]) => one === channel && name !== node)
      this.#byNode.set(node, channel)
      this.emit('up', { node, incarnations })
      if (earlier === undefined) return
      this.#byNode.delete(earlier[0])
      this.emit('replaced', { node: earlier[0] })
    })
    channel.on('down', ({ node }) => {
      if (node === null) return
      this.emit('down', { node })
      this.#doubt(channel, node, doubtAfter - (performance.now() - channel.heardAt))
    })
    channel.on('refused', () => {
      if (channel.node !== null) void this.#verify(channel, channel.node)
    })
    channel.on('event', (name, data) => {
      if (channel.node !== null) this.envoys.pass(channel.node, name, data)
      this.#emitEvent(name, data)
    })
    return channel
  }

  /** Nobody listens there: its process is gone, or something between refuses this server alone. */
  async #verify(channel: SfuChannel, node: string): Promise<void> {
    const answers = this.envoys.ask(node, 'ping', {}).then(
      () => true,
      () => false,
    )
    if (!(await answers)) this.#lose(channel, node)
  }

  #doubt(channel: SfuChannel, node: string, waitMs: number): void {
    setTimeout(() => void this.#ponder(channel, node), Math.max(0, waitMs)).unref()
  }

  async #ponder(channel: SfuChannel, node: string): Promise<void> {
    if (this.#closed || channel.ready) return
    // Without the database no fact could say that it is gone.
    const isHeard = await this.#options.register.isHeard(node).catch(() => true)
    if (isHeard) this.#doubt(channel, node, doubtAgain)
    else this.#lose(channel, node)
  }

  #lose(channel: SfuChannel, node: string): void {
    if (!this.#closed && !channel.ready) this.emit('lost', { node })
  }

  #emitEvent<N extends SfuEventName>(name: N, data: SfuEvents[N]): void {
    this.emit('event', ...([name, data] as LinesEvents['event']))
  }
}
