// One rendition of a broadcast as players fetch it: its heads, segments and parts, and who waits for which part. Keeps
// the last segments in memory, and those before them on its shelf.
import type { Part } from './cutter.ts'
import { nextPosition, type Position, type Rates, type SegmentView } from './playlist.ts'
import { Segment } from './segment.ts'
import { Shelving, type Shelf } from './shelving.ts'
import { isBefore, Waiting } from './waiting.ts'

/** Of a stream without a break. */
export interface Run {
  /** They are counted; between two of them a rendition is discontinuous. */
  readonly number: number
  /** When the stream's clock stood at nothing, in ms of the one clock. */
  readonly anchor: number
}

export class Rendition {
  readonly #heads: Uint8Array[] = []
  /** Of what comes now. */
  #head = -1
  #segments: Segment[] = []
  readonly #waiting = new Waiting()
  readonly #shelving: Shelving | null
  #whole = { bits: 0, seconds: 0, peak: 0 }
  #revision = 0
  #isFromStart = true
  #isEnded = false

  /** Without a shelf all of it stays in memory. */
  constructor(shelf: Shelf | null = null) {
    this.#shelving = shelf === null ? null : new Shelving(shelf)
  }

  /** What comes from now on begins with this. */
  begin(head: Uint8Array): void {
    const same = this.#heads.findLastIndex((one) => Buffer.compare(one, head) === 0)
    this.#head = same >= 0 ? same : this.#heads.push(head) - 1
  }

  add(part: Part, run: Run): void {
    const last = this.#segments.at(-1)
    const segment = last?.number === part.number ? last : this.#open(part, run)
    segment.add(part, this.#head)
    this.#tell()
  }

  end(): void {
    if (this.#isEnded) return
    this.#closeLast()
    this.#isEnded = true
    this.#trim()
    this.#tell()
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  /** Nothing was ever taken away from its beginning. */
  get isFromStart(): boolean {
    return this.#isFromStart
  }

  /** Another one whenever there is more, or less, of it. */
  get revision(): number {
    return this.#revision
  }

  get segments(): readonly SegmentView[] {
    return this.#segments.map(({ view }) => view)
  }

  /** The last part that is here; null before the first. */
  get last(): Position | null {
    const view = this.#segments.at(-1)?.view
    return view === undefined ? null : { number: view.number, part: view.parts.length - 1 }
  }

  /** The first whole segment: a list without any is an empty one to players, who ask again only after a while. */
  get beginning(): Position {
    return { number: this.#segments[0]?.view.number ?? 0, part: Infinity }
  }

  /** The part that comes next. */
  get next(): Position {
    return nextPosition({ segments: this.#segments.slice(-1).map(({ view }) => view) })
  }

  /** Of whole segments, and of the first before it is whole; nothing while nothing came. */
  get rates(): Rates {
    const { bits, seconds, peak } = this.#whole
    if (seconds > 0) return { peak, average: bits / seconds }
    const first = this.#segments.find(({ weight }) => weight.seconds > 0)?.weight
    const rate = first === undefined ? 0 : first.bits / first.seconds
    return { peak: rate, average: rate }
  }

  head(n: number): Uint8Array | undefined {
    return this.#heads[n]
  }

  part({ number, part }: Position): Uint8Array | undefined {
    return this.#find(number)?.partBytes(part)
  }

  /** All of it, part by part; undefined while it grows, and when it is on the shelf. */
  segment(number: number): readonly Uint8Array[] | undefined {
    return this.#find(number)?.bytes
  }

  /** Where on the shelf it is, when it is no longer in memory. */
  shelved(number: number): string | undefined {
    const segment = this.#find(number)
    if (segment?.isReleased !== true || segment.weight.bits === 0) return undefined
    return this.#shelving?.shelf.fileOf(number)
  }

  /** Resolves when that part is here, or comes no more: then to false. */
  async until(position: Position): Promise<boolean> {
    // A part past the end of a segment is the first of the next (rfc8216bis, 6.2.5.2).
    if (isBefore(position, this.next)) return true
    return this.#isEnded ? false : this.#waiting.until(position)
  }

  #find(wanted: number): Segment | undefined {
    const [first] = this.#segments
    const found = this.#segments[wanted - (first?.number ?? 0)]
    return found?.number === wanted
      ? found
      : this.#segments.findLast(({ number }) => number === wanted)
  }

  #open({ number, at }: Part, run: Run): Segment {
    this.#closeLast()
    const before = this.#segments.at(-1)
    const opened = {
      ...{ number, run: run.number, shownAt: run.anchor + at },
      isDiscontinuous: before !== undefined && before.run !== run.number,
    }
    const segment = new Segment(opened, this.#head)
    this.#trim()
    this.#segments = [...this.#segments, segment]
    return segment
  }

  #trim(): void {
    if (this.#shelving === null) return
    const left = this.#shelving.trim(this.#segments, this.#isEnded ? 'over' : 'live')
    if (left.length < this.#segments.length) this.#isFromStart = false
    this.#segments = left
    this.#revision += 1
  }

  #closeLast(): void {
    const last = this.#segments.at(-1)
    if (last === undefined || last.isWhole) return
    last.close()
    this.#shelving?.put(last, () => {
      if (this.#isEnded) this.#trim()
    })
    const { bits, seconds } = last.weight
    if (seconds === 0) return
    this.#whole = {
      bits: this.#whole.bits + bits,
      seconds: this.#whole.seconds + seconds,
      peak: Math.max(this.#whole.peak, bits / seconds),
    }
  }

  #tell(): void {
    this.#revision += 1
    this.#waiting.tell(this.next, this.#isEnded)
  }
}
