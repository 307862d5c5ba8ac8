// One browser in a room: a transport to send on, one to receive on, and what it receives. It finds
// sources by asking its room; it never sees another peer's transports or consumers.
import type {
  CloseReason,
  Consumer as ConsumerDescription,
  Look,
  RtpCapabilities,
  Seat,
} from '../shared/contract/sfu.ts'
import { finest } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { SourceId } from '../shared/ids.ts'
import type { HiddenSources } from './hidden.ts'
import type { MediaTransport } from './mediaTransport.ts'
import type { Peer } from './peer.ts'
import { lostQuality, receiveQuality, sendQuality, type Quality } from './quality.ts'
import { Reception } from './reception.ts'
import { Scarcity } from './scarcity.ts'
import { receives } from './rtp.ts'
import type { Source } from './source.ts'

/** What a peer may ask of its room. */
export interface PeerRoom {
  source(id: SourceId): Source | undefined
  sourcesOf(seat: Seat): readonly Source[]
  /** Throws when this person has had very many consumers lately. */
  pay(seat: Seat, consumers: number): void
  hiddenFrom(seat: Seat): HiddenSources | undefined
  canConsume(source: Source, capabilities: RtpCapabilities): boolean
  onLost(peer: MediaPeer, cause: string): void
  onReturned(peer: MediaPeer): void
  onPeerClosed(peer: MediaPeer, reason: CloseReason): void
}

export interface MediaPeerOptions {
  readonly seat: Seat
  readonly room: PeerRoom
  readonly send: MediaTransport
  readonly receive: MediaTransport
  readonly rtpCapabilities: RtpCapabilities
  readonly returnMs: number
  /** After so long it closes, whatever goes on. */
  readonly lastsMs?: number | undefined
}

/** What somebody may receive, as of a fact's number. */
export interface Wish {
  readonly seq: number
  readonly wish: readonly SourceId[]
  readonly looks?: readonly Look[] | undefined
}

export interface Watched {
  readonly consumers: ConsumerDescription[]
  readonly removed: string[]
  readonly missing: SourceId[]
  readonly unplayable: SourceId[]
}

interface Asked {
  readonly asOf: number
  readonly looks: ReadonlyMap<SourceId, Look>
}

type Outcome = ConsumerDescription | 'missing' | 'unplayable'

export class MediaPeer implements Peer {
  readonly seat: Seat
  readonly since = performance.now()
  readonly transports: readonly [MediaTransport, MediaTransport]
  readonly #room: PeerRoom
  readonly #capabilities: RtpCapabilities
  readonly #returnMs: number
  readonly #watching = new Map<SourceId, Reception>()
  readonly #scarcity = new Scarcity()
  #starved: readonly SourceId[] = []
  /** Consumers that were ended from above; the client hears of them with its next wish. */
  #untold: string[] = []
  #queue: Promise<unknown> = Promise.resolve()
  #leaveBy: NodeJS.Timeout | null = null
  readonly #end: NodeJS.Timeout | undefined
  #closed = false

  constructor(options: MediaPeerOptions) {
    this.seat = options.seat
    this.transports = [options.send, options.receive]
    this.#room = options.room
    this.#capabilities = options.rtpCapabilities
    this.#returnMs = options.returnMs
    const { lastsMs } = options
    if (lastsMs !== undefined) this.#end = setTimeout(() => this.close('left'), lastsMs)
    for (const transport of this.transports) {
      transport.onPath = (_, cause) => this.#onPath(cause)
    }
  }

  get send(): MediaTransport {
    return this.transports[0]
  }

  get receive(): MediaTransport {
    return this.transports[1]
  }

  /** Receives only what every browser does. */
  get plain(): boolean {
    return !receives(this.#capabilities, finest)
  }

  get connected(): boolean {
    return this.#leaveBy === null
  }

  get consumerCount(): number {
    return this.#watching.size
  }

  get watched(): readonly Reception[] {
    return [...this.#watching.values()]
  }

  get seesAsOf(): number | null {
    const { watched } = this
    return watched.length === 0 ? null : Math.min(...watched.map(({ asOf }) => asOf))
  }

  get quality(): Quality {
    if (!this.connected) return lostQuality
    const sending = this.#room.sourcesOf(this.seat).filter((source) => !source.paused)
    const receiving = this.watched.filter(({ consumer: c }) => !c.paused && !c.producerPaused)
    return {
      send: sendQuality(sending.map(({ scores }) => scores)),
      receive: receiveQuality(receiving.map(({ consumer }) => consumer.score.score)),
    }
  }

  transport(id: string): MediaTransport {
    const transport = this.transports.find((candidate) => candidate.id === id)
    if (!transport) throw new LyceumError('forbidden', 'This seat has no such transport.')
    return transport
  }

  /** One wish at a time: two at once would make two consumers of one source. */
  watch(wish: Wish): Promise<Watched> {
    const done = this.#queue.then(() => this.#watch(wish))
    this.#queue = done.catch(() => undefined)
    return done
  }

  /** Its room has another word on what is hidden. A wish that is being followed asks for it itself. */
  hide(): void {
    this.#untold.push(...this.#dropHidden())
  }

  /** Consumers that closed meanwhile are passed over: their end is on its way to the client. */
  async resume(ids: readonly string[]): Promise<void> {
    const wanted = new Set(ids)
    const mine = this.watched.filter(({ consumer }) => wanted.has(consumer.id))
    await Promise.all(mine.map((reception) => reception.resume()))
  }

  /** Lets go what its link cannot carry. What is starved for it, when there is any or was. */
  weigh(): readonly SourceId[] | null {
    const scarcity = this.#scarcity
    // Over a lost path no picture has a layer, which says nothing about the link.
    if (this.connected) scarcity.weigh(this.watched.flatMap(({ stream }) => stream ?? []))
    const { waiting } = scarcity
    for (const reception of this.watched) {
      reception.hold('weak', waiting.has(reception.source.id))
      reception.keepSmall(waiting.size > 0)
    }
    const before = this.#starved
    this.#starved = this.connected ? scarcity.starved : []
    return before.length + this.#starved.length === 0 ? null : this.#starved
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#leaveBy) clearTimeout(this.#leaveBy)
    clearTimeout(this.#end)
    for (const transport of this.transports) transport.close()
    this.#watching.clear()
    this.#room.onPeerClosed(this, reason)
  }

  async #watch({ seq, wish: all, looks = [] }: Wish): Promise<Watched> {
    const wish = new Set(all)
    const asked = { asOf: seq, looks: new Map(looks.map((look) => [look.source, look])) }
    const fresh = [...wish].filter((id) => !this.#watching.has(id) && !this.#isMine(id))
    this.#room.pay(this.seat, fresh.filter((id) => this.#room.source(id)).length)
    const removed = [...this.#untold, ...this.#drop((id) => !wish.has(id))]
    this.#untold = []
    this.#confirm(seq)
    for (const [id, reception] of this.#watching) reception.see(asked.looks.get(id))
    const outcomes = await Promise.all(
      fresh.map(async (id) => [id, await this.#consume(id, asked)] as const),
    )
    const those = (kind: Outcome) => outcomes.filter(([, is]) => is === kind).map(([id]) => id)
    return {
      consumers: outcomes.map(([, is]) => is).filter((is) => typeof is === 'object'),
      removed,
      missing: those('missing'),
      unplayable: those('unplayable'),
    }
  }

  #isMine(id: SourceId): boolean {
    return this.#room.source(id)?.owner.session === this.seat.session
  }

  #drop(unwanted: (id: SourceId, reception: Reception) => boolean): string[] {
    const dropped = [...this.#watching].filter(([id, one]) => unwanted(id, one))
    for (const [id, reception] of dropped) {
      reception.close()
      this.#watching.delete(id)
    }
    return dropped.map(([, { consumer }]) => consumer.id)
  }

  /** What stays was not hidden as of that order, so it need not be repeated. */
  #dropHidden(): string[] {
    const hidden = this.#room.hiddenFrom(this.seat)
    if (hidden === undefined) return []
    const { seq, sources } = hidden
    const dropped = this.#drop((id, { asOf }) => asOf < seq && sources.has(id))
    this.#confirm(seq)
    return dropped
  }

  #confirm(seq: number): void {
    for (const one of this.watched) one.asOf = Math.max(one.asOf, seq)
  }

  #isHidden(id: SourceId, asOf: number): boolean {
    const hidden = this.#room.hiddenFrom(this.seat)
    return hidden !== undefined && hidden.seq > asOf && hidden.sources.has(id)
  }

  async #consume(id: SourceId, { asOf, looks }: Asked): Promise<Outcome> {
    const source = this.#room.source(id)
    if (!source || this.#isHidden(id, asOf)) return 'missing'
    if (!this.#room.canConsume(source, this.#capabilities)) {
      source.needPlain()
      return 'unplayable'
    }
    const rtpCapabilities = this.#capabilities
    const transport = this.receive.rtc
    const look = looks.get(id)
    const reception = await Reception.open({ source, transport, rtpCapabilities, look, asOf })
    // The source or this peer may have closed while the worker answered.
    if (reception === null) return 'missing'
    if (this.#isHidden(id, asOf)) {
      reception.close()
      return 'missing'
    }
    this.#watching.set(id, reception)
    reception.consumer.once('producerclose', () => {
      this.#watching.delete(id)
      this.#untold.push(reception.consumer.id)
    })
    return reception.description
  }

  #onPath(cause: string): void {
    if (this.#closed) return
    const lost = this.transports.some((transport) => transport.path === 'lost')
    if (lost && this.#leaveBy === null) {
      this.#leaveBy = setTimeout(() => this.close('lost'), this.#returnMs)
      this.#room.onLost(this, cause)
    } else if (!lost && this.#leaveBy !== null) {
      clearTimeout(this.#leaveBy)
      this.#leaveBy = null
      this.#room.onReturned(this)
    }
  }
}
