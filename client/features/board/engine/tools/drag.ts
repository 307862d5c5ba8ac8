// Makes a shape from one corner or end to the other.
import type { ObjectId, ObjectRecord } from '../../../../../shared/board/record.ts'
import type { Gesture, Point, Shape } from '../../../../../shared/board/shape.ts'
import { placeForNew, type Canvas, type Desk, type Sample, type Tool } from '../desk.ts'
import { newObjectId } from '../edits.ts'
import { tieAt } from '../hits.ts'
import { keyOf } from '../scene.ts'
import { drawTied } from '../ends.ts'
import { snapPoint } from '../snap.ts'
import { passing } from '../wet.ts'

/** Of a shape that was made by a key or a click, in CSS pixels. */
const usual = { width: 160, height: 100 } as const

export class DragTool implements Tool {
  readonly cursor = 'crosshair'
  readonly #desk: Desk
  readonly #shape: Shape
  #from: Point | null = null
  #gesture: Gesture | null = null
  #hovered: ObjectId | null = null

  constructor(desk: Desk, shape: Shape) {
    this.#desk = desk
    this.#shape = shape
  }

  /** What it would be tied to is framed before it is drawn. */
  hover({ at }: Sample): string | null {
    const over = this.#over(at)
    if (over !== this.#hovered) this.#desk.ask()
    this.#hovered = over
    return null
  }

  left(): void {
    this.#hovered = null
    this.#desk.ask()
  }

  down({ at }: Sample): void {
    if (placeForNew(this.#desk) === null) return
    this.#from = this.#snapped(at)
  }

  move(samples: readonly Sample[]): void {
    const sample = samples.at(-1)
    if (this.#from === null || sample === undefined) return
    const to = this.#snapped(sample.at)
    this.#gesture = {
      points: [this.#from, to],
      constrained: sample.shift,
      over: [this.#over(this.#from), this.#over(to)],
    }
    this.#desk.ask()
  }

  up(sample: Sample): void {
    this.move([sample])
    const { mine } = this.#desk
    const record = this.#record()
    this.cancel()
    if (record === null || mine === null) return
    const id = newObjectId()
    this.#desk.edits.run((draft) => {
      draft.add(mine, id, record)
    })
    this.#desk.tell('made', keyOf(mine, id), this.#shape.type)
  }

  cancel(): void {
    this.#from = null
    this.#gesture = null
    this.#hovered = null
    this.#desk.ask()
  }

  /** Enter puts one in the middle of what is seen. */
  key(key: string): boolean {
    if (key !== 'enter' || placeForNew(this.#desk) === null) return false
    const { camera } = this.#desk
    const { box, zoom } = camera.view
    const [width, height] = [usual.width / zoom, usual.height / zoom]
    const [x, y] = [box.x + (box.width - width) / 2, box.y + (box.height - height) / 2]
    const corners = [
      { x, y },
      { x: x + width, y: y + height },
    ] as const
    const [from, to] = corners.map((at) => camera.toScreen(at))
    if (from === undefined || to === undefined) return false
    const by = { shift: false, alt: false, command: false, device: 'mouse' } as const
    this.down({ ...by, screen: from, at: corners[0] })
    this.up({ ...by, screen: to, at: corners[1] })
    return true
  }

  draw({ context, page, onScreen }: Canvas): boolean {
    const record = this.#record()
    if (record !== null) this.#desk.painter.drawOnce(context, passing(this.#shape, record), page)
    onScreen()
    for (const id of this.#gesture?.over ?? [this.#hovered]) drawTied(context, this.#desk, id)
    return false
  }

  #record(): ObjectRecord | null {
    if (this.#gesture === null) return null
    const made = this.#shape.make(this.#gesture, this.#desk.style)
    return made === null
      ? null
      : { ...made, t: this.#shape.type, z: Math.floor(this.#desk.scene.top) + 1 }
  }

  #over(at: Point): ObjectId | null {
    return this.#shape.ties === undefined ? null : tieAt(this.#desk, at)
  }

  #snapped(at: Point): Point {
    const to = this.#desk.snapFor([], { ...at, width: 0, height: 0 })
    return to === null || this.#shape.ties !== undefined ? at : snapPoint(at, to)
  }
}
