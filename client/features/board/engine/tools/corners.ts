// Makes a shape corner by corner: each click is one, a double click, Enter or the first corner again ends it.
import { distance } from '../../../../../shared/board/geometry.ts'
import type { ObjectRecord } from '../../../../../shared/board/record.ts'
import type { Point, Shape } from '../../../../../shared/board/shape.ts'
import { placeForNew, type Canvas, type Desk, type Sample, type Tool } from '../desk.ts'
import { newObjectId } from '../edits.ts'
import { keyOf } from '../scene.ts'
import { snapPoint } from '../snap.ts'
import { passing } from '../wet.ts'

/** So near to the first corner, in CSS pixels, the shape closes. */
const closing = 10

export class CornersTool implements Tool {
  readonly cursor = 'crosshair'
  readonly #desk: Desk
  readonly #shape: Shape
  #corners: Point[] = []
  #next: Point | null = null
  /** Where the first corner was pressed: dragged from there, it is a corner too. */
  #from: Point | null = null
  /** The last press was taken: there was room for what it makes. */
  #pressed = false

  constructor(desk: Desk, shape: Shape) {
    this.#desk = desk
    this.#shape = shape
  }

  hover({ at }: Sample): string | null {
    if (this.#corners.length > 0) {
      this.#next = this.#snapped(at)
      this.#desk.ask()
    }
    return null
  }

  down({ at }: Sample): void {
    this.#pressed = placeForNew(this.#desk) !== null
    if (!this.#pressed) return
    this.#next = this.#snapped(at)
    if (this.#corners.length === 0) this.#from = this.#next
  }

  move(samples: readonly Sample[]): void {
    const sample = samples.at(-1)
    if (this.#pressed && sample !== undefined) this.#next = this.#snapped(sample.at)
    this.#desk.ask()
  }

  up({ at, screen }: Sample): void {
    if (!this.#pressed) return
    const first = this.#corners[0]
    const start = first === undefined ? null : this.#desk.camera.toScreen(first)
    const near = start !== null && Math.hypot(start.x - screen.x, start.y - screen.y) < closing
    if (near && this.#corners.length > 2) this.#finish()
    else this.#add(this.#snapped(at))
    this.#desk.ask()
  }

  #add(corner: Point): void {
    const from = this.#from
    this.#from = null
    if (from !== null && distance(from, corner) * this.#desk.camera.zoom > closing)
      this.#corners.push(from)
    this.#corners.push(corner)
  }

  doubleClick(): void {
    if (!this.#pressed) return
    // Both clicks of it have put a corner.
    this.#corners.pop()
    this.#finish()
  }

  /** The pointer alone is given up: the corners before stay. */
  cancel(): void {
    this.#next = null
    this.#from = null
    this.#pressed = false
    this.#desk.ask()
  }

  key(key: string): boolean {
    if (this.#corners.length === 0) return false
    if (key === 'enter') this.#finish()
    else if (key === 'escape') this.putAway()
    else return false
    return true
  }

  putAway(): void {
    this.#corners = []
    this.#next = null
    this.#desk.ask()
  }

  draw({ context, page, onScreen }: Canvas): boolean {
    const points = this.#next === null ? this.#corners : [...this.#corners, this.#next]
    const record = this.#record(points)
    const { painter, camera } = this.#desk
    if (record !== null) painter.drawOnce(context, passing(this.#shape, record), page)
    onScreen()
    context.strokeStyle = painter.palette.accent
    context.lineWidth = 1.5
    context.beginPath()
    for (const { x, y } of points.map((point) => camera.toScreen(point))) {
      if (record === null) context.lineTo(x, y)
      context.rect(x - 3, y - 3, 6, 6)
      context.moveTo(x, y)
    }
    context.stroke()
    return false
  }

  /** What has no room any more stays in the hand. */
  #finish(): void {
    const record = this.#record(this.#corners)
    if (record === null) {
      this.putAway()
      return
    }
    const layer = placeForNew(this.#desk)
    if (layer === null) return
    this.putAway()
    const id = newObjectId()
    this.#desk.edits.run((draft) => {
      draft.add(layer, id, record)
    })
    this.#desk.tell('made', keyOf(layer, id), this.#shape.type)
  }

  #record(points: readonly Point[]): ObjectRecord | null {
    const made = this.#shape.make({ points, constrained: false }, this.#desk.style)
    return made === null
      ? null
      : { ...made, t: this.#shape.type, z: Math.floor(this.#desk.scene.top) + 1 }
  }

  #snapped(at: Point): Point {
    const to = this.#desk.snapFor([], { ...at, width: 0, height: 0 })
    return to === null ? at : snapPoint(at, to)
  }
}
