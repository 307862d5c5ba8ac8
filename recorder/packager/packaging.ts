// Packages a stream as it comes: its picture and its sound become a rendition each, cut at the same seams.
// Knows nothing of where the stream comes from, nor of who fetches what.
import type { FlvEvent } from '../media/flv.ts'
import type { Format, Sample } from '../media/sample.ts'
import { Cutter } from './cutter.ts'
import { initSegment } from './initSegment.ts'
import { Rendition } from './rendition.ts'
import { Rung } from './rung.ts'
import { Seams } from './seams.ts'

type Kind = Format['kind']

/** Sound that is so far ahead of a picture that stands still goes on without it, in ms. */
const standstillMs = 1_000

interface Running {
  readonly format: Format
  readonly cutter: Cutter
}

export class Packaging {
  readonly renditions: Readonly<Record<Kind, Rendition>> = {
    video: new Rendition(),
    audio: new Rendition(),
  }
  readonly #now: () => number
  readonly #formats = new Map<Kind, Format>()
  #running = new Map<Kind, Running>()
  #rungs: readonly Rung[] = []
  #seams = new Seams(0)
  /** When the stream's clock stood at nothing, in ms of the one clock. */
  #anchor: number | null = null

  /** `now` in ms of the one clock. */
  constructor(now: () => number) {
    this.#now = now
  }

  take(event: FlvEvent): void {
    if (event.type === 'format') this.#change(event.format)
    else this.#add(event.sample)
  }

  /** A smaller picture of what comes now, until the next pause. Null while nothing came yet. */
  openRung(rendition: Rendition): Rung | null {
    if (this.#anchor === null) return null
    const rung = new Rung({ rendition, seams: this.#seams, anchor: this.#anchor })
    this.#rungs = [...this.#rungs, rung]
    return rung
  }

  /** Until when the picture is cut, in ms of the stream. */
  get settled(): number {
    return this.#seams.settled
  }

  /** Nothing more comes of this stream; another may go on where it ended. */
  pause(): void {
    for (const [kind, { cutter }] of this.#running)
      for (const part of cutter.end()) this.renditions[kind].add(part, this.#anchor ?? 0)
    for (const rung of this.#rungs) rung.end()
    this.#rungs = []
    this.#running = new Map()
    this.#seams = new Seams(this.#seams.next)
    this.#anchor = null
  }

  end(): void {
    this.pause()
    for (const rendition of Object.values(this.renditions)) rendition.end()
  }

  /** Encoders repeat their formats; only another one breaks the stream. */
  #change(format: Format): void {
    const known = this.#formats.get(format.kind)
    this.#formats.set(format.kind, format)
    const isSame = known !== undefined && Buffer.compare(known.config, format.config) === 0
    if (!isSame && this.#running.has(format.kind)) this.pause()
  }

  #add(sample: Sample): void {
    if (this.#running.get(sample.kind)?.cutter.goesOn(sample) === false) this.pause()
    const running = this.#running.get(sample.kind) ?? this.#start(sample.kind)
    if (running === null) return
    this.#anchor ??= this.#now() - sample.dts - sample.delay
    if (sample.kind === 'audio') this.#leadBy(sample)
    for (const part of running.cutter.take(sample))
      this.renditions[sample.kind].add(part, this.#anchor)
  }

  #start(kind: Kind): Running | null {
    const format = this.#formats.get(kind)
    if (format === undefined) return null
    const cutter = new Cutter({ format, seams: this.#seams, leads: kind === 'video' })
    const running = { format, cutter }
    this.#running.set(kind, running)
    this.renditions[kind].begin(initSegment(format))
    return running
  }

  /** Where there is no picture, or it stands still, sound says where seams are. */
  #leadBy({ dts }: Sample): void {
    const isAlone = !this.#formats.has('video')
    if (isAlone) this.#seams.lead(dts, true)
    else if (dts - standstillMs > this.#seams.settled && Number.isFinite(this.#seams.settled))
      this.#seams.lead(dts - standstillMs, false)
  }
}
