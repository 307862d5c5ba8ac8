// The media of one stay: joins in one round trip, publishes tracks, watches sources, and builds itself
// anew with the same tracks when a network, worker or node was lost. Knows no screen and no Svelte.
import { Emitter, type Listener } from '../connection/emitter.ts'
import { delayBefore } from '../connection/backoff.ts'
import { broken } from '../connection/inquiries.ts'
import { unanswered } from '../connection/outbox.ts'
import type { Incarnation, SourceId } from '../../shared/ids.ts'
import type { RequestOutput } from '../../shared/contract/index.ts'
import type { Refusal } from '../../shared/errors.ts'
import type { MediaDoor } from './door.ts'
import type { Engine } from './loadEngine.ts'
import { Publications, type Stage } from './publications.ts'
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

/** Who is moved waits so long at most until all comes by the new node … */
const moveLimitMs = 6000
const lookMs = 50
/** … and then for the others, who must fetch from there what one sends: what took long here takes them longer. */
const othersMs = { least: 2500, most: 6000, times: 3 }
const settleAttempts = 3

const pause = (ms: number): Promise<void> => new Promise((over) => setTimeout(over, ms))

type Joined = RequestOutput<'media.join'>

/** Servers and media nodes that say nothing of it know only what every browser sends. */
const stageOf = (engine: Engine, { send }: Transports, { plain = true }: Joined): Stage => ({
  ...engine,
  send,
  plain,
})

export interface MediaEvents {
  status: [state: MediaState]
  /** Tracks came or went, or a publication changed. */
  changed: []
}

export class MediaSession {
  readonly publications: Publications
  readonly watching: Watching
  readonly #door: MediaDoor
  readonly #engine: Promise<Engine>
  /** The engine once it is loaded: then nothing is waited for. */
  #loaded: Engine | null = null
  readonly #events = new Emitter<MediaEvents>()
  #state: MediaState = { kind: 'idle' }
  #transports: Transports | null = null
  #incarnation: Incarnation | null = null
  /** Rises with every build, so that an overtaken one knows. */
  #build = 0
  /** The build that is being moved to another node, and the transports that it leaves. */
  #moving: number | null = null
  #earlier: Transports | null = null
  #failures = 0
  #madeAt = 0
  #retry: ReturnType<typeof setTimeout> | undefined

  constructor(door: MediaDoor, engine: Promise<Engine>) {
    this.#door = door
    this.#engine = engine
    engine.then(
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

  /** The node that carries this media drains: the same goes on by another one, and then that one is left. */
  async move(): Promise<void> {
    const [engine, earlier] = [this.#loaded, this.#transports]
    const build = this.#build
    const isMoving = this.#moving === build
    if (this.#state.kind !== 'open' || isMoving || engine === null || earlier === null) return
    this.#moving = build
    this.#earlier = earlier
    const isOver = (): boolean => build !== this.#build
    try {
      await this.#moveTo(engine, isOver)
    } catch {
      // Such as a browser that makes no more connections.
      if (!isOver()) this.lost()
    }
    if (isOver()) return
    this.#moving = null
    this.#earlier = null
    if (this.#transports !== earlier) earlier.close()
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
    this.#earlier?.close()
    this.#earlier = null
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
    const engine = this.#loaded ?? (await this.#engine.catch(() => null))
    if (engine === null) {
      this.#enter({ kind: 'unsupported' })
      return
    }
    const answer = await this.#door.request('media.join', {
      rtpCapabilities: engine.device.recvRtpCapabilities,
      ...spoken(wish),
    })
    if (build !== this.#build) return
    if (!answer.ok) {
      this.#refused(answer.error)
      return
    }
    const transports = this.#open(engine, answer.output)
    // Seeing and hearing come first: what one sends can wait the moment that takes.
    await this.watching.attach(transports.receive, answer.output.consumers, wish)
    if (build !== this.#build) return
    this.#enter({ kind: 'open', cut: false })
    await this.publications.attach(stageOf(engine, transports, answer.output))
  }

  async #moveTo(engine: Engine, isOver: () => boolean): Promise<void> {
    const { watching, publications } = this
    publications.hold()
    await watching.hold()
    if (isOver()) return
    const { wish } = watching
    const began = Date.now()
    const answer = await this.#door.request('media.join', {
      rtpCapabilities: engine.device.recvRtpCapabilities,
      moving: true,
      ...spoken(wish),
    })
    if (isOver()) return
    if (!answer.ok) {
      const { reason } = answer.error
      // The server may have seated us there already: only media made anew is where it believes us to be.
      if (reason === broken || reason === unanswered) {
        this.lost()
        return
      }
      // The server asks again, later.
      watching.release()
      publications.release()
      return
    }
    const transports = this.#open(engine, answer.output)
    await watching.attach(transports.receive, answer.output.consumers, wish)
    if (isOver()) return
    // What was cut was the way to the other node.
    if (this.#state.kind === 'open' && this.#state.cut) this.#enter({ kind: 'open', cut: false })
    await publications.attach(stageOf(engine, transports, answer.output))
    if (isOver()) return
    if (!publications.isWhole) {
      this.lost()
      return
    }
    await this.#fetched(began, isOver)
    await this.#settle(answer.output.incarnation, isOver)
  }

  /** Until all comes that came, and others had the time for what goes out. */
  async #fetched(began: number, isOver: () => boolean): Promise<void> {
    const { watching, publications } = this
    const isFlowing = () =>
      watching.isMoved &&
      (!publications.isSending || this.#transports?.send.connectionState === 'connected')
    const late = Date.now() + moveLimitMs
    while (!isOver() && !isFlowing() && Date.now() < late) await pause(lookMs)
    const took = (Date.now() - began) * othersMs.times
    if (publications.isSending) await pause(Math.min(othersMs.most, Math.max(othersMs.least, took)))
  }

  async #settle(incarnation: Incarnation, isOver: () => boolean): Promise<void> {
    const { watching, publications } = this
    for (let attempt = 0; attempt < settleAttempts && !isOver(); attempt += 1) {
      const answer = await this.#door.request('media.settle', { incarnation })
      if (answer.ok) break
      await pause(settledMs / settleAttempts)
    }
    if (isOver()) return
    watching.settle()
    publications.settle()
  }

  #open({ device }: Engine, joined: Joined): Transports {
    const isOurs = (): boolean => transports === this.#transports
    const transports: Transports = new Transports(device, joined, {
      door: this.#door,
      lost: () => {
        if (isOurs()) this.lost()
      },
      cut: (now) => {
        if (isOurs()) this.#enter({ kind: 'open', cut: now })
      },
    })
    this.#transports = transports
    this.#incarnation = joined.incarnation
    this.#madeAt = Date.now()
    return transports
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
