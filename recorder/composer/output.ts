// What the composer sends: runs of the encoder, one after the other, on one clock. When a run dies the next one begins,
// and times go on where it stood; nothing is told twice.
import type { FlvEvent } from '../media/flv.ts'
import type { Format } from '../media/sample.ts'
import { Encoder, type Encoding } from './encoder.ts'
import type { Planes } from './planes.ts'

export interface OutputParts {
  readonly encoding: Encoding
  readonly take: (event: FlvEvent) => void
  readonly died: (why: string) => void
}

/** A run that lived so long was a good one, in s. */
const goodSeconds = 2
/** After the first bad run, twice as long after each further one, in s. */
const pauseSeconds = { first: 0.25, most: 8 } as const

export class Output implements Disposable {
  readonly #parts: OutputParts
  #encoder: Encoder | null = null
  /** The picture with which the run began, and the last one that was there. */
  #first = 0
  #now = 0
  #bad = 0
  #pausedUntil = 0
  readonly #last: Record<Format['kind'], number> = { video: -1, audio: -1 }

  constructor(parts: OutputParts) {
    this.#parts = parts
  }

  get pid(): number | undefined {
    return this.#encoder?.pid
  }

  /** Of the time of that picture; each one's is given, in order. */
  sound(picture: number, bytes: Buffer): void {
    this.#now = picture
    if (this.#encoder === null && picture >= this.#pausedUntil) this.#begin()
    this.#encoder?.sound(bytes)
  }

  /** After its sound. False: it is left out. */
  picture(number: number, draw: (canvas: Planes) => void): boolean {
    return this.#encoder?.picture(number - this.#first, draw) ?? false
  }

  /** Times jump: what comes next has nothing to do with what was. */
  cut(): void {
    this.#encoder?.[Symbol.dispose]()
    this.#encoder = null
  }

  [Symbol.dispose](): void {
    this.cut()
    this.#pausedUntil = Infinity
  }

  #begin(): void {
    this.#first = this.#now
    const shift = Math.round((this.#first * 1_000) / this.#parts.encoding.framesPerSecond)
    const encoder: Encoder = new Encoder({
      encoding: this.#parts.encoding,
      take: (event) => {
        if (this.#encoder === encoder) this.#give(event, shift)
      },
      ended: (why) => {
        if (this.#encoder === encoder) this.#lose(why)
      },
    })
    this.#encoder = encoder
  }

  #give(event: FlvEvent, shift: number): void {
    if (event.type === 'format') {
      this.#parts.take({ ...event, dts: event.dts + shift })
      return
    }
    const sample = { ...event.sample, dts: event.sample.dts + shift }
    if (sample.dts <= this.#last[sample.kind]) return
    this.#last[sample.kind] = sample.dts
    this.#parts.take({ type: 'sample', sample })
  }

  #lose(why: string): void {
    this.#encoder = null
    const { framesPerSecond } = this.#parts.encoding
    const lived = (this.#now - this.#first) / framesPerSecond
    this.#bad = lived >= goodSeconds ? 0 : this.#bad + 1
    const pause = Math.min(pauseSeconds.most, pauseSeconds.first * 2 ** (this.#bad - 1))
    this.#pausedUntil = this.#bad === 0 ? 0 : this.#now + pause * framesPerSecond
    this.#parts.died(why)
  }
}
