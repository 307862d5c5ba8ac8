// The stage of a class as one picture and one sound, in H.264 and AAC, as an encoder would send it: at a constant rate,
// a fixed delay behind the one clock, whatever its sources do. Knows neither where frames come from nor who speaks.
import type { SourceId } from '../../shared/ids.ts'
import { frameSamples } from '../media/aac.ts'
import type { FlvEvent } from '../media/flv.ts'
import type { Encoding } from './encoder.ts'
import type { Layout } from './layouts.ts'
import { Output } from './output.ts'
import { sampleRate } from './soundTrack.ts'
import { Stage, type StageInput, type StageSource, type Still } from './stage.ts'

export interface ComposerParts {
  readonly encoding?: Encoding
  /** In ms of the one clock. */
  readonly now: () => number
  readonly take: (event: FlvEvent) => void
  /** That source is not seen before its next key frame: one is asked for. */
  readonly wantKey: (id: SourceId) => void
  /** For the log; both come back by themselves. */
  readonly died: (part: 'encoder' | SourceId, why: string) => void
}

export interface ComposerFigures {
  readonly pictures: number
  /** Pictures that were left out, since the encoder or this process was behind. */
  readonly skipped: number
  /** Pictures and packets of sound that came after their time. */
  readonly late: number
  /** Packets of sound that cannot be decoded. */
  readonly broken: number
  readonly deaths: number
}

const standard: Encoding = {
  width: 1_280,
  height: 720,
  framesPerSecond: 30,
  bitrate: 2_500_000,
}

/** What a source sends is seen and heard so much later: that long its way and its decoding may differ, in ms. */
export const stageDelayMs = 400
/** Whoever was away for longer goes on at now, with a gap, in s. */
const mostBehindSeconds = 3

/** An encoder of AAC has a frame before the first, and all times are later by it. */
const leadMs = (frameSamples * 1_000) / sampleRate

export class Composer implements Disposable {
  readonly #parts: ComposerParts
  readonly #encoding: Encoding
  readonly #epoch: number
  readonly #stage: Stage
  readonly #output: Output
  #next = 0
  #pictures = 0
  #skipped = 0
  #deaths = 0
  #timer: NodeJS.Timeout | undefined

  constructor(parts: ComposerParts) {
    this.#parts = parts
    this.#encoding = parts.encoding ?? standard
    this.#epoch = parts.now() - stageDelayMs
    const died = (part: 'encoder' | SourceId, why: string) => {
      this.#deaths += 1
      parts.died(part, why)
    }
    const { width, height } = this.#encoding
    this.#stage = new Stage({
      size: { width, height },
      epoch: this.#epoch,
      wantKey: parts.wantKey,
      died,
    })
    this.#output = new Output({
      encoding: this.#encoding,
      take: parts.take,
      died: (why) => {
        died('encoder', why)
      },
    })
    this.#tick()
  }

  /** When the clock of what comes out stood at nothing, in ms of the one clock. */
  get anchor(): number {
    return this.#epoch - leadMs
  }

  get figures(): ComposerFigures {
    const [pictures, skipped, deaths] = [this.#pictures, this.#skipped, this.#deaths]
    return { pictures, skipped, deaths, ...this.#stage.figures }
  }

  /** Their process ids. */
  get programs(): { readonly encoder: number | undefined; readonly decoders: readonly number[] } {
    return { encoder: this.#output.pid, decoders: this.#stage.decoders }
  }

  /** Heard at once; seen where the layout names it. */
  open(input: StageInput): StageSource {
    return this.#stage.open(input)
  }

  /** A board, a slide, or the name of whoever has no picture. Best in the size of its place. */
  draw(id: string, still: Still | null): void {
    this.#stage.draw(id, still)
  }

  /** From the next picture on. Throws a `RangeError` for a place that is not on the canvas. */
  show(layout: Layout): void {
    this.#stage.show(layout)
  }

  [Symbol.dispose](): void {
    clearTimeout(this.#timer)
    this.#stage[Symbol.dispose]()
    this.#output[Symbol.dispose]()
  }

  #tick(): void {
    const { framesPerSecond } = this.#encoding
    const reached = this.#parts.now() - stageDelayMs - this.#epoch
    const due = Math.floor((reached * framesPerSecond) / 1_000)
    if (due - this.#next > mostBehindSeconds * framesPerSecond) this.#jump(due)
    if (due >= this.#next) this.#compose(due)
    const wait = (this.#next * 1_000) / framesPerSecond - reached
    this.#timer = setTimeout(() => {
      this.#tick()
    }, Math.ceil(wait))
  }

  #jump(to: number): void {
    this.#output.cut()
    this.#skipped += to - this.#next
    this.#next = to
  }

  /** The sound up to then without a gap, and the picture of then. */
  #compose(due: number): void {
    const samples = sampleRate / this.#encoding.framesPerSecond
    for (let picture = this.#next; picture <= due; picture += 1)
      this.#output.sound(picture, this.#stage.mix(picture * samples, samples))
    const at = this.#epoch + (due * 1_000) / this.#encoding.framesPerSecond
    const isTaken = this.#output.picture(due, (canvas) => {
      this.#stage.paint(canvas, at)
    })
    this.#skipped += due - this.#next + (isTaken ? 0 : 1)
    if (isTaken) this.#pictures += 1
    this.#next = due + 1
  }
}
