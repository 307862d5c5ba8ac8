// What this device receives. The wish is always said whole; changes of one animation frame go out
// together, one request at a time, and new consumers are resumed in one batch.
import type { Consumer, Transport } from 'mediasoup-client/types'
import type { RequestOutput } from '../../shared/contract/index.ts'
import type { SourceKind } from '../../shared/contract/sources.ts'
import type { SourceId } from '../../shared/ids.ts'
import type { MediaDoor } from './door.ts'
import { isSameWish, spoken, type Wished } from './wish.ts'

type ConsumerParameters = RequestOutput<'media.watch'>['consumers'][number]

interface Watched {
  readonly consumer: Consumer
  readonly source: SourceId
}

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
  #watched = new Map<string, Watched>()
  /** Made, but not known to flow. */
  #still = new Set<string>()
  #timer: ReturnType<typeof setTimeout> | undefined
  #busy = false
  #dirty = false

  constructor(door: MediaDoor, events: WatchingEvents) {
    this.#door = door
    this.#events = events
  }

  get wish(): readonly Wished[] {
    return this.#wish
  }

  track(source: SourceId): MediaStreamTrack | null {
    for (const watched of this.#watched.values()) {
      if (watched.source === source) return watched.consumer.track
    }
    return null
  }

  /** Which source each track is. */
  tracks(): [track: string, source: SourceId][] {
    return [...this.#watched.values()].map(({ consumer, source }) => [consumer.track.id, source])
  }

  /** What is to be heard, by source. */
  sounds(): Map<string, MediaStreamTrack> {
    const heard = new Map<string, MediaStreamTrack>()
    for (const { source, consumer } of this.#watched.values()) {
      if (consumer.kind === 'audio') heard.set(source, consumer.track)
    }
    return heard
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

  async attach(
    receive: Transport,
    first: readonly ConsumerParameters[],
    said: readonly Wished[],
  ): Promise<void> {
    this.#receive = receive
    await this.#consume(first)
    this.#resume()
    // What was wished while the transports were made.
    if (said !== this.#wish) this.say()
  }

  detach(): void {
    clearTimeout(this.#timer)
    this.#receive = null
    this.#watched = new Map()
    this.#still = new Set()
    this.#dirty = false
    this.#events.changed()
  }

  async #ask(): Promise<void> {
    const receive = this.#receive
    if (receive === null) return
    if (this.#busy) {
      this.#dirty = true
      return
    }
    this.#busy = true
    const answer = await this.#door.request('media.watch', spoken(this.#wish))
    this.#busy = false
    if (receive === this.#receive) {
      if (answer.ok) await this.#follow(answer.output)
      else this.#refused(answer.error.code, answer.error.retryAfter)
    }
    if (this.#dirty) {
      this.#dirty = false
      this.say()
    }
  }

  async #follow({ consumers, removed, missing }: RequestOutput<'media.watch'>): Promise<void> {
    for (const id of removed) this.#drop(id)
    if (removed.length > 0) this.#events.changed()
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

  #drop(id: string): void {
    this.#watched.get(id)?.consumer.close()
    this.#watched.delete(id)
    this.#still.delete(id)
  }

  async #consume(all: readonly ConsumerParameters[]): Promise<void> {
    const receive = this.#receive
    if (receive === null || all.length === 0) return
    const made = await Promise.allSettled(all.map((parameters) => consumeFrom(receive, parameters)))
    if (receive !== this.#receive) return
    for (const result of made) {
      if (result.status === 'rejected') continue
      this.#still.add(result.value.consumer.id)
      this.#watched.set(result.value.consumer.id, result.value)
    }
    this.#events.changed()
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

async function consumeFrom(receive: Transport, parameters: ConsumerParameters): Promise<Watched> {
  const { id, source, participant, kind, rtpParameters } = parameters
  const consumer = await receive.consume({
    id,
    producerId: source,
    kind: kind === 'microphone' || kind === 'screenAudio' ? 'audio' : 'video',
    rtpParameters,
    streamId: `${participant}-${streamOf[kind]}`,
  })
  return { consumer, source }
}
