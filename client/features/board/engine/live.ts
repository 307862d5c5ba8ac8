// What passes: where one's pointer is, the ink that is being drawn and what is being dragged, sent as it comes but no more often
// than the wire allows.
import { encodeInk, encodeInkPoints, type InkMessage } from '../../../../shared/board/inkBytes.ts'
import { encodePlace } from '../../../../shared/board/placeBytes.ts'
import type { Box, InkPoint, Point } from '../../../../shared/board/shape.ts'
import type { PassingPort } from './contract.ts'

/** Least time between two messages of each kind, in ms. */
const spacing = { ink: 15, place: 100, move: 50 } as const
/** What one sees is told when it changes, and now and then for who begins to follow; in ms. */
const viewEvery = 1_000

export class Live {
  readonly #port: PassingPort
  readonly #ask: () => void
  #points: InkPoint[] = []
  #inkAt = 0
  #drawing = false
  #pointer: Point | null = null
  #view: Box | null = null
  #move: Uint8Array | null = null
  #moveAt = 0
  #viewMoved = false
  #viewAt = -viewEvery
  #placeAt = 0
  #placeWaits = false

  /** `ask` wants another frame, in which what waits is sent. */
  constructor(port: PassingPort, ask: () => void) {
    this.#port = port
    this.#ask = ask
  }

  begin(stroke: Omit<InkMessage & { kind: 'begin' }, 'kind'>): void {
    this.#flush()
    this.#drawing = true
    this.#port.sendInk(encodeInk({ kind: 'begin', ...stroke }))
  }

  add(points: readonly InkPoint[]): void {
    this.#points.push(...points)
    this.#ask()
  }

  end(how: 'end' | 'abort'): void {
    this.#flush()
    this.#drawing = false
    this.#port.sendInk(encodeInk({ kind: how }))
  }

  pointAt(pointer: Point | null): void {
    this.#pointer = pointer
    this.#placeWaits = true
    this.#ask()
  }

  /** What is in one's hand, as `moveBytes.ts` writes it; of what comes too fast, the last is sent. */
  drag(bytes: Uint8Array): void {
    this.#move = bytes
    this.#ask()
  }

  /** What was in one's hand is let go, or put back. */
  drop(bytes: Uint8Array): void {
    this.#move = null
    this.#port.sendMove(bytes)
  }

  /** What others may follow. */
  show(view: Box): void {
    this.#view = view
    this.#viewMoved = true
    this.#placeWaits = true
    this.#ask()
  }

  /** Once a frame. */
  step(now: number): void {
    if (this.#points.length > 0 && now - this.#inkAt >= spacing.ink) {
      this.#inkAt = now
      this.#flush()
    }
    if (this.#move !== null && now - this.#moveAt >= spacing.move) {
      this.#moveAt = now
      this.#port.sendMove(this.#move)
      this.#move = null
    }
    // While one draws, the ink says where one is.
    const due = this.#placeWaits && now - this.#placeAt >= spacing.place
    if (due && (!this.#drawing || this.#viewMoved)) this.#sendPlace(now)
    const waits = this.#points.length > 0 || this.#move !== null
    if (waits || (this.#placeWaits && !this.#drawing)) this.#ask()
  }

  #sendPlace(now: number): void {
    const withView = this.#viewMoved || now - this.#viewAt >= viewEvery
    this.#placeAt = now
    this.#placeWaits = false
    if (withView) {
      this.#viewAt = now
      this.#viewMoved = false
    }
    const whole = encodePlace({ pointer: this.#pointer, view: this.#view })
    const place = withView ? whole : encodePlace({ pointer: this.#pointer, view: null })
    this.#port.sendPlace(place, whole)
  }

  #flush(): void {
    for (const bytes of encodeInkPoints(this.#points)) this.#port.sendInk(bytes)
    this.#points = []
  }
}
