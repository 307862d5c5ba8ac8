// Ink that is not on the board yet, one's own and others': drawn on the overlay until its record comes.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import type { ObjectId, ObjectRecord } from '../../../../shared/board/record.ts'
import type { InkPoint, Shape, Style } from '../../../../shared/board/shape.ts'
import type { Painter } from './painter.ts'
import type { Drawable } from './scene.ts'

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

  draw(context: CanvasRenderingContext2D, painter: Painter, page: Matrix): void {
    if (this.#drawnPoints !== this.points.length) {
      this.#drawnPoints = this.points.length
      const record = this.record()
      this.#drawn = record === null ? null : passing(this.shape, record)
    }
    if (this.#drawn !== null) painter.drawOnce(context, this.#drawn, page)
  }
}

/** A record that is drawn as it is, without a placement. */
export function passing(shape: Shape, record: ObjectRecord): Drawable {
  return { shape, record, placement: undefined, bounds: shape.bounds(record) }
}
