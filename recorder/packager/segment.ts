// One segment of a rendition: its parts as they come, what a playlist says of it, and its bytes while they are in
// memory.
import type { Part } from './cutter.ts'
import type { PartView, SegmentView } from './playlist.ts'

/** Of what of it is there. */
export interface Weight {
  readonly bits: number
  readonly seconds: number
}

const lengthOf = (parts: readonly PartView[]): number =>
  parts.reduce((sum, { duration }) => sum + duration, 0)

export type Opened = Omit<SegmentView, 'parts' | 'duration' | 'head'>

export class Segment {
  readonly #opened: Opened
  #head: number
  #parts: PartView[] = []
  /** Null of a part that is missing; null altogether when they are elsewhere. */
  #bytes: (Uint8Array | null)[] | null = []
  #weight: Weight = { bits: 0, seconds: 0 }
  #isWhole = false
  #view: SegmentView | null = null

  constructor(opened: Opened, head: number) {
    this.#opened = opened
    this.#head = head
  }

  get number(): number {
    return this.#opened.number
  }

  get run(): number {
    return this.#opened.run
  }

  get isWhole(): boolean {
    return this.#isWhole
  }

  get weight(): Weight {
    return this.#weight
  }

  get view(): SegmentView {
    return (this.#view ??= {
      ...this.#opened,
      head: this.#head,
      parts: [...this.#parts],
      duration: this.#isWhole ? lengthOf(this.#parts) : null,
    })
  }

  /** What of it is there, part by part; undefined while it grows, when all is missing, or when it is elsewhere. */
  get bytes(): readonly Uint8Array[] | undefined {
    const there = this.#bytes?.flatMap((bytes) => bytes ?? []) ?? []
    return this.#isWhole && there.length > 0 ? there : undefined
  }

  get isReleased(): boolean {
    return this.#bytes === null
  }

  partBytes(part: number): Uint8Array | undefined {
    return this.#bytes?.[part] ?? undefined
  }

  /** What is missing from the beginning on needs no head: the first part that is there brings it. */
  add({ duration, isIndependent, bytes }: Part, head: number): void {
    if (bytes !== null) {
      if (this.#weight.bits === 0) this.#head = head
      const { bits, seconds } = this.#weight
      this.#weight = { bits: bits + bytes.length * 8, seconds: seconds + duration }
    }
    this.#parts.push({ duration, isIndependent, isMissing: bytes === null })
    this.#bytes?.push(bytes)
    this.#view = null
  }

  close(): void {
    this.#isWhole = true
    this.#view = null
  }

  /** Its bytes are elsewhere; so long after it, nobody asks for its parts. */
  release(): void {
    const [first] = this.#parts
    this.#parts = [
      {
        duration: lengthOf(this.#parts),
        isIndependent: first?.isMissing === true || first?.isIndependent === true,
        isMissing: this.#parts.every(({ isMissing }) => isMissing),
      },
    ]
    this.#bytes = null
    this.#view = null
  }
}
