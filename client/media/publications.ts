// What this device publishes: one track per kind of source. Publications outlive transports: after a
// loss the same tracks are produced again, without asking the person for anything.
import type { Device, Producer, Transport } from 'mediasoup-client/types'
import type { SourceKind } from '../../shared/contract/sources.ts'
import type { SourceId } from '../../shared/ids.ts'
import { LyceumError, type Refusal } from '../../shared/errors.ts'
import type { MediaDoor } from './door.ts'
import { encodingOf, heightsOf, oneStream, type Encoding, type Size } from './encodings.ts'
import type { Publishing } from './transports.ts'
import { isMusic } from './tuning.ts'

export type PublicationState =
  | { readonly kind: 'waiting' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'live'; readonly source: SourceId }
  | { readonly kind: 'failed'; readonly refusal: Refusal }

interface Publication {
  readonly kind: SourceKind
  track: MediaStreamTrack
  paused: boolean
  state: PublicationState
  producer: Producer | null
  encoding: Encoding | null
  /** The same on the node that one is being moved from. */
  leaving: Producer | null
  /** It is being published anew; what went out before does so until then. */
  renewal: Renewal | null
}

interface Renewal {
  /** The class has closed the old one for the new one, of which this end does not know yet. */
  replaced: boolean
}

interface Started {
  readonly producer: Producer
  readonly encoding: Encoding
  readonly stage: Stage
}

export interface Stage {
  readonly device: Device
  readonly send: Transport
  /** The browser sends pictures in layers of one stream. */
  readonly svc: boolean
  /** Somebody there receives only what every browser does. */
  readonly plain: boolean
}

export class Publications {
  readonly #door: MediaDoor
  readonly #changed: () => void
  readonly #all = new Map<SourceKind, Publication>()
  #stage: Stage | null = null
  #held: Stage | null = null
  /** Said once by anybody, it holds as long as one stays: who needs it may come again. */
  #plain = false

  constructor(door: MediaDoor, changed: () => void) {
    this.#door = door
    this.#changed = changed
  }

  state(kind: SourceKind): PublicationState | null {
    return this.#all.get(kind)?.state ?? null
  }

  track(kind: SourceKind): MediaStreamTrack | null {
    return this.#all.get(kind)?.track ?? null
  }

  /** Which source each track is. */
  tracks(): [track: string, source: SourceId][] {
    return [...this.#all.values()].flatMap(({ track, state }) =>
      state.kind === 'live' ? [[track.id, state.source]] : [],
    )
  }

  /** The source one's own publication is known by, when it is live. */
  source(kind: SourceKind): SourceId | null {
    const state = this.state(kind)
    return state?.kind === 'live' ? state.source : null
  }

  /** As others may know it: while one is being moved, the new one first. */
  sources(kind: SourceKind): SourceId[] {
    const left = this.#all.get(kind)?.leaving?.id as SourceId | undefined
    return [this.source(kind), left ?? null].filter((source) => source !== null)
  }

  /** New transports: everything goes out again. What goes out already does so until `settle`. */
  async attach(stage: Stage): Promise<void> {
    this.#stage = stage
    this.#held = null
    this.#plain ||= stage.plain
    // What has ended is not sent again; whoever goes on captures anew.
    for (const { kind, track, producer } of [...this.#all.values()])
      if (producer !== null && track.readyState === 'ended') this.withdraw(kind)
    for (const publication of this.#all.values()) publication.leaving = publication.producer
    await Promise.all([...this.#all.values()].map((publication) => this.#start(publication)))
  }

  /** Nothing new goes out until there are other transports, or a `release`. */
  hold(): void {
    this.#held = this.#stage
    this.#stage = null
  }

  release(): void {
    this.#stage = this.#held
    this.#held = null
    for (const publication of this.#all.values())
      if (publication.state.kind === 'waiting') void this.#start(publication)
  }

  /** Whether all goes out by the new transports that goes out by those that are left. */
  get isWhole(): boolean {
    return [...this.#all.values()].every(
      ({ state, producer, leaving }) =>
        leaving === null || (state.kind === 'live' && producer !== leaving),
    )
  }

  get isSending(): boolean {
    return [...this.#all.values()].some(({ paused }) => !paused)
  }

  /** The move is over. */
  settle(): void {
    for (const publication of this.#all.values()) {
      publication.leaving?.close()
      publication.leaving = null
    }
  }

  detach(): void {
    this.#stage = null
    this.#held = null
    for (const publication of this.#all.values()) {
      publication.producer = null
      publication.leaving = null
      publication.state = { kind: 'waiting' }
    }
    this.#changed()
  }

  /** A second publication of a kind only changes its track, unless it must be encoded another way. */
  async publish(kind: SourceKind, track: MediaStreamTrack, paused: boolean): Promise<void> {
    const known = this.#all.get(kind)
    if (known !== undefined && known.state.kind !== 'failed') {
      if (isMusic(known.track) === isMusic(track)) {
        await this.replace(kind, track)
        this.setPaused(kind, paused)
        return
      }
      this.withdraw(kind)
    }
    track.enabled = !paused
    const state = { kind: 'waiting' } as const
    const none = { producer: null, encoding: null, leaving: null, renewal: null }
    const fresh: Publication = { kind, track, paused, state, ...none }
    this.#all.set(kind, fresh)
    await this.#start(fresh)
  }

  async replace(kind: SourceKind, track: MediaStreamTrack): Promise<void> {
    const publication = this.#all.get(kind)
    if (publication === undefined) return
    track.enabled = !publication.paused
    publication.track = track
    await Promise.all(producersOf(publication).map((one) => one.replaceTrack({ track })))
    this.#changed()
  }

  /** At once at the browser; the server hears of it by a command. */
  setPaused(kind: SourceKind, paused: boolean): void {
    const publication = this.#all.get(kind)
    if (publication === undefined || publication.paused === paused) return
    publication.paused = paused
    publication.track.enabled = !paused
    for (const producer of producersOf(publication)) {
      if (paused) producer.pause()
      else producer.resume()
    }
    this.#changed()
  }

  withdraw(kind: SourceKind): void {
    const publication = this.#all.get(kind)
    if (publication === undefined) return
    this.#all.delete(kind)
    for (const producer of producersOf(publication)) producer.close()
    if (publication.state.kind === 'live') {
      void this.#door.command('sources.close', { source: publication.state.source })
    }
    this.#changed()
  }

  /** Layers above this one are taken by nobody, so they are not sent. */
  demanded(source: SourceId, layer: number): void {
    for (const { state, producer, encoding } of this.#all.values())
      if (state.kind === 'live' && state.source === source && producer?.rtpSender && encoding)
        sendUpTo(producer.rtpSender, encoding, layer)
  }

  /** Somebody cannot receive this one as it is encoded: all goes out as everybody receives it, from now on. */
  sendPlain(source: SourceId): void {
    const meant = [...this.#all.values()].find(({ producer }) => producer?.id === source)
    // It is told again while one is being moved.
    const isReady = this.#stage !== null && meant?.leaving === null && meant.renewal === null
    if (!isReady || meant.encoding?.svc !== true) return
    this.#plain = true
    void this.#renew(meant)
  }

  /** The class closed it because it has what replaces it. False when this end knows of no such thing. */
  replaced(source: SourceId): boolean {
    const renewed = [...this.#all.values()].find(({ producer }) => producer?.id === source)?.renewal
    if (!renewed) return false
    renewed.replaced = true
    return true
  }

  /** The sfu or staff closed it: nothing is left to tell anybody. */
  closed(source: SourceId): SourceKind | null {
    for (const publication of this.#all.values()) {
      if (publication.state.kind !== 'live' || publication.state.source !== source) continue
      this.#all.delete(publication.kind)
      for (const producer of producersOf(publication)) producer.close()
      this.#changed()
      return publication.kind
    }
    return null
  }

  #isCurrent(stage: Stage): boolean {
    return stage === this.#stage || stage === this.#held
  }

  #enter(publication: Publication, state: PublicationState): void {
    publication.state = state
    this.#changed()
  }

  async #start(publication: Publication): Promise<void> {
    const stage = this.#stage
    if (stage === null) return
    // Who is being moved is live all the time, and so is what is being renewed.
    if (publication.leaving === null && publication.renewal === null)
      this.#enter(publication, { kind: 'starting' })
    const { kind, track, paused } = publication
    const size = sizeOf(track)
    // Music is as rich as what a screen sounds.
    const kindSent = isMusic(track) ? 'screenAudio' : kind
    const { codecs = [] } = stage.device.sendRtpCapabilities
    const svc = stage.svc && !this.#plain
    const encoding = encodingOf({ kind: kindSent, size }, { codecs, svc })
    const heights = heightsOf(encoding, size)
    const appData: Publishing = { sourceKind: kind, paused, heights }
    try {
      const producer = await stage.send.produce({
        track,
        ...encoding.options,
        stopTracks: false,
        disableTrackOnPause: false,
        appData,
      })
      this.#started(publication, { producer, encoding, stage })
    } catch (error) {
      // Transports that were replaced meanwhile fail what hung on them; the new ones try again.
      if (!this.#isCurrent(stage) || this.#all.get(kind) !== publication) return
      if (publication.renewal !== null) return
      const refusal = (error instanceof LyceumError ? error : new LyceumError('internal')).refusal
      this.#enter(publication, { kind: 'failed', refusal })
    }
  }

  /** What cannot be renewed goes on as it is, unless the class has let it go already. */
  async #renew(publication: Publication): Promise<void> {
    const { producer } = publication
    const renewal = { replaced: false }
    publication.renewal = renewal
    await this.#start(publication)
    publication.renewal = null
    const isKept = publication.producer === producer || publication.leaving === producer
    if (!isKept) producer?.close()
    else if (renewal.replaced && this.#all.get(publication.kind) === publication) {
      producer?.close()
      await this.#start(publication)
    }
  }

  #started(publication: Publication, { producer, encoding, stage }: Started): void {
    const source = producer.id as SourceId
    if (!this.#isCurrent(stage)) return
    if (this.#all.get(publication.kind) !== publication) {
      producer.close()
      void this.#door.command('sources.close', { source })
      return
    }
    publication.producer = producer
    publication.encoding = encoding
    // The track may have been switched, or muted, while the answer was on its way.
    if (producer.track !== publication.track) {
      void producer.replaceTrack({ track: publication.track })
    }
    if (publication.paused) producer.pause()
    this.#enter(publication, { kind: 'live', source })
  }
}

const producersOf = ({ producer, leaving }: Publication): Producer[] =>
  [...new Set([producer, leaving])].filter((one) => one !== null)

function sizeOf(track: MediaStreamTrack): Size | null {
  const { width, height } = track.getSettings()
  return width === undefined || height === undefined ? null : { width, height }
}

/** Without a new offer, so that it comes into nobody's way. What fails is asked for again in two seconds. */
function sendUpTo(sender: RTCRtpSender, { svc, layers }: Encoding, layer: number): void {
  const parameters = sender.getParameters()
  const [first, ...others] = parameters.encodings
  if (svc && first !== undefined) {
    const wanted = oneStream(layers, Math.min(layer, layers.length - 1))
    if (first.scaleResolutionDownBy === wanted.scaleResolutionDownBy) return
    parameters.encodings = [{ ...first, ...wanted }, ...others]
  } else {
    if (parameters.encodings.every(({ active }, n) => active === n <= layer)) return
    for (const [n, encoding] of parameters.encodings.entries()) encoding.active = n <= layer
  }
  sender.setParameters(parameters).catch(() => undefined)
}
