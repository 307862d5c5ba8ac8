// One published track, or what a pipe brings of one. It flows only while the last order about it says so,
// and closes by itself when no order ever confirmed it: what no fact names must not be heard.
import type { types } from 'mediasoup'
import {
  mediaKindOf,
  type CloseReason,
  type Place,
  type Seat,
  type SourceKind,
} from '../shared/contract/sfu.ts'
import type { SourceId } from '../shared/ids.ts'

/** Whose track it is, and where it was published. */
export interface Publication {
  readonly id: SourceId
  readonly kind: SourceKind
  readonly owner: Seat
  /** The router from which a pipe brings it; null where it was published. */
  readonly from: Place | null
}

export interface SourceOptions extends Publication {
  readonly producer: types.Producer
  readonly confirmMs: number
  /** A piped source that nobody watches for so long closes. */
  readonly unwatchedMs: number
  readonly onClose: (source: Source, reason: CloseReason) => void
}

export class Source implements Publication {
  readonly id: SourceId
  readonly kind: SourceKind
  readonly owner: Seat
  readonly from: Place | null
  readonly producer: types.Producer
  readonly #onClose: SourceOptions['onClose']
  readonly #confirmBy: NodeJS.Timeout
  readonly #unwatchedMs: number
  #unwatched: NodeJS.Timeout | null = null
  #watchers = 0
  #confirmed = false
  #closed = false

  constructor(options: SourceOptions) {
    this.id = options.id
    this.kind = options.kind
    this.owner = options.owner
    this.from = options.from
    this.producer = options.producer
    this.#onClose = options.onClose
    this.#confirmBy = setTimeout(() => this.close('unconfirmed'), options.confirmMs)
    this.#unwatchedMs = options.unwatchedMs
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

  /** Somebody receives it, until that consumer closes. */
  watchedBy(consumer: types.Consumer): void {
    this.#watchers += 1
    if (this.#unwatched) clearTimeout(this.#unwatched)
    consumer.observer.once('close', () => {
      this.#watchers -= 1
      this.#watchEnd()
    })
  }

  /** Obeys an order. A worker's channel keeps order, so of two at once the later one stands. */
  async apply(paused: boolean): Promise<void> {
    if (this.#closed) return
    this.#confirmed = true
    clearTimeout(this.#confirmBy)
    await (paused ? this.producer.pause() : this.producer.resume())
  }

  close(reason: CloseReason): void {
    if (this.#closed) return
    this.#closed = true
    clearTimeout(this.#confirmBy)
    if (this.#unwatched) clearTimeout(this.#unwatched)
    this.producer.close()
    this.#onClose(this, reason)
  }

  #watchEnd(): void {
    if (this.from === null || this.#closed || this.#watchers > 0) return
    this.#unwatched = setTimeout(() => this.close('unwatched'), this.#unwatchedMs)
  }
}
