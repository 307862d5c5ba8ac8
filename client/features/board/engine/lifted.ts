// Objects that are off the page for a moment: dragged, rubbed out or written in. They are left out of the
// tiles and drawn on the overlay instead, as they would be when let go.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import { placedBox } from '../../../../shared/board/placement.ts'
import type { ObjectId } from '../../../../shared/board/record.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { ObjectKey } from './contract.ts'
import type { Painter } from './painter.ts'
import { byOrder, settledOf, type Drawable, type Scene, type SceneObject } from './scene.ts'

export class Lifted {
  readonly #scene: Scene
  readonly #spoil: (box: Box) => void
  readonly #keys = new Set<ObjectKey>()
  readonly #shown = new Map<ObjectKey, readonly Drawable[]>()
  #objects: readonly SceneObject[] = []

  constructor(scene: Scene, spoil: (box: Box) => void) {
    this.#scene = scene
    this.#spoil = spoil
  }

  /** Left out of the tiles. */
  get keys(): ReadonlySet<ObjectKey> {
    return this.#keys
  }

  get shown(): boolean {
    return this.#shown.size > 0
  }

  /** With all that is tied to them. */
  liftWithTied(objects: readonly SceneObject[]): void {
    const tied = objects.flatMap((object) => this.#scene.tiedTo(object))
    this.lift([...new Set([...objects, ...tied])])
  }

  lift(objects: readonly SceneObject[]): void {
    const fresh = objects.filter(({ key }) => !this.#keys.has(key))
    this.#objects = [...this.#objects, ...fresh].sort(byOrder)
    for (const object of fresh) {
      this.#keys.add(object.key)
      this.#shown.set(object.key, [object.drawn])
      this.#spoil(object.box)
    }
  }

  /** What is drawn in an object's place: nothing, it, or parts of it. */
  show(key: ObjectKey, drawables: readonly Drawable[]): void {
    this.#shown.set(key, drawables)
  }

  /** As they would be placed; what is tied to them follows. */
  place(placements: ReadonlyMap<ObjectKey, SceneObject['placement']>): void {
    const boxes = new Map<ObjectId, Box>()
    for (const object of this.#objects) {
      if (!placements.has(object.key)) continue
      const placement = placements.get(object.key)
      boxes.set(object.id, placedBox(object.bounds, placement))
      this.#shown.set(object.key, [{ ...object, placement }])
    }
    const boxOf = (id: ObjectId) => boxes.get(id) ?? this.#scene.boxOf(id)
    for (const object of this.#objects) {
      const placement = placements.has(object.key) ? placements.get(object.key) : object.placement
      const settled = settledOf({ ...object, placement }, boxOf)
      if (settled !== null) this.#shown.set(object.key, [settled])
    }
  }

  /** Back on the page; what was drawn here stays until the tiles show it. */
  drop(): void {
    for (const { box } of this.#objects) this.#spoil(box)
    this.#keys.clear()
    this.#objects = []
  }

  /** Back as it was. */
  cancel(): void {
    for (const object of this.#objects) this.#shown.set(object.key, [object.drawn])
    this.drop()
  }

  /** The tiles show what was let go. */
  landed(): void {
    for (const key of this.#shown.keys()) if (!this.#keys.has(key)) this.#shown.delete(key)
  }

  draw(context: CanvasRenderingContext2D, painter: Painter, page: Matrix): void {
    for (const drawables of this.#shown.values())
      for (const drawable of drawables) painter.draw(context, drawable, page)
  }
}
