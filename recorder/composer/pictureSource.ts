// The pictures of one source on the stage: which of them is seen at a time, and the decoders that make them. When its
// tile changes, the old decoder goes on until the new one has its first picture; when one dies, the last picture stays.
import { annexB } from './annexB.ts'
import { isSameTile, type Tile } from './layouts.ts'
import {
  PictureDecoder,
  type PictureCodec,
  type Rotation,
  type TimedPicture,
} from './pictureDecoder.ts'
import { roughly, type Planes } from './planes.ts'

export interface Frame {
  /** In ms of the one clock. */
  readonly at: number
  /** Decodable without any before it. */
  readonly isKey: boolean
  readonly data: Uint8Array
  /** The AVCDecoderConfigurationRecord of H.264, at least once; its units have four bytes of length. */
  readonly config?: Uint8Array | null
  readonly rotation?: Rotation
}

export interface PictureSourceParts {
  readonly codec: PictureCodec
  /** It cannot go on without a key frame. */
  readonly wantKey: () => void
  readonly died: (why: string) => void
}

/** More than the delay of the stage holds, at 30 in a second. */
const mostWaiting = 24
/** A key frame is asked for again after so long, in ms. */
const askEveryMs = 1_000
/** After so long a dead decoder is started again, twice as long each time, in ms. */
const pauseMs = { first: 250, most: 8_000 } as const

export class PictureSource implements Disposable {
  readonly #parts: PictureSourceParts
  #tile: Tile | null = null
  #config: Uint8Array | null = null
  #rotation: Rotation = 0
  #running: PictureDecoder | null = null
  #coming: PictureDecoder | null = null
  #waiting: TimedPicture[] = []
  #shown: TimedPicture | null = null
  #rough: { of: TimedPicture; planes: Planes } | null = null
  #askedAt = -Infinity
  #pausedUntil = -Infinity
  #deaths = 0
  #seenAt = -Infinity
  #writtenAt = -Infinity
  #late = 0

  constructor(parts: PictureSourceParts) {
    this.#parts = parts
  }

  /** Pictures that came after their time. */
  get late(): number {
    return this.#late
  }

  get pids(): number[] {
    return [this.#running, this.#coming].flatMap((decoder) => decoder?.pid ?? [])
  }

  /** Null: it is not seen at all, and costs nothing. */
  place(tile: Tile | null): void {
    this.#tile = tile
    this.#askedAt = -Infinity
    if (tile === null) this.#stop()
    else if (this.#coming !== null && !isSameTile(this.#coming.tile, tile)) this.#drop()
  }

  write(frame: Frame): void {
    this.#config = frame.config ?? this.#config
    this.#turn(frame.rotation ?? 0)
    if (this.#isWanting()) this.#begin(frame)
    const { at, isKey } = frame
    this.#writtenAt = at
    const decoders = [this.#running, this.#coming].filter((decoder) => decoder !== null)
    if (decoders.length === 0) return
    const isBare = this.#parts.codec !== 'h264'
    const data = isBare ? frame.data : annexB(frame.data, isKey ? this.#config : null)
    for (const decoder of decoders) decoder.write(at, data)
  }

  /** What is seen of it at that time, in the size of its tile; null while it has no picture. */
  pictureAt(at: number): Planes | null {
    this.#seenAt = at
    for (;;) {
      const [first] = this.#waiting
      if (first === undefined || first.at > at) break
      this.#show(first)
      this.#waiting.shift()
    }
    const [shown, tile] = [this.#shown, this.#tile]
    if (shown === null || tile === null) return null
    if (shown.width === tile.width && shown.height === tile.height) return shown
    if (this.#rough?.of !== shown || !isSameTile({ ...this.#rough.planes, fit: tile.fit }, tile))
      this.#rough = { of: shown, planes: roughly(shown, tile) }
    return this.#rough.planes
  }

  [Symbol.dispose](): void {
    this.#tile = null
    this.#stop()
  }

  #isWanting(): boolean {
    if (this.#tile === null || this.#coming !== null) return false
    if (this.#running?.rotation !== this.#rotation) return true
    return !isSameTile(this.#running.tile, this.#tile)
  }

  /** The decoder that is coming would turn it as it was before. */
  #turn(rotation: Rotation): void {
    if (rotation === this.#rotation) return
    this.#rotation = rotation
    this.#drop()
  }

  #begin({ at, isKey }: Frame): void {
    if (at < this.#pausedUntil || this.#tile === null) return
    if (!isKey) {
      if (at - this.#askedAt < askEveryMs) return
      this.#askedAt = at
      this.#parts.wantKey()
      return
    }
    const decoder: PictureDecoder = new PictureDecoder({
      codec: this.#parts.codec,
      tile: this.#tile,
      rotation: this.#rotation,
      take: (picture) => {
        this.#take(decoder, picture)
      },
      ended: (why) => {
        this.#lose(decoder, why)
      },
    })
    this.#coming = decoder
  }

  #take(decoder: PictureDecoder, picture: TimedPicture): void {
    if (decoder === this.#coming) {
      this.#running?.[Symbol.dispose]()
      this.#running = decoder
      this.#coming = null
      this.#deaths = 0
      this.#waiting = this.#waiting.filter(({ at }) => at < picture.at)
    }
    if (picture.at < (this.#shown?.at ?? -Infinity)) return
    if (picture.at < this.#seenAt) this.#late += 1
    this.#waiting.push(picture)
    const first = this.#waiting.length > mostWaiting ? this.#waiting.shift() : undefined
    if (first) this.#show(first)
  }

  #show(picture: TimedPicture): void {
    if (this.#shown !== null) this.#running?.recycle(this.#shown)
    this.#shown = picture
  }

  #lose(decoder: PictureDecoder, why: string): void {
    if (decoder === this.#coming) this.#coming = null
    if (decoder === this.#running) this.#running = null
    const pause = Math.min(pauseMs.most, pauseMs.first * 2 ** this.#deaths)
    this.#pausedUntil = this.#writtenAt + pause
    this.#deaths += 1
    this.#askedAt = -Infinity
    this.#parts.died(why)
  }

  #drop(): void {
    this.#coming?.[Symbol.dispose]()
    this.#coming = null
  }

  #stop(): void {
    this.#drop()
    this.#running?.[Symbol.dispose]()
    this.#running = null
    this.#waiting = []
    this.#shown = null
    this.#rough = null
  }
}
