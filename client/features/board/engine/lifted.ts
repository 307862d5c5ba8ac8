// Objects that are off the page for a moment: dragged, rubbed out or written in. They are left out of the
// tiles and drawn on the overlay instead, as they would be when let go.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import { edgeOf } from '../../../../shared/board/outline.ts'
import type { ObjectId, Placement } from '../../../../shared/board/record.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { ObjectKey } from './contract.ts'
import type { Painter } from './painter.ts'
import { byOrder, settledOf, type Drawable, type Scene, type SceneObject } from './scene.ts'
import { changed, changesOf, type Change } from './stretch.ts'

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
  place(placements: ReadonlyMap<ObjectKey, Placement>): void {
    const wanted = this.#objects.flatMap((object): [SceneObject, Placement][] => {
      const placement = placements.get(object.key)
      return placement === undefined ? [] : [[object, placement]]
    })
    this.change(changesOf(new Map(wanted)))
  }

  /** As they would be changed. */
  change(changes: ReadonlyMap<SceneObject, Change>): void {
    const drawn = new Map<ObjectId, Drawable>()
    for (const object of this.#objects) {
      const change = changes.get(object)
      if (change !== undefined) drawn.set(object.id, changed(object, change))
    }
    const outlineOf = (id: ObjectId) => {
      const found = drawn.get(id)
      return found === undefined ? this.#scene.outlineOf(id) : edgeOf(found)
    }
    for (const object of this.#objects) {
      const now = drawn.get(object.id)
      const settled = settledOf(now ?? object, outlineOf) ?? now
      if (settled !== undefined) this.#shown.set(object.key, [settled])
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
