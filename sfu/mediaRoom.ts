// One room on one router: its peers, their sources, the orders about them. Owns all of these and
// closes them with itself. Every id that comes in is checked here against room and participant.
import type { types } from 'mediasoup'
import type { Logger } from 'pino'
import {
  mediaKindOf,
  type ActualRoom,
  type CloseReason,
  type Place,
  type RtpCapabilities,
  type Seat,
  type SfuEvents,
  type SfuInput,
  type SfuOutput,
} from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import type { ParticipantId, RoomId, SessionId, SourceId } from '../shared/ids.ts'
import { actualPeer, actualPiped } from './actual.ts'
import type { Announce } from './announce.ts'
import type { PipeConfig, SfuLimits } from './config.ts'
import { Demands } from './demands.ts'
import { Hidden, type HiddenSources } from './hidden.ts'
import { Levels } from './levels.ts'
import { MediaPeer, type PeerRoom, type Watched } from './mediaPeer.ts'
import { MediaTransport } from './mediaTransport.ts'
import type { Peer } from './peer.ts'
import { Pipes } from './pipes.ts'
import { Player } from './player.ts'
import { sameQuality, unknownQuality, type Quality } from './quality.ts'
import { checkCapabilities, speaks, toContractCapabilities } from './rtp.ts'
import type { Source } from './source.ts'
import { Sources } from './sources.ts'
import { seatToll, Toll } from './toll.ts'
import { Circles, type Heard } from './voices.ts'
import type { MediaWorker } from './workers.ts'

/** Tabs and devices of one person; a seat that never sends or receives costs no more than its two transports. */
const maxSeatsPerPerson = 12

export interface MediaRoomOptions {
  readonly id: RoomId
  readonly node: string
  readonly worker: MediaWorker
  readonly router: types.Router
  readonly limits: SfuLimits
  readonly pipes: PipeConfig
  readonly announce: Announce
  readonly onClose: (room: MediaRoom) => void
  readonly log: Logger
}

export class MediaRoom implements PeerRoom {
  readonly id: RoomId
  readonly place: Place
  readonly router: types.Router
  readonly worker: MediaWorker
  readonly #options: MediaRoomOptions
  readonly #peers = new Map<SessionId, Peer>()
  readonly #sources: Sources
  readonly #pipes: Pipes
  readonly #hidden = new Hidden()
  readonly #toll = new Toll()
  readonly #voices: Circles
  readonly #demands: Demands
  readonly #quality = new Map<SessionId, Quality>()
  #levels: Levels | null = null
  #emptySince: NodeJS.Timeout | null = null
  #closed = false

  private constructor(options: MediaRoomOptions) {
    this.id = options.id
    this.router = options.router
    this.worker = options.worker
    this.place = { node: options.node, incarnation: options.worker.incarnation }
    this.#options = options
    this.#sources = new Sources({
      limits: options.limits,
      isSeated: ({ session, participant }) =>
        this.#peers.get(session)?.seat.participant === participant,
      opened: (source) => this.#onSourceOpened(source),
      closed: (source, reason) => this.#onSourceClosed(source, reason),
      demanded: (source) => this.#demands.tell(source),
      ordered: () => this.#chooseVoices([]),
    })
    this.#voices = new Circles(options.limits.freeVoices)
    const { place } = this
    this.#demands = new Demands({ room: options.id, place, announce: options.announce })
    this.#pipes = new Pipes({
      router: options.router,
      listen: options.pipes,
      sources: this.#sources,
    })
  }

  static async create(options: MediaRoomOptions): Promise<MediaRoom> {
    const room = new MediaRoom(options)
    try {
      room.#levels = await Levels.create({
        room: room.id,
        router: room.router,
        sourceOf: (producerId) => room.#sources.byProducer(producerId),
        onSpeakers: (said) => {
          options.announce('speakers', { ...said, incarnation: room.place.incarnation })
        },
        onHeard: (heard) => room.#chooseVoices(heard),
      })
    } catch (error) {
      room.router.close()
      throw error
    }
    room.#watchEmptiness()
    return room
  }

  get peers(): readonly Peer[] {
    return [...this.#peers.values()]
  }

  get sources(): readonly Source[] {
    return this.#sources.all
  }

  source(id: SourceId): Source | undefined {
    return this.#sources.get(id)
  }

  sourcesOf(seat: Seat): readonly Source[] {
    return this.#sources.of(seat)
  }

  canConsume(source: Source, rtpCapabilities: RtpCapabilities): boolean {
    return this.router.canConsume({ producerId: source.producer.id, rtpCapabilities })
  }

  peer(seat: Seat): MediaPeer {
    const peer = this.#peers.get(seat.session)
    if (!(peer instanceof MediaPeer))
      throw new LyceumError('missing', 'This seat has not joined here.')
    if (peer.seat.participant !== seat.participant) throw new LyceumError('forbidden')
    return peer
  }

  async join(input: SfuInput<'join'>): Promise<SfuOutput<'join'>> {
    const { room, participant, session, rtpCapabilities, lastsMs } = input
    checkCapabilities(rtpCapabilities)
    this.#toll.pay(participant, seatToll)
    const transport = (direction: 'send' | 'receive') =>
      MediaTransport.create({
        router: this.router,
        webRtcServer: this.worker.webRtcServer,
        direction,
        iceConsentSeconds: this.#options.limits.iceConsentSeconds,
      })
    const [send, receive] = await Promise.all([transport('send'), transport('receive')])
    const peer = new MediaPeer({
      seat: { room, participant, session },
      room: this,
      send,
      receive,
      rtpCapabilities,
      lastsMs,
      returnMs: this.#options.limits.returnMs,
    })
    this.seatPeer(peer)
    const { consumers, missing, unplayable } = await this.#begin(peer, input)
    return {
      ...this.place,
      rtpCapabilities: toContractCapabilities(this.router.rtpCapabilities),
      send: send.parameters,
      receive: receive.parameters,
      consumers,
      missing,
      unplayable,
    }
  }

  async #begin(peer: MediaPeer, wish: SfuInput<'join'>): Promise<Watched> {
    try {
      return await peer.watch(wish)
    } catch (error) {
      // Nobody was told of this seat.
      peer.close('failed')
      throw error
    }
  }

  /** A seat that comes again replaces itself; nobody takes another participant's. */
  seatPeer(peer: Peer): void {
    const before = this.#peers.get(peer.seat.session)
    if (this.#closed || (before && before.seat.participant !== peer.seat.participant)) {
      peer.close('failed')
      throw new LyceumError(this.#closed ? 'unavailable' : 'forbidden')
    }
    const { participant } = peer.seat
    const others = this.peers.filter(
      (one) => one !== before && one.seat.participant === participant,
    )
    if (others.length >= maxSeatsPerPerson) {
      peer.close('failed')
      throw new LyceumError('full', 'You have sound and picture on too many devices.')
    }
    before?.close('replaced')
    this.#peers.set(peer.seat.session, peer)
    this.#watchEmptiness()
    this.#options.log.info({ ...peer.seat }, 'peer joined')
  }

  publish(input: SfuInput<'publish'>): Promise<Source> {
    const { rtpParameters, source, kind, paused, heights = [] } = input
    const peer = this.peer(input)
    const transport = peer.transport(input.transport)
    if (transport !== peer.send) throw new LyceumError('conflict', 'This transport only receives.')
    if (!speaks(rtpParameters, mediaKindOf(kind))) {
      throw new LyceumError('invalid', `A ${kind} is not sent in these codecs.`)
    }
    return this.#sources.open({
      id: source,
      kind,
      owner: peer.seat,
      from: null,
      paused,
      heights,
      produce: (options) => transport.rtc.produce({ ...options, rtpParameters }),
    })
  }

  /** A file takes a seat as a browser does; what it sends needs its orders like any source. */
  async play(input: SfuInput<'play'>, file: string): Promise<void> {
    const { room, participant, session } = input
    const { router } = this
    const onClose = (closed: Player, reason: CloseReason) => this.onPeerClosed(closed, reason)
    const seat = { room, participant, session }
    const player = await Player.create({ seat, file, router, onClose, log: this.#options.log })
    this.seatPeer(player)
    const open = (kind: 'camera' | 'microphone') =>
      this.#sources.open({
        id: input[kind],
        kind,
        owner: seat,
        from: null,
        paused: false,
        heights: [],
        produce: (options) => player.produce(kind, options),
      })
    try {
      await Promise.all([open('camera'), open('microphone')])
    } catch (error) {
      player.close('failed')
      throw error
    }
    player.start()
  }

  want(input: SfuInput<'want'>): Promise<SfuOutput<'want'>> {
    return this.#sources.want(input)
  }

  withdraw(input: SfuInput<'withdraw'>): void {
    this.#sources.withdraw(input)
  }

  async openPipe({ from }: SfuInput<'pipe.open'>): Promise<SfuOutput<'pipe.open'>> {
    return { end: await this.#pipes.open(from) }
  }

  offerPiped(input: SfuInput<'pipe.offer'>): Promise<SfuOutput<'pipe.offer'>> {
    return this.#pipes.offer(input)
  }

  takePiped(input: SfuInput<'pipe.take'>): Promise<void> {
    return this.#pipes.take(input)
  }

  closePiped(input: SfuInput<'pipe.close'>): void {
    this.#pipes.close(input)
  }

  demandPiped(input: SfuInput<'pipe.demand'>): void {
    this.#pipes.demand(input)
  }

  hide(input: SfuInput<'hide'>): void {
    const from = this.#hidden.accept(input)
    for (const peer of this.peers)
      if (peer instanceof MediaPeer && from.has(peer.seat.participant)) peer.hide()
  }

  pay({ participant }: Seat, toll: number): void {
    this.#toll.pay(participant, toll)
  }

  hiddenFrom({ participant }: Seat): HiddenSources | undefined {
    return this.#hidden.of(participant)
  }

  leave(participant: ParticipantId, session: SessionId | undefined): void {
    for (const peer of this.peers) {
      if (peer.seat.participant !== participant) continue
      if (session === undefined || peer.seat.session === session) peer.close('left')
    }
  }

  onLost(peer: MediaPeer, cause: string): void {
    this.#options.announce('peerLost', { ...peer.seat, cause })
  }

  onReturned(peer: MediaPeer): void {
    this.#options.announce('peerReturned', peer.seat)
  }

  onPeerClosed(peer: Peer, reason: CloseReason): void {
    // Who is moved away from here publishes there already, and that is piped back.
    for (const source of this.sourcesOf(peer.seat)) if (source.from === null) source.close(reason)
    if (this.#peers.get(peer.seat.session) === peer) this.#peers.delete(peer.seat.session)
    this.#quality.delete(peer.seat.session)
    this.#watchEmptiness()
    this.#options.log.info({ ...peer.seat, reason }, 'peer left')
  }

  describe(): ActualRoom {
    const peers = this.peers.map((peer) => actualPeer(peer, this.sourcesOf(peer.seat)))
    const pipedIn = this.sources.flatMap(actualPiped)
    const { incarnation } = this.place
    return { room: this.id, incarnation, peers, pipedIn, pipedOut: this.#pipes.out }
  }

  /** Who changed since the last time this was asked. */
  qualityChanges(): SfuEvents['quality']['peers'] {
    return this.peers.flatMap((peer) => {
      const { participant, session } = peer.seat
      const quality = peer.quality
      if (sameQuality(quality, this.#quality.get(session) ?? unknownQuality)) return []
      this.#quality.set(session, quality)
      return [{ participant, session, ...quality }]
    })
  }

  /** With each report: what may have been lost on the way, and what is weighed that often. */
  retell(): void {
    this.#demands.repeat(this.sources)
    for (const peer of this.peers) {
      const starved = peer instanceof MediaPeer ? peer.weigh() : null
      if (starved) this.#options.announce('starved', { ...peer.seat, sources: [...starved] })
    }
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    if (this.#emptySince) clearTimeout(this.#emptySince)
    for (const peer of this.peers) peer.close(reason)
    for (const source of this.sources) source.close(reason)
    this.router.close()
    this.#options.onClose(this)
    this.#options.log.info({ room: this.id, reason }, 'room closed')
  }

  async #onSourceOpened(source: Source): Promise<void> {
    if (source.kind !== 'microphone') return
    this.#chooseVoices([])
    await this.#levels?.add(source)
  }

  #chooseVoices(heard: readonly Heard[]): void {
    const mayBeQuiet = ({ kind, always }: Source) => kind === 'microphone' && !always
    const others = this.sources.filter((source) => mayBeQuiet(source) && !source.paused)
    const open = new Map(others.map(({ id, circle }) => [id, circle]))
    const chosen = this.#voices.choose(open, heard, performance.now())
    for (const source of this.sources)
      source.audible = !open.has(source.id) || chosen.has(source.id)
  }

  #onSourceClosed({ id, kind, owner, from }: Source, reason: CloseReason): void {
    if (from !== null) {
      this.#onPipedClosed(id, from)
      return
    }
    // A worker's death is one event that names its incarnation, not one for each source.
    if (reason === 'workerDied') return
    this.#options.announce('sourceClosed', { ...owner, ...this.place, source: id, kind, reason })
  }

  #onPipedClosed(id: SourceId, from: Place): void {
    const isLast = !this.sources.some((other) => other.from?.incarnation === from.incarnation)
    if (isLast) this.#pipes.emptied(from)
    this.#options.announce('unpiped', { room: this.id, from, to: this.place, sources: [id] })
  }

  #watchEmptiness(): void {
    if (this.#emptySince) clearTimeout(this.#emptySince)
    this.#emptySince = null
    if (this.#closed || this.#peers.size > 0) return
    this.#emptySince = setTimeout(() => this.close('roomClosed'), this.#options.limits.emptyRoomMs)
  }
}
