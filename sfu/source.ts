// One published track. It flows only while the last order about it says so, and closes by itself
// when no order ever confirmed it: what no fact names must not be heard.
import type { types } from 'mediasoup'
import {
  mediaKindOf,
  type CloseReason,
  type Seat,
  type SourceKind,
} from '../shared/contract/sfu.ts'
import type { SourceId } from '../shared/ids.ts'

export interface SourceOptions {
  readonly id: SourceId
  readonly kind: SourceKind
  readonly owner: Seat
  readonly producer: types.Producer
  readonly confirmMs: number
  readonly onClose: (source: Source, reason: CloseReason) => void
}

export class Source {
  readonly id: SourceId
  readonly kind: SourceKind
  readonly owner: Seat
  readonly producer: types.Producer
  readonly #onClose: SourceOptions['onClose']
  readonly #confirmBy: NodeJS.Timeout
  #confirmed = false
  #closed = false

  constructor(options: SourceOptions) {
    this.id = options.id
    this.kind = options.kind
    this.owner = options.owner
    this.producer = options.producer
    this.#onClose = options.onClose
    this.#confirmBy = setTimeout(() => this.close('unconfirmed'), options.confirmMs)
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
    this.producer.close()
    this.#onClose(this, reason)
  }
}
