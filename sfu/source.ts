// One published track, or what a pipe brings of one. It flows only while the last order about it says so,
// and closes by itself when no order ever confirmed it: what no fact names must not be heard.
import { parseScalabilityMode, type types } from 'mediasoup'
import {
  mediaKindOf,
  plainest,
  type CloseReason,
  type Place,
  type Seat,
  type SourceKind,
} from '../shared/contract/sfu.ts'
import type { SourceId } from '../shared/ids.ts'
import { Demand } from './demand.ts'

/** `quiet`: others speak louder. `weak`: the link carries no more. */
export type Hold = 'quiet' | 'weak'

/** What a source knows of its way to somebody. */
export interface Receiver {
  readonly consumer: types.Consumer
  hold(why: Hold, held: boolean): void
}

/** The circle of all of whom nobody says in which they are. */
const everybody = 'class'

/** Whose track it is, and where it was published. */
export interface Publication {
  readonly id: SourceId
  readonly kind: SourceKind
  readonly owner: Seat
  /** The router from which a pipe brings it; null where it was published. */
  readonly from: Place | null
  /** Of its layers, the lowest first; empty when nobody said. */
  readonly heights: readonly number[]
}

/** What was last ordered about it. */
export interface Ordered {
  readonly paused: boolean
  /** False: heard only while it is among the loudest. */
  readonly always?: boolean | undefined
  /** Among whom it is or is not. */
  readonly circle?: string | undefined
}

export interface SourceOptions extends Publication {
  readonly producer: types.Producer
  readonly confirmMs: number
  /** A piped source that nobody watches for so long closes. */
  readonly unwatchedMs: number
  /** A layer that nobody took for so long is asked for no more. */
  readonly layerHoldMs: number
  readonly onDemand: (source: Source) => void
  readonly onClose: (source: Source, reason: CloseReason) => void
}

function topOf({ rtpParameters }: types.Producer): number {
  const { encodings: [first, ...others] = [] } = rtpParameters
  if (others.length > 0) return others.length
  return parseScalabilityMode(first?.scalabilityMode).spatialLayers - 1
}

export class Source implements Publication {
  readonly id: SourceId
  readonly kind: SourceKind
  readonly owner: Seat
  readonly from: Place | null
  readonly heights: readonly number[]
  readonly producer: types.Producer
  /** Its highest layer, whether they are encoded apart or in one stream; 0 when it has but one. */
  readonly top: number
  readonly #options: SourceOptions
  readonly #confirmBy: NodeJS.Timeout
  readonly #demand: Demand | null
  readonly #receivers = new Set<Receiver>()
  #unwatched: NodeJS.Timeout | null = null
  #confirmed = false
  #always = true
  #circle = everybody
  #audible = true
  #plain = false
  #packets = 0
  #silent = false
  #closed = false

  constructor(options: SourceOptions) {
    this.id = options.id
    this.kind = options.kind
    this.owner = options.owner
    this.from = options.from
    this.heights = options.heights
    this.producer = options.producer
    this.top = topOf(options.producer)
    this.#options = options
    this.#confirmBy = setTimeout(() => this.close('unconfirmed'), options.confirmMs)
    this.#demand = this.#openDemand()
    this.#watchEnd()
  }

  get confirmed(): boolean {
    return this.#confirmed
  }

  get paused(): boolean {
    return this.producer.paused
  }

  get isVideo(): boolean {
    return mediaKindOf(this.kind) === 'video'
  }

  /** How well it comes, each encoding by itself; mediasoup does not see it when a single one comes no more. */
  get scores(): readonly { readonly encodingIdx: number; readonly score: number }[] {
    return this.#silent ? [{ encodingIdx: 0, score: 0 }] : this.producer.score
  }

  /** The highest layer that really comes; -1 when none does. Nobody counts the layers of one stream: all. */
  get sent(): number {
    const alive = this.scores.filter(({ score }) => score > 0)
    if (alive.length > 0 && this.producer.type === 'svc') return this.top
    return Math.max(-1, ...alive.map(({ encodingIdx }) => encodingIdx))
  }

  /** Of one stream nobody can tell. */
  get isAsDemanded(): boolean {
    const { demand, sent } = this
    return demand === null || sent < 0 || (this.producer.type !== 'svc' && sent === demand)
  }

  /** The highest layer that anybody takes; null when there is nothing to choose. */
  get demand(): number | null {
    return this.#demand?.layer ?? null
  }

  /** Somebody cannot receive it as it is encoded. */
  get plain(): boolean {
    return this.#plain
  }

  /** Heard whoever else speaks. Orders of older servers do not say. */
  get always(): boolean {
    return this.#always
  }

  /** Those in one circle hear each other; nobody else hears them but who is always heard. */
  get circle(): string {
    return this.#circle
  }

  get audible(): boolean {
    return this.#audible
  }

  set audible(audible: boolean) {
    if (audible === this.#audible) return
    this.#audible = audible
    for (const receiver of this.#receivers) receiver.hold('quiet', !audible)
  }

  /** Somebody receives it, until that consumer closes. */
  watchedBy(receiver: Receiver): void {
    this.#receivers.add(receiver)
    if (this.#unwatched) clearTimeout(this.#unwatched)
    receiver.consumer.observer.once('close', () => {
      this.#receivers.delete(receiver)
      this.leave(receiver.consumer.id)
      this.#watchEnd()
    })
  }

  /** A consumer, or another router, takes this layer and those below it. */
  take(taker: string, layer: number): void {
    this.#demand?.take(taker, layer)
  }

  leave(taker: string): void {
    this.#demand?.leave(taker)
  }

  /** Whoever publishes it is told, until it is published anew; in what everybody receives it need not be. */
  needPlain(): void {
    const { codecs } = this.producer.rtpParameters
    const isPlain = codecs.some(({ mimeType }) => mimeType.toLowerCase() === plainest)
    if (this.#plain || isPlain || !this.isVideo) return
    this.#plain = true
    this.#options.onDemand(this)
  }

  /** Obeys an order. A worker's channel keeps order, so of two at once the later one stands. */
  async apply({ paused, always = true, circle = everybody }: Ordered): Promise<void> {
    if (this.#closed) return
    this.#confirmed = true
    this.#always = always
    this.#circle = circle
    clearTimeout(this.#confirmBy)
    await (paused ? this.producer.pause() : this.producer.resume())
  }

  /** With each report: whether anything came of one stream since the last. */
  async look(): Promise<void> {
    if (this.producer.type !== 'svc') return
    // One that closed under the question says nothing.
    const streams = await this.producer.getStats().catch(() => [])
    const packets = streams.reduce((sum, { packetCount }) => sum + packetCount, 0)
    this.#silent = !this.paused && packets === this.#packets
    this.#packets = packets
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#confirmBy)
    if (this.#unwatched) clearTimeout(this.#unwatched)
    this.#demand?.close()
    this.producer.close()
    this.#options.onClose(this, reason)
  }

  #openDemand(): Demand | null {
    const { layerHoldMs, onDemand } = this.#options
    if (this.top === 0) return null
    return new Demand({ top: this.top, holdMs: layerHoldMs, changed: () => onDemand(this) })
  }

  #watchEnd(): void {
    if (this.from === null || this.#closed || this.#receivers.size > 0) return
    this.#unwatched = setTimeout(() => this.close('unwatched'), this.#options.unwatchedMs)
  }
}
