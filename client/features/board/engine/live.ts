// What passes: where one's pointer is and the ink that is being drawn, sent as it comes but no more often
// than the wire allows.
import { encodeInk, encodeInkPoints, type InkMessage } from '../../../../shared/board/inkBytes.ts'
import { encodePlace } from '../../../../shared/board/placeBytes.ts'
import type { Box, InkPoint, Point } from '../../../../shared/board/shape.ts'
import type { PassingPort } from './contract.ts'

/** Least time between two messages of each kind, in ms. */
const spacing = { ink: 15, place: 100 } as const

export class Live {
  readonly #port: PassingPort
  readonly #ask: () => void
  #points: InkPoint[] = []
  #inkAt = 0
  #drawing = false
  #pointer: Point | null = null
  #view: Box | null = null
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

  /** What others may follow; null when one does not share it. */
  show(view: Box | null): void {
    if (view === null && this.#view === null) return
    this.#view = view
    this.#placeWaits = true
    this.#ask()
  }

  /** Once a frame. */
  step(now: number): void {
    if (this.#points.length > 0 && now - this.#inkAt >= spacing.ink) {
      this.#inkAt = now
      this.#flush()
    }
    // While one draws, the ink says where one is.
    const due = this.#placeWaits && now - this.#placeAt >= spacing.place
    if (due && (!this.#drawing || this.#view !== null)) {
      this.#placeAt = now
      this.#placeWaits = false
      this.#port.sendPlace(encodePlace({ pointer: this.#pointer, view: this.#view }))
    }
    if (this.#points.length > 0 || (this.#placeWaits && !this.#drawing)) this.#ask()
  }

  #flush(): void {
    for (const bytes of encodeInkPoints(this.#points)) this.#port.sendInk(bytes)
    this.#points = []
  }
}
