// The sound of one source on the stage: packets of Opus become samples in this process, which costs less than a
// program for each, and stand on the track by their times.
import { OpusDecoder } from 'opus-decoder'
import { isOpus } from './opusPacket.ts'
import { SoundTrack, sampleRate } from './soundTrack.ts'

interface Packet {
  /** In ms since the stage's beginning. */
  readonly at: number
  readonly data: Uint8Array
}

/** While the decoder gets ready. */
const mostWaiting = 50

export class SoundSource implements Disposable {
  readonly track = new SoundTrack()
  readonly #decoder = new OpusDecoder({ channels: 2, forceStereo: true })
  #waiting: Packet[] | null = []
  #isOver = false
  #broken = 0

  constructor() {
    const isReady = () => {
      const waiting = this.#waiting ?? []
      this.#waiting = null
      if (this.#isOver) this.#decoder.free()
      else for (const packet of waiting) this.#decode(packet)
    }
    this.#decoder.ready.then(isReady, () => {
      this.#isOver = true
    })
  }

  /** Packets that were no Opus. */
  get broken(): number {
    return this.#broken
  }

  write(packet: Packet): void {
    if (this.#isOver) return
    if (this.#waiting === null) this.#decode(packet)
    else if (this.#waiting.length < mostWaiting) this.#waiting.push(packet)
  }

  [Symbol.dispose](): void {
    if (!this.#isOver && this.#waiting === null) this.#decoder.free()
    this.#isOver = true
  }

  #decode({ at, data }: Packet): void {
    if (!isOpus(data)) {
      this.#broken += 1
      return
    }
    const { channelData, samplesDecoded, errors } = this.#decoder.decodeFrame(data)
    const [left, right = left] = channelData
    if (errors.length > 0 || samplesDecoded === 0 || left === undefined || right === undefined) {
      this.#broken += 1
      return
    }
    this.track.write(Math.round((at * sampleRate) / 1_000), { left, right })
  }
}
