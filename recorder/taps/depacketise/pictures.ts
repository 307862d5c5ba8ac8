// Pictures of any codec: the packets of one timestamp are one picture; where packets are missing, nothing is shown
// until the next key frame. Knows of a codec only what it is told.
import type { Frame } from '../frame.ts'
import type { Depacketiser, Payload } from './depacketiser.ts'

export type Picture = Omit<Frame, 'rtpTimestamp'>

export interface PictureCodec {
  /** Whether a picture begins with this payload. Asked where packets before it are missing. */
  begins(payload: Uint8Array): boolean
  /** Of all payloads of a picture. `nothing` is none, but not wrong. */
  join(payloads: readonly Uint8Array[]): Picture | 'nothing' | 'broken'
}

/** No picture of a class comes near. */
const largestBytes = 8 * 1_024 * 1_024

export class PictureDepacketiser implements Depacketiser {
  readonly #codec: PictureCodec
  #timestamp: number | null = null
  #payloads: Uint8Array[] = []
  #bytes = 0
  /** It began where it should, and nothing of it is missing. */
  #isWhole = false
  #isAfterLoss = true
  #needsKey = true

  constructor(codec: PictureCodec) {
    this.#codec = codec
  }

  get needsKey(): boolean {
    return this.#needsKey
  }

  take({ timestamp, marker, payload }: Payload): readonly Frame[] {
    if (payload.length === 0) return []
    const ended = timestamp === this.#timestamp ? [] : this.#end()
    if (this.#timestamp === null) this.#begin(timestamp, payload)
    this.#bytes += payload.length
    if (this.#bytes <= largestBytes) this.#payloads.push(payload)
    else this.#isWhole = false
    return marker ? [...ended, ...this.#end()] : ended
  }

  lose(): void {
    this.#timestamp = null
    this.#isAfterLoss = true
    this.#needsKey = true
  }

  #begin(timestamp: number, payload: Uint8Array): void {
    this.#timestamp = timestamp
    this.#payloads = []
    this.#bytes = 0
    this.#isWhole = !this.#isAfterLoss || this.#codec.begins(payload)
    this.#isAfterLoss = false
  }

  #end(): readonly Frame[] {
    const rtpTimestamp = this.#timestamp
    this.#timestamp = null
    if (rtpTimestamp === null) return []
    const picture = this.#isWhole ? this.#codec.join(this.#payloads) : 'broken'
    this.#payloads = []
    if (picture === 'nothing') return []
    if (picture === 'broken') {
      this.#needsKey = true
      return []
    }
    if (this.#needsKey && !picture.isKey) return []
    this.#needsKey = false
    return [{ rtpTimestamp, ...picture }]
  }
}
