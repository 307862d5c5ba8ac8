// Ink that is not on the board yet, one's own and others': drawn on the overlay until its record comes.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import { boardLimits, type ObjectId, type ObjectRecord } from '../../../../shared/board/record.ts'
import type { InkPoint, Shape, Style } from '../../../../shared/board/shape.ts'
import type { Painter } from './painter.ts'
import type { Drawable } from './scene.ts'

export interface InkCanvas {
  readonly context: CanvasRenderingContext2D
  readonly painter: Painter
  /** From the board to the canvas's pixels. */
  readonly page: Matrix
}

export class WetInk {
  readonly id: ObjectId
  readonly shape: Shape
  readonly style: Style
  readonly points: InkPoint[] = []
  #drawn: Drawable | null = null
  #drawnPoints = 0

  constructor(ink: { readonly id: ObjectId; readonly shape: Shape; readonly style: Style }) {
    this.id = ink.id
    this.shape = ink.shape
    this.style = ink.style
  }

  /** What it would be on the board now. */
  record(points: readonly InkPoint[] = this.points): ObjectRecord | null {
    const made = this.shape.make({ points, constrained: false }, this.style)
    return made === null ? null : { ...made, t: this.shape.type, z: 0 }
  }

  /** As if it went on to the points `ahead`. */
  draw({ context, painter, page }: InkCanvas, ahead: readonly InkPoint[] = []): void {
    const drawn = ahead.length === 0 ? this.#now() : this.#drawable(ahead)
    if (drawn !== null) painter.drawOnce(context, drawn, page)
  }

  #now(): Drawable | null {
    if (this.#drawnPoints !== this.points.length) {
      this.#drawnPoints = this.points.length
      this.#drawn = this.#drawable([])
    }
    return this.#drawn
  }

  #drawable(ahead: readonly InkPoint[]): Drawable | null {
    const points = [...this.points, ...ahead].slice(0, boardLimits.pointsPerStroke)
    const record = this.record(points)
    return record === null ? null : passing(this.shape, record)
  }
}

/** A record that is drawn as it is, without a placement. */
export function passing(shape: Shape, record: ObjectRecord): Drawable {
  return { shape, record, placement: undefined, bounds: shape.bounds(record) }
}
