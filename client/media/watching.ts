// What this device receives. The wish is always said whole; changes of one animation frame go out
// together, one request at a time, and new consumers are resumed in one batch.
import type { Transport } from 'mediasoup-client/types'
import type { RequestOutput } from '../../shared/contract/index.ts'
import type { SourceKind } from '../../shared/contract/sources.ts'
import type { SourceId } from '../../shared/ids.ts'
import type { MediaDoor } from './door.ts'
import { Streams, type Received } from './streams.ts'
import { isSameWish, spoken, type Wished } from './wish.ts'

type ConsumerParameters = RequestOutput<'media.watch'>['consumers'][number]

export interface WatchingEvents {
  readonly changed: () => void
  /** The server knows nothing of this session's media. */
  readonly lost: () => void
}

const frameMs = 16
const retryMs = 1000

export class Watching {
  readonly #door: MediaDoor
  readonly #events: WatchingEvents
  #wish: readonly Wished[] = []
  #receive: Transport | null = null
  readonly #streams: Streams
  /** Made, but not known to flow. */
  #still = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #asking: Promise<void> | null = null
  #dirty = false
  #held = false

  constructor(door: MediaDoor, events: WatchingEvents) {
    this.#door = door
    this.#events = events
    this.#streams = new Streams(events.changed)
  }

  get wish(): readonly Wished[] {
    return this.#wish
  }

  track(source: SourceId): MediaStreamTrack | null {
    return this.#streams.track(source)
  }

  /** Which source each track is. */
  tracks(): [track: string, source: SourceId][] {
    return this.#streams.tracks
  }

  /** What is to be played, by consumer. */
  get sounds(): ReadonlyMap<string, MediaStreamTrack> {
    return this.#streams.sounds
  }

  sourceOf(consumer: string): SourceId | null {
    return this.#streams.sourceOf(consumer)
  }

  /** Whether all comes that came by the transports that are being left. */
  get isMoved(): boolean {
    return this.#streams.isMoved
  }

  want(wish: readonly Wished[]): void {
    if (isSameWish(this.#wish, wish)) return
    this.#wish = wish
    this.say()
  }

  /** Says the whole wish (again). */
  say(delayMs = frameMs): void {
    if (this.#receive === null) return
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => void this.#ask(), delayMs)
  }

  /** What is received by other transports already goes on until `settle`. */
  async attach(
    receive: Transport,
    first: readonly ConsumerParameters[],
    said: readonly Wished[],
  ): Promise<void> {
    this.#receive = receive
    this.#streams.leave()
    this.#still = new Set()
    this.#held = false
    await this.#consume(first)
    this.#resume()
    // What was wished while the transports were made.
    if (said !== this.#wish) this.say()
  }

  /** Nothing is asked until there are other transports, or a `release`. */
  async hold(): Promise<void> {
    this.#held = true
    await this.#asking
  }

  release(): void {
    this.#held = false
    this.say()
  }

  settle(): void {
    this.#streams.settle()
  }

  detach(): void {
    clearTimeout(this.#timer)
    this.#receive = null
    this.#still = new Set()
    this.#dirty = false
    this.#held = false
    this.#streams.clear()
  }

  async #ask(): Promise<void> {
    if (this.#held) return
    if (this.#asking !== null) {
      this.#dirty = true
      return
    }
    this.#asking = this.#askOnce()
    await this.#asking
    this.#asking = null
    if (this.#dirty) {
      this.#dirty = false
      this.say()
    }
  }

  async #askOnce(): Promise<void> {
    const receive = this.#receive
    if (receive === null) return
    const answer = await this.#door.request('media.watch', spoken(this.#wish))
    if (receive !== this.#receive) return
    if (answer.ok) await this.#follow(answer.output)
    else this.#refused(answer.error.code, answer.error.retryAfter)
  }

  async #follow({ consumers, removed, missing }: RequestOutput<'media.watch'>): Promise<void> {
    for (const id of removed) this.#still.delete(id)
    this.#streams.change([], removed)
    await this.#consume(consumers)
    this.#resume()
    // A source may be in the log before its sfu has it, or the other way round.
    const gone = new Set(missing)
    if (this.#wish.some(({ source }) => gone.has(source))) this.say(retryMs)
  }

  #refused(code: string, retryAfter: number | undefined): void {
    if (code === 'missing' || code === 'conflict') this.#events.lost()
    else this.say(retryAfter ?? retryMs)
  }

  async #consume(all: readonly ConsumerParameters[]): Promise<void> {
    const receive = this.#receive
    if (receive === null || all.length === 0) return
    const made = await Promise.allSettled(all.map((parameters) => consumeFrom(receive, parameters)))
    if (receive !== this.#receive) return
    const come = made.flatMap((one) => (one.status === 'fulfilled' ? [one.value] : []))
    for (const { consumer } of come) this.#still.add(consumer.id)
    this.#streams.change(come, [])
  }

  /** What was refused is tried again with the answer to the next wish. */
  #resume(): void {
    const receive = this.#receive
    const consumers = [...this.#still]
    if (receive === null || consumers.length === 0) return
    void this.#door.request('media.resume', { consumers }).then((answer) => {
      if (receive !== this.#receive) return
      if (answer.ok) for (const id of consumers) this.#still.delete(id)
      else this.#refused(answer.error.code, answer.error.retryAfter)
    })
  }
}

/** Tracks of one stream are kept in step by the browser: lips and voice, screen and its sound. */
const streamOf: Readonly<Record<SourceKind, string>> = {
  camera: 'face',
  microphone: 'face',
  screen: 'screen',
  screenAudio: 'screen',
  document: 'document',
}

async function consumeFrom(receive: Transport, parameters: ConsumerParameters): Promise<Received> {
  const { id, source, participant, kind, rtpParameters } = parameters
  const consumer = await receive.consume({
    id,
    producerId: source,
    kind: kind === 'microphone' || kind === 'screenAudio' ? 'audio' : 'video',
    rtpParameters,
    streamId: `${participant}-${streamOf[kind]}`,
  })
  return { consumer, source, participant, kind }
}
