// One broadcast: what comes in with one key, from the first encoder until none has come for a while. When one goes and
// another comes, it goes on in the same playlists. Knows nothing of classes but which it is for.
import type { Logger } from 'pino'
import { setTimeout as delay } from 'node:timers/promises'
import type { InputHealth, LiveBroadcast, RefusalReason } from '../../shared/contract/recorder.ts'
import type { BroadcastId, RoomId, StreamKeyId } from '../../shared/ids.ts'
import type { EndOfInput, InputSink } from '../ingest/rtmpConnection.ts'
import { MediaError, type MediaFault } from '../media/mediaError.ts'
import { multivariantPlaylist } from '../packager/multivariant.ts'
import { Packaging } from '../packager/packaging.ts'
import { Rendition } from '../packager/rendition.ts'
import { Listings } from '../origin/listings.ts'
import type { Watched } from '../origin/origin.ts'
import type { Folder } from './folders.ts'
import { Health } from './health.ts'
import { Input } from './input.ts'
import { Keeper } from './keeper.ts'
import { isReady, offeredOf } from './offer.ts'

/** In ms. */
export interface BroadcastTimes {
  /** So long an encoder may be away. */
  readonly away: number
  /** So long what is over can be watched. */
  readonly kept: number
  /** So far behind its source a ladder is too slow. */
  readonly mostBehind: number
}

export const broadcastTimes: BroadcastTimes = { away: 60_000, kept: 600_000, mostBehind: 6_000 }

export interface BroadcastParts {
  readonly id: BroadcastId
  readonly key: StreamKeyId
  readonly now: () => number
  readonly encodes: boolean
  readonly folder: Folder
  readonly times: BroadcastTimes
  /** It began, was interrupted, or goes on. */
  readonly changed: () => void
  /** It will not go on. */
  readonly over: (broadcast: Broadcast) => void
  readonly refused: (reason: RefusalReason) => void
  readonly log: Logger
}

/** So long a player that came first waits for something to play, in ms. */
const firstMs = 5_000

const reasonOf = (fault: MediaFault): RefusalReason =>
  fault === 'videoCodec' || fault === 'audioCodec' ? 'codec' : 'broken'

export class Broadcast implements Watched {
  readonly renditions: ReadonlyMap<string, Rendition>
  readonly listings: Listings
  room: RoomId | null = null
  readonly #parts: BroadcastParts
  readonly #packaging: Packaging
  readonly #keeper: Keeper
  readonly #ready = Promise.withResolvers<undefined>()
  #health = new Health()
  #input: Input | null = null
  #inputs = 0
  #away: NodeJS.Timeout | undefined
  #isReady = false
  #isOver = false

  constructor(parts: BroadcastParts) {
    this.#parts = parts
    const { now, encodes, folder, log, times } = parts
    const renditions = new Map<string, Rendition>()
    const open = (name: string) => {
      const rendition = new Rendition(folder.shelf(name))
      renditions.set(name, rendition)
      return rendition
    }
    this.renditions = renditions
    this.listings = new Listings(renditions)
    this.#packaging = new Packaging(now, open)
    const { mostBehind } = times
    this.#keeper = new Keeper({ packaging: this.#packaging, encodes, now, open, mostBehind, log })
  }

  get id(): BroadcastId {
    return this.#parts.id
  }

  get key(): StreamKeyId {
    return this.#parts.key
  }

  get isOver(): boolean {
    return this.#isOver
  }

  get isInterrupted(): boolean {
    return this.#input === null && !this.#isOver
  }

  /** There is something of it. */
  get isWatchable(): boolean {
    return this.#isReady
  }

  get live(): LiveBroadcast {
    const state = this.#isOver ? 'over' : this.#input === null ? 'interrupted' : 'on'
    const { id: broadcast, key, room } = this
    return { broadcast, key, room, state, health: state === 'on' ? this.#healthNow() : null }
  }

  /** Somebody publishes: nothing of whoever did before is taken any more. */
  begin(): InputSink {
    this.#pause()
    this.#health = new Health()
    this.#inputs += 1
    const input: Input = new Input({
      now: this.#parts.now,
      packaging: this.#packaging,
      took: (event) => {
        this.#keeper.take(event)
        this.#health.take(event, this.#parts.now())
        if (!this.#isReady && isReady(this.#packaging)) this.#becomeReady()
      },
      failed: (error) => this.#refuse(input, error),
      ended: (why) => this.#lose(input, why),
    })
    this.#input = input
    this.#parts.log.info({ inputs: this.#inputs }, 'somebody publishes')
    this.#parts.changed()
    return input
  }

  async offered(): Promise<string | null> {
    if (!this.#isReady && !this.#isOver)
      await Promise.race([this.#ready.promise, delay(firstMs, undefined, { ref: false })])
    if (!this.#isReady) return null
    const offer = { packaging: this.#packaging, rungs: this.#keeper.rungs, made: this.renditions }
    return multivariantPlaylist(offeredOf(offer))
  }

  /** Sends whoever publishes away. */
  end(): void {
    if (this.#isOver) return
    const input = this.#input
    this.#pause()
    clearTimeout(this.#away)
    this.#isOver = true
    this.#packaging.end()
    this.#keeper[Symbol.dispose]()
    this.#ready.resolve(undefined)
    input?.close()
    this.#parts.log.info('a broadcast is over')
    this.#parts.over(this)
    this.#parts.changed()
  }

  /** And all of it is gone. */
  async forget(): Promise<void> {
    this.end()
    await this.#parts.folder.remove()
  }

  #becomeReady(): void {
    this.#isReady = true
    this.#ready.resolve(undefined)
  }

  #pause(): void {
    clearTimeout(this.#away)
    this.#input?.leave()
    this.#input = null
    this.#packaging.pause()
    this.#keeper.pause()
  }

  #refuse(input: Input, error: unknown): void {
    if (!(error instanceof MediaError)) this.#parts.log.error({ err: error }, 'media failed')
    else this.#parts.log.info({ fault: error.fault, said: error.message }, 'media refused')
    this.#parts.refused(error instanceof MediaError ? reasonOf(error.fault) : 'broken')
    this.#lose(input, 'refused')
    input.close()
  }

  #lose(input: Input, why: EndOfInput): void {
    if (this.#input !== input) return
    this.#pause()
    if (why === 'broken') this.#parts.refused('broken')
    // Nobody can come with that key.
    if (why === 'revoked') {
      this.end()
      return
    }
    this.#away = setTimeout(() => this.end(), this.#parts.times.away)
    this.#parts.log.info({ why }, 'a broadcast is interrupted')
    this.#parts.changed()
  }

  #healthNow(): InputHealth | null {
    const measured = this.#health.read(this.#parts.now())
    if (measured === null) return null
    const { rungs, warnings } = this.#keeper
    return {
      ...measured,
      reconnects: this.#inputs - 1,
      rungs: rungs.map(({ height }) => height),
      warnings: [...measured.warnings, ...warnings],
    }
  }
}
