// The media of one stay: joins in one round trip, publishes tracks, watches sources, and builds itself
// anew with the same tracks when a network, worker or node was lost. Knows no screen and no Svelte.
import type { Device } from 'mediasoup-client/types'
import { Emitter, type Listener } from '../connection/emitter.ts'
import { delayBefore } from '../connection/backoff.ts'
import type { Incarnation, SourceId } from '../../shared/ids.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { MediaDoor } from './door.ts'
import { Publications } from './publications.ts'
import { Transports } from './transports.ts'
import { Watching } from './watching.ts'
import { spoken, type Wished } from './wish.ts'

export type MediaState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'joining' }
  /** `cut`: nothing comes through just now; new credentials are on their way. */
  | { readonly kind: 'open'; readonly cut: boolean }
  /** Lost and being built anew; `refusal` when the last try was refused. */
  | { readonly kind: 'rebuilding'; readonly refusal: Refusal | null }
  /** This browser cannot do it. */
  | { readonly kind: 'unsupported' }
  | { readonly kind: 'closed' }

/** What the browser counts of both ways, and which source each track of this page is. */
export interface Measured {
  readonly send: RTCStatsReport
  readonly receive: RTCStatsReport
  readonly tracks: ReadonlyMap<string, SourceId>
}

/** Lost again sooner than this, it is built anew with growing patience. */
const settledMs = 5000

export interface MediaEvents {
  status: [state: MediaState]
  /** Tracks came or went, or a publication changed. */
  changed: []
}

export class MediaSession {
  readonly publications: Publications
  readonly watching: Watching
  readonly #door: MediaDoor
  readonly #device: Promise<Device>
  /** The device once it is loaded: then nothing is waited for. */
  #loaded: Device | null = null
  readonly #events = new Emitter<MediaEvents>()
  #state: MediaState = { kind: 'idle' }
  #transports: Transports | null = null
  #incarnation: Incarnation | null = null
  /** Rises with every build, so that an overtaken one knows. */
  #build = 0
  #failures = 0
  #madeAt = 0
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(door: MediaDoor, device: Promise<Device>) {
    this.#door = door
    this.#device = device
    device.then(
      (loaded) => {
        this.#loaded = loaded
      },
      () => undefined,
    )
    const changed = (): void => {
      this.#events.emit('changed')
    }
    this.publications = new Publications(door, changed)
    this.watching = new Watching(door, {
      changed,
      lost: () => {
        this.lost()
      },
    })
  }

  get state(): MediaState {
    return this.#state
  }

  /** The sfu worker's run that carries this media. */
  get incarnation(): Incarnation | null {
    return this.#incarnation
  }

  on<Name extends keyof MediaEvents>(
    name: Name,
    listener: Listener<MediaEvents[Name]>,
  ): () => void {
    return this.#events.on(name, listener)
  }

  join(wish: readonly Wished[]): void {
    if (this.#state.kind !== 'idle') return
    this.watching.want(wish)
    this.#enter({ kind: 'joining' })
    void this.#make()
  }

  /** A worker or node is gone with our media, or the server does not know it. */
  lost(): void {
    if (this.#state.kind === 'idle' || this.#state.kind === 'closed') return
    const soon = Date.now() - this.#madeAt < settledMs
    this.#failures = soon ? this.#failures + 1 : 0
    this.#dismantle()
    this.#enter({ kind: 'rebuilding', refusal: null })
    this.#later(soon ? delayBefore(this.#failures, Math.random()) : 0)
  }

  /** The connection is back: media that went on is confirmed, media that did not is mended. */
  reconnected(): void {
    if (this.#state.kind === 'open') {
      this.#transports?.check()
      this.watching.say(0)
    } else if (this.#state.kind === 'rebuilding') {
      this.lost()
    }
  }

  /** No media while one waits outside or is not allowed in; `join` begins again. */
  leave(): void {
    if (this.#state.kind === 'closed') return
    this.#dismantle()
    this.#enter({ kind: 'idle' })
  }

  close(): void {
    if (this.#state.kind === 'closed') return
    this.#dismantle()
    this.#enter({ kind: 'closed' })
    this.#events.clear()
  }

  /** Null while there is no media to measure. */
  async measure(): Promise<Measured | null> {
    const transports = this.#transports
    if (transports === null || this.#state.kind !== 'open') return null
    const reports = [transports.send.getStats(), transports.receive.getStats()] as const
    const [send, receive] = await Promise.all(reports)
    const tracks = new Map([...this.publications.tracks(), ...this.watching.tracks()])
    return { send, receive, tracks }
  }

  #enter(state: MediaState): void {
    this.#state = state
    this.#events.emit('status', state)
  }

  #dismantle(): void {
    this.#build += 1
    clearTimeout(this.#retry)
    this.#transports?.close()
    this.#transports = null
    this.#incarnation = null
    this.publications.detach()
    this.watching.detach()
  }

  async #make(): Promise<void> {
    this.#dismantle()
    const build = this.#build
    const { wish } = this.watching
    const device = this.#loaded ?? (await this.#device.catch(() => null))
    if (device === null) {
      this.#enter({ kind: 'unsupported' })
      return
    }
    const answer = await this.#door.request('media.join', {
      rtpCapabilities: device.recvRtpCapabilities,
      ...spoken(wish),
    })
    if (build !== this.#build) return
    if (!answer.ok) {
      this.#refused(answer.error)
      return
    }
    const lost = (): void => {
      if (build === this.#build) this.lost()
    }
    const cut = (now: boolean): void => {
      if (build === this.#build) this.#enter({ kind: 'open', cut: now })
    }
    const ports = { door: this.#door, lost, cut }
    const transports = new Transports(device, answer.output, ports)
    this.#transports = transports
    this.#incarnation = answer.output.incarnation
    this.#madeAt = Date.now()
    // Seeing and hearing come first: what one sends can wait the moment that takes.
    await this.watching.attach(transports.receive, answer.output.consumers, wish)
    if (build !== this.#build) return
    this.#enter({ kind: 'open', cut: false })
    await this.publications.attach({ device, send: transports.send })
  }

  #refused(refusal: Refusal): void {
    const wait = refusal.retryAfter ?? delayBefore(this.#failures + 1, Math.random())
    this.#failures += 1
    this.#enter({ kind: 'rebuilding', refusal })
    this.#later(wait)
  }

  #later(waitMs: number): void {
    clearTimeout(this.#retry)
    this.#retry = setTimeout(() => void this.#make(), waitMs)
  }
}
