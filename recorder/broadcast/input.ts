// What one connection brings to a broadcast: bytes that become media, until it ends, another takes over, or it brings
// what cannot be taken.
import type { EndOfInput, InputSink } from '../ingest/rtmpConnection.ts'
import { FlvReader, type FlvEvent } from '../media/flv.ts'
import { MediaError } from '../media/mediaError.ts'
import type { Packaging } from '../packager/packaging.ts'

/** What nobody sends who films: more in a window, or a clock that begins anew more often. */
const most = { bytes: 64 * 1_024 * 1_024, windowMs: 5_000, runs: 30 }

export interface InputParts {
  /** In ms. */
  readonly now: () => number
  readonly packaging: Packaging
  /** It was packaged. */
  readonly took: (event: FlvEvent) => void
  /** Nothing of it is taken any more. */
  readonly failed: (error: unknown) => void
  readonly ended: (why: EndOfInput) => void
}

export class Input implements InputSink {
  readonly #parts: InputParts
  readonly #reader = new FlvReader()
  readonly #firstRun: number
  #window = { since: -Infinity, bytes: 0 }
  #sendAway: () => void = () => undefined
  #isLeft = false

  constructor(parts: InputParts) {
    this.#parts = parts
    this.#firstRun = parts.packaging.run
  }

  opened(sendAway: () => void): void {
    this.#sendAway = sendAway
  }

  write(flv: Buffer): void {
    if (this.#isLeft) return
    try {
      this.#count(flv.length)
      for (const event of this.#reader.read(flv)) this.#take(event)
    } catch (error) {
      this.#isLeft = true
      this.#parts.failed(error)
    }
  }

  end(why: EndOfInput): void {
    if (this.#isLeft) return
    this.#isLeft = true
    this.#parts.ended(why)
  }

  /** Another has taken over, or nobody wants it. */
  leave(): void {
    this.#isLeft = true
  }

  /** Ends its connection. */
  close(): void {
    this.#isLeft = true
    this.#sendAway()
  }

  #take(event: FlvEvent): void {
    if (this.#isLeft) return
    const { packaging, took } = this.#parts
    packaging.take(event)
    took(event)
    if (packaging.run - this.#firstRun > most.runs)
      throw new MediaError('badContainer', 'its clock begins anew all the time')
  }

  #count(bytes: number): void {
    const now = this.#parts.now()
    if (now - this.#window.since > most.windowMs) this.#window = { since: now, bytes: 0 }
    this.#window.bytes += bytes
    if (this.#window.bytes > most.bytes)
      throw new MediaError('badContainer', 'it sends more than anybody films')
  }
}
