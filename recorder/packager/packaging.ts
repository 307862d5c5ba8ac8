// Packages a stream as it comes: its picture and its sound become a rendition each, cut at the same seams. A stream may
// end and another go on where it ended: each is a run with a clock of its own. Knows nothing of where the stream comes
// from, nor of who fetches what. Throws a `MediaError` for what cannot be played.
import type { FlvEvent } from '../media/flv.ts'
import { MediaError } from '../media/mediaError.ts'
import type { Format, Sample } from '../media/sample.ts'
import { Cutter, type Part } from './cutter.ts'
import { initSegment } from './initSegment.ts'
import { missingParts } from './missing.ts'
import { Rendition } from './rendition.ts'
import { Rung } from './rung.ts'
import { Seams } from './seams.ts'

type Kind = Format['kind']
type Formats = { readonly [K in Kind]: Extract<Format, { kind: K }> | null }

/** Sound that is so far ahead of a picture that stands still goes on without it, in ms. */
const standstillMs = 1_000
/** Sound that waited so long for a first picture goes on without it, in ms. */
const noPictureMs = 3_000
/** Sound that is so far behind the picture is missing, until so far behind it, in ms. */
const noSound = { afterMs: 2_500, untilMs: 1_500 }
/** More than that between two parts is missing, in ms; the first picture of a part may be shown behind others of it. */
const holeMs = { video: 1_000, audio: 100, afterHole: 50 }
/** A picture is shown at most so long after it was decoded, in ms: encoders have a few frames of it. */
const mostDelay = 5_000

export class Packaging {
  readonly renditions: Readonly<Record<Kind, Rendition>>
  readonly #now: () => number
  #formats: Formats = { video: null, audio: null }
  #cutters = new Map<Kind, Cutter>()
  #rungs: readonly Rung[] = []
  #seams = new Seams(0)
  /** Until when all of it is listed in this run, in ms of the stream. */
  #until = new Map<Kind, number>()
  /** What of it was listed last is missing. */
  readonly #hasHole = new Set<Kind>()
  /** Of the first sound of this run. */
  #soundFrom: number | null = null
  #run = 0
  /** When the stream's clock stood at nothing, in ms of the one clock. */
  #anchor: number | null = null
  /** When the last part of all is over, in ms of the one clock. */
  #shownUntil = -Infinity

  /** `now` in ms of the one clock. */
  constructor(now: () => number, open: (name: Kind) => Rendition = () => new Rendition()) {
    this.#now = now
    this.renditions = { video: open('video'), audio: open('audio') }
  }

  /** Of what comes now, and while nothing comes of what came last. */
  get formats(): Formats {
    return this.#formats
  }

  /** How many streams ended before the one that comes now, or comes next. */
  get run(): number {
    return this.#run
  }

  /** Until when the picture is cut, in ms of the stream. */
  get settled(): number {
    return this.#seams.settled
  }

  take(event: FlvEvent): void {
    if (event.type === 'format') this.#change(event.format)
    else this.#add(event.sample)
  }

  /** A smaller picture of what comes now, until the next pause. Null while nothing came yet. */
  openRung(rendition: Rendition): Rung | null {
    if (this.#anchor === null) return null
    const run = { number: this.#run, anchor: this.#anchor }
    const rung = new Rung({ rendition, seams: this.#seams, run })
    this.#rungs = [...this.#rungs, rung]
    return rung
  }

  /** Nothing more comes of this stream; another may go on where it ended. */
  pause(): void {
    if (this.#anchor === null) return
    for (const [kind, cutter] of this.#cutters)
      for (const part of cutter.end()) this.#list(kind, part)
    const until = this.#until.get('video') ?? this.#seams.settled
    for (const rung of this.#rungs) rung.end(until)
    this.#rungs = []
    this.#cutters = new Map()
    this.#until = new Map()
    this.#seams = new Seams(this.#seams.next)
    this.#soundFrom = null
    this.#anchor = null
    this.#run += 1
  }

  end(): void {
    this.pause()
    for (const rendition of Object.values(this.renditions)) rendition.end()
  }

  /** Encoders repeat their formats; only another one breaks the stream. */
  #change(format: Format): void {
    const known = this.#formats[format.kind]
    const isSame = known !== null && Buffer.compare(known.config, format.config) === 0
    if (!isSame && this.#cutters.has(format.kind)) this.pause()
    this.#formats = { ...this.#formats, [format.kind]: format }
  }

  #add(sample: Sample): void {
    const { kind, dts, delay } = sample
    if (Math.abs(delay) > mostDelay)
      throw new MediaError('badVideo', `a picture is shown ${delay} ms after it is decoded`)
    if (this.#cutters.get(kind)?.goesOn(sample) === false) this.pause()
    if (kind === 'audio' && dts < (this.#until.get(kind) ?? -Infinity) - holeMs.audio) return
    const cutter = this.#cutters.get(kind) ?? this.#start(kind)
    if (cutter === null) return
    this.#anchor ??= Math.max(this.#now(), this.#shownUntil) - dts - delay
    if (kind === 'audio') this.#leadBy(sample)
    for (const part of cutter.take(sample)) this.#list(kind, part)
    if (kind === 'video') this.#keepUp('audio')
    else if (!this.#cutters.has('video')) this.#keepUp('video')
  }

  #start(kind: Kind): Cutter | null {
    const format = this.#formats[kind]
    if (format === null) return null
    const cutter = new Cutter({ format, seams: this.#seams, leads: kind === 'video' })
    this.#cutters.set(kind, cutter)
    this.renditions[kind].begin(initSegment(format))
    return cutter
  }

  /** Where there is no picture, or it stands still, sound says where seams are. */
  #leadBy({ dts }: Sample): void {
    const { settled } = this.#seams
    this.#soundFrom ??= dts
    const isAlone = this.#formats.video === null
    const isFirst = settled === -Infinity && dts - this.#soundFrom > noPictureMs
    if (isAlone || isFirst) this.#seams.lead(dts, true)
    else if (dts - standstillMs > settled && settled !== -Infinity)
      this.#seams.lead(dts - standstillMs, false)
  }

  /** What came before and does not come now is missing: whoever plays both does not wait for it. */
  #keepUp(kind: Kind): void {
    const { settled, first } = this.#seams
    if (first === null || this.renditions[kind].last === null) return
    if (settled - (this.#until.get(kind) ?? first) < noSound.afterMs) return
    this.#cutters.delete(kind)
    this.#missUntil(kind, settled - noSound.untilMs, true)
  }

  #missUntil(kind: Kind, until: number, isOpen: boolean): void {
    const from = this.#until.get(kind) ?? this.#seams.first ?? until
    for (const part of missingParts(this.#seams, { from, until, isOpen })) this.#push(kind, part)
  }

  /** Numbers go on, and so do times: what did not come is missing. */
  #list(kind: Kind, part: Part): void {
    const until = this.#until.get(kind)
    if (this.renditions[kind].last !== null) {
      const hole = this.#hasHole.has(kind) ? holeMs.afterHole : holeMs[kind]
      const begun = this.#seams.of(part.at)?.at ?? part.at
      if (until === undefined) this.#missUntil(kind, begun, false)
      else if (part.at - until > hole) this.#missUntil(kind, part.at, false)
    }
    this.#push(kind, part)
  }

  #push(kind: Kind, part: Part): void {
    const anchor = this.#anchor ?? 0
    const end = part.at + part.duration * 1_000
    this.renditions[kind].add(part, { number: this.#run, anchor })
    this.#until.set(kind, end)
    if (part.bytes === null) this.#hasHole.add(kind)
    else this.#hasHole.delete(kind)
    this.#shownUntil = Math.max(this.#shownUntil, anchor + end)
  }
}
