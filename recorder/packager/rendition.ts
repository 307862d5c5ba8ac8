// One rendition of a broadcast as players fetch it: its heads, segments and parts, and who waits for which part.
// Keeps what it is given in memory.
import type { Part } from './cutter.ts'
import { nextPosition, type Position, type Rates, type SegmentView } from './playlist.ts'

interface Segment {
  readonly number: number
  readonly parts: Part[]
  readonly shownAt: number
  readonly isDiscontinuous: boolean
  readonly head: number
  isWhole: boolean
}

const viewOf = ({ isWhole, parts, ...segment }: Segment): SegmentView => ({
  ...segment,
  parts: parts.map(({ duration, isIndependent, bytes }) => ({
    duration,
    isIndependent,
    isMissing: bytes === null,
  })),
  duration: isWhole ? parts.reduce((sum, { duration }) => sum + duration, 0) : null,
})

interface Waiter {
  readonly position: Position
  readonly come: (isHere: boolean) => void
}

/** Of what of it is there. */
function rateOf({ parts }: Segment): { readonly bits: number; readonly seconds: number } {
  const there = parts.filter(({ bytes }) => bytes !== null)
  return {
    bits: there.reduce((sum, { bytes }) => sum + (bytes?.length ?? 0) * 8, 0),
    seconds: there.reduce((sum, { duration }) => sum + duration, 0),
  }
}

const isBefore = (one: Position, other: Position): boolean =>
  one.number < other.number || (one.number === other.number && one.part < other.part)

export class Rendition {
  readonly #heads: Uint8Array[] = []
  readonly #segments: Segment[] = []
  #waiting: Waiter[] = []
  #isBreaking = false
  #isEnded = false

  /** What comes from now on begins with this. */
  begin(head: Uint8Array): void {
    this.#isBreaking = this.#heads.length > 0
    this.#heads.push(head)
    this.#closeLast()
  }

  /** `anchor` is when the stream's clock stood at nothing, in ms of the one clock. */
  add(part: Part, anchor: number): void {
    const last = this.#segments.at(-1)
    if (last?.number === part.number && !this.#isBreaking) last.parts.push(part)
    else this.#open(part, anchor)
    this.#tell()
  }

  end(): void {
    this.#closeLast()
    this.#isEnded = true
    this.#tell()
  }

  get isEnded(): boolean {
    return this.#isEnded
  }

  get segments(): readonly SegmentView[] {
    return this.#segments.map(viewOf)
  }

  /** The last part that is here; null before the first. */
  get last(): Position | null {
    const segment = this.#segments.at(-1)
    return segment === undefined ? null : { number: segment.number, part: segment.parts.length - 1 }
  }

  /** The part that comes next. */
  get next(): Position {
    return nextPosition({ segments: this.#segments.slice(-1).map(viewOf) })
  }

  /** Of whole segments, and of the first before it is whole; nothing while nothing came. */
  get rates(): Rates {
    const whole = this.#segments.filter(({ isWhole }) => isWhole)
    const counted = (whole.length > 0 ? whole : this.#segments)
      .map(rateOf)
      .filter(({ seconds }) => seconds > 0)
    const bits = counted.reduce((sum, one) => sum + one.bits, 0)
    const seconds = counted.reduce((sum, one) => sum + one.seconds, 0)
    return {
      peak: Math.max(0, ...counted.map((one) => one.bits / one.seconds)),
      average: seconds === 0 ? 0 : bits / seconds,
    }
  }

  head(n: number): Uint8Array | undefined {
    return this.#heads[n]
  }

  part({ number, part }: Position): Uint8Array | undefined {
    return this.#find(number)?.parts[part]?.bytes ?? undefined
  }

  /** Undefined while it grows. */
  segment(number: number): Uint8Array | undefined {
    const segment = this.#find(number)
    if (segment?.isWhole !== true) return undefined
    const there = segment.parts.flatMap(({ bytes }) => bytes ?? [])
    return there.length === 0 ? undefined : Buffer.concat(there)
  }

  /** Resolves when that part is here, or comes no more: then to false. */
  async until(position: Position, within: AbortSignal): Promise<boolean> {
    if (this.#isHere(position)) return true
    if (this.#isEnded || within.aborted) return false
    const { promise, resolve: come } = Promise.withResolvers<boolean>()
    const waiter = { position, come }
    this.#waiting.push(waiter)
    const giveUp = () => {
      this.#waiting = this.#waiting.filter((one) => one !== waiter)
      come(false)
    }
    within.addEventListener('abort', giveUp, { once: true })
    try {
      return await promise
    } finally {
      within.removeEventListener('abort', giveUp)
    }
  }

  #find(wanted: number): Segment | undefined {
    return this.#segments.findLast(({ number }) => number === wanted)
  }

  #open(part: Part, anchor: number): void {
    this.#closeLast()
    this.#segments.push({
      number: part.number,
      parts: [part],
      shownAt: anchor + part.at,
      isDiscontinuous: this.#isBreaking,
      head: this.#heads.length - 1,
      isWhole: false,
    })
    this.#isBreaking = false
  }

  #closeLast(): void {
    const last = this.#segments.at(-1)
    if (last !== undefined) last.isWhole = true
  }

  /** A part past the end of a segment is the first of the next (rfc8216bis, 6.2.5.2). */
  #isHere(position: Position): boolean {
    return isBefore(position, this.next)
  }

  #tell(): void {
    const { next } = this
    const isOver = ({ position }: Waiter) => this.#isEnded || isBefore(position, next)
    const over = this.#waiting.filter(isOver)
    this.#waiting = this.#waiting.filter((one) => !isOver(one))
    for (const { position, come } of over) come(isBefore(position, next))
  }
}
