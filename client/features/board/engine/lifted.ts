// Objects that are off the page for a moment: dragged, rubbed out or written in. They are left out of the
// tiles and drawn on the overlay instead, as they would be when let go.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { ObjectKey } from './contract.ts'
import type { Painter } from './painter.ts'
import { byOrder, type Drawable, type SceneObject } from './scene.ts'

export class Lifted {
  readonly #spoil: (box: Box) => void
  readonly #keys = new Set<ObjectKey>()
  readonly #shown = new Map<ObjectKey, readonly Drawable[]>()
  #objects: readonly SceneObject[] = []

  constructor(spoil: (box: Box) => void) {
    this.#spoil = spoil
  }

  /** Left out of the tiles. */
  get keys(): ReadonlySet<ObjectKey> {
    return this.#keys
  }

  get shown(): boolean {
    return this.#shown.size > 0
  }

  /** From below to above. */
  get objects(): readonly SceneObject[] {
    return this.#objects
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
