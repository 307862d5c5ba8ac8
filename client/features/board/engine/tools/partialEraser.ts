// Rubs out the part of a stroke over which it goes; what is left of it are strokes of their own.
import type { Point } from '../../../../../shared/board/shape.ts'
import type { ObjectKey } from '../contract.ts'
import { changeable, mayChange, type Canvas, type Desk, type Sample, type Tool } from '../desk.ts'
import { newObjectId, type Draft } from '../edits.ts'
import { drawTip, rubbedOut, wayTo } from '../erasing.ts'
import type { Drawable, SceneObject } from '../scene.ts'

/** In CSS pixels. */
const radius = 9

/** What is left of an object as it was when it was first touched. */
interface Left {
  readonly object: SceneObject
  readonly pieces: readonly Drawable[]
}

export class PartialEraserTool implements Tool {
  readonly cursor = 'none'
  readonly #desk: Desk
  #left = new Map<ObjectKey, Left>()
  #last: Point | null = null
  #tip: Point | null = null

  constructor(desk: Desk) {
    this.#desk = desk
  }

  hover({ screen }: Sample): string | null {
    this.#tip = screen
    this.#desk.ask()
    return null
  }

  down(sample: Sample): void {
    this.#last = sample.at
    this.move([sample])
  }

  move(samples: readonly Sample[]): void {
    if (this.#last === null) return
    const size = radius / this.#desk.camera.zoom
    const way: Point[] = []
    for (const { at, screen } of samples) {
      way.push(...wayTo(this.#last, at, size / 2))
      this.#last = at
      this.#tip = screen
    }
    this.#rub(way, size)
    this.#desk.ask()
  }

  up(): void {
    const { edits, lifted, scene } = this.#desk
    const there = [...this.#left.keys()].flatMap((key) => scene.get(key) ?? [])
    const rubbed = changeable(this.#desk, there)
    if (rubbed.length > 0) {
      edits.run((draft) => {
        for (const object of rubbed) this.#replace(draft, object)
      })
    }
    if (this.#last !== null) lifted.drop()
    this.#forget()
  }

  cancel(): void {
    if (this.#last !== null) this.#desk.lifted.cancel()
    this.#forget()
  }

  left(): void {
    this.putAway()
  }

  putAway(): void {
    this.#tip = null
    this.#desk.ask()
  }

  draw({ context, onScreen }: Canvas): boolean {
    onScreen()
    if (this.#tip !== null) drawTip(context, this.#tip, radius)
    return false
  }

  #rub(way: readonly Point[], size: number): void {
    const { scene, lifted } = this.#desk
    const xs = way.map(({ x }) => x)
    const ys = way.map(({ y }) => y)
    const [x, y] = [Math.min(...xs) - size, Math.min(...ys) - size]
    const box = { x, y, width: Math.max(...xs) + size - x, height: Math.max(...ys) + size - y }
    for (const object of scene.within(box)) {
      if (object.shape.without === undefined || !mayChange(this.#desk, object)) continue
      const left = this.#left.get(object.key) ?? { object, pieces: [object.drawn] }
      const before = left.pieces
      const after = before.flatMap((piece) => rubbedOut(piece, way, size) ?? [piece])
      if (after.length === before.length && after.every((piece, at) => piece === before[at]))
        continue
      lifted.lift([object])
      lifted.show(object.key, after)
      this.#left.set(object.key, { ...left, pieces: after })
    }
  }

  /** The first piece keeps the object's id, and so its author. What was moved or redrawn meanwhile stays whole. */
  #replace(draft: Draft, object: SceneObject): void {
    const left = this.#left.get(object.key)
    if (left?.object.record !== object.record || left.object.placement !== object.placement) return
    const [first, ...others] = left.pieces
    if (first === undefined) {
      draft.remove(object)
      return
    }
    draft.write(object, first.record)
    if (object.placement !== undefined) draft.place(object, first.placement)
    for (const { record, placement } of others) {
      const id = newObjectId()
      // Only the installation signs for others: a new piece is its maker's.
      const { by: _by, ...piece } = record
      draft.add(object.layer, id, piece)
      if (placement !== undefined) draft.place({ layer: object.layer, id }, placement)
    }
  }

  #forget(): void {
    this.#left = new Map()
    this.#last = null
    this.#desk.ask()
  }
}
