// What is in a hand, one's own or another's, as it would look if it were let go.
import { edgeOf } from '../../../../shared/board/outline.ts'
import type { ObjectId } from '../../../../shared/board/record.ts'
import type { Lifted } from './lifted.ts'
import { settledOf, type Drawable, type Scene, type SceneObject } from './scene.ts'
import { changed, type Change } from './stretch.ts'

/** With all that is tied to them. */
export function liftWithTied(lifted: Lifted, scene: Scene, objects: readonly SceneObject[]): void {
  const tied = objects.flatMap((object) => scene.tiedTo(object))
  lifted.lift([...new Set([...objects, ...tied])])
}

/** As they would be changed; what is tied to them follows. */
export function showChanged(
  lifted: Lifted,
  scene: Scene,
  changes: ReadonlyMap<SceneObject, Change>,
): void {
  const drawn = new Map<ObjectId, Drawable>()
  for (const [object, change] of changes) drawn.set(object.id, changed(object, change))
  const outlineOf = (id: ObjectId) => {
    const found = drawn.get(id)
    return found === undefined ? scene.outlineOf(id) : edgeOf(found)
  }
  for (const object of lifted.objects) {
    const now = drawn.get(object.id)
    const settled = settledOf(now ?? object, outlineOf) ?? now
    if (settled !== undefined) lifted.show(object.key, [settled])
  }
}
