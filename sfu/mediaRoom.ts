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
import type { RoomId, SourceId } from '../shared/ids.ts'
import { actualPeer, actualPiped } from './actual.ts'
import type { Announce } from './announce.ts'
import type { PipeConfig, SfuLimits } from './config.ts'
import { Demands } from './demands.ts'
import { Hearing } from './hearing.ts'
import { Hidden, type HiddenSources } from './hidden.ts'
import { MediaPeer, type PeerRoom, type Watched } from './mediaPeer.ts'
import { MediaTransport } from './mediaTransport.ts'
import type { Peer } from './peer.ts'
import { Pipes } from './pipes.ts'
import { Player } from './player.ts'
import { checkCapabilities, speaks, toContractCapabilities } from './rtp.ts'
import { Seats } from './seats.ts'
import type { Source } from './source.ts'
import { Sources } from './sources.ts'
import { Taps } from './taps.ts'
import { seatToll, Toll } from './toll.ts'
import type { MediaWorker } from './workers.ts'

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
  readonly pipes: Pipes
  readonly taps: Taps
  readonly #options: MediaRoomOptions
  readonly #seats: Seats
  readonly #sources: Sources
  readonly #hidden = new Hidden()
  readonly #toll = new Toll()
  readonly #hearing: Hearing
  readonly #demands: Demands
  #closed = false

  private constructor(options: MediaRoomOptions) {
    this.id = options.id
    this.router = options.router
    this.worker = options.worker
    this.place = { node: options.node, incarnation: options.worker.incarnation }
    this.#options = options
    const { place } = this
    const { limits, announce } = options
    this.#seats = new Seats({
      emptyMs: limits.emptyRoomMs,
      emptied: () => this.close('roomClosed'),
    })
    this.#sources = new Sources({
      limits,
      isSeated: (owner) => this.#seats.has(owner),
      opened: (source) => this.#hearing.add(source),
      closed: (source, reason) => this.#onSourceClosed(source, reason),
      demanded: (source) => this.#demands.tell(source),
      ordered: () => this.#hearing.choose(),
    })
    this.#hearing = new Hearing({
      room: options.id,
      freeVoices: limits.freeVoices,
      sources: this.#sources,
      onSpeakers: (said) => {
        announce('speakers', { ...said, incarnation: place.incarnation })
      },
    })
    this.#demands = new Demands({ room: options.id, place, announce })
    this.pipes = new Pipes({
      place,
      router: options.router,
      listen: options.pipes,
      sources: this.#sources,
      vainMs: limits.unwatchedMs * 3,
    })
    this.taps = new Taps({
      ...{ room: options.id, place, router: options.router, listen: options.pipes },
      ...{ sources: this.#sources, confirmMs: limits.confirmMs, announce },
    })
  }

  static async create(options: MediaRoomOptions): Promise<MediaRoom> {
    const room = new MediaRoom(options)
    try {
      await room.#hearing.listen(room.router)
    } catch (error) {
      room.#seats.close('failed')
      room.router.close()
      throw error
    }
    return room
  }

  get peers(): readonly Peer[] {
    return this.#seats.peers
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
    return this.#seats.peer(seat)
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
    this.#seatPeer(peer)
    const { consumers, missing, unplayable } = await this.#begin(peer, input)
    return {
      ...this.place,
      rtpCapabilities: toContractCapabilities(this.router.rtpCapabilities),
      send: send.parameters,
      receive: receive.parameters,
      consumers,
      missing,
      unplayable,
      plain: this.#plain,
    }
  }

  /** Somebody in this part of the class cannot receive what is finest, or somebody elsewhere. */
  get #plain(): boolean {
    return (
      this.peers.some((peer) => peer instanceof MediaPeer && peer.plain) ||
      this.sources.some(({ plain }) => plain)
    )
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
    this.#seatPeer(player)
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

  leave(input: SfuInput<'leave'>): void {
    this.#seats.leave(input)
  }

  onLost(peer: MediaPeer, cause: string): void {
    this.#options.announce('peerLost', { ...peer.seat, cause })
  }

  onReturned(peer: MediaPeer): void {
    this.#options.announce('peerReturned', peer.seat)
  }

  onPeerClosed(peer: Peer, reason: CloseReason): void {
    // Who never had the seat says nothing of what is sent from it.
    if (!this.#seats.left(peer)) return
    // Who is moved away from here publishes there already, and that is piped back.
    for (const source of this.sourcesOf(peer.seat)) if (source.from === null) source.close(reason)
    this.#options.log.info({ ...peer.seat, reason }, 'peer left')
  }

  describe(): ActualRoom {
    const peers = this.peers.map((peer) => actualPeer(peer, this.sourcesOf(peer.seat)))
    const pipedIn = this.sources.flatMap(actualPiped)
    const { out: pipedOut, ends: pipes } = this.pipes
    const { incarnation } = this.place
    const taps = this.taps.actual
    return { room: this.id, incarnation, peers, pipedIn, pipedOut, pipes, taps }
  }

  qualityChanges(): SfuEvents['quality']['peers'] {
    return this.#seats.qualityChanges()
  }

  /** With each report: what may have been lost on the way, and what is weighed that often. */
  async retell(): Promise<void> {
    await Promise.all(this.sources.map((source) => source.look()))
    this.#demands.repeat(this.sources)
    for (const peer of this.peers) {
      const starved = peer instanceof MediaPeer ? peer.weigh() : null
      if (starved) this.#options.announce('starved', { ...peer.seat, sources: [...starved] })
    }
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    this.#seats.close(reason)
    for (const source of this.sources) source.close(reason)
    this.router.close()
    this.#options.onClose(this)
    this.#options.log.info({ room: this.id, reason }, 'room closed')
  }

  #seatPeer(peer: Peer): void {
    this.#seats.take(peer)
    this.#options.log.info({ ...peer.seat }, 'peer joined')
  }

  #onSourceClosed({ id, kind, owner, from }: Source, reason: CloseReason): void {
    this.taps.closeOf(id, reason)
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
    if (isLast) this.pipes.emptied(from)
    this.#options.announce('unpiped', { room: this.id, from, to: this.place, sources: [id] })
  }
}
