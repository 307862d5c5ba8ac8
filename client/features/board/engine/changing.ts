// Changing what lies on the page: as it would look while it is in a hand, and for good.
import { edgeOf } from '../../../../shared/board/outline.ts'
import type { ObjectId, Placement } from '../../../../shared/board/record.ts'
import { mayChange, type Desk } from './desk.ts'
import type { Lifted } from './lifted.ts'
import { settledOf, type Drawable, type Scene, type SceneObject } from './scene.ts'
import { changed, changesOf, type Change } from './stretch.ts'

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

export function placeAll(desk: Desk, placements: ReadonlyMap<SceneObject, Placement>): void {
  changeAll(desk, changesOf(placements))
}

/** Of what somebody else has redrawn or deleted meanwhile, nothing is taken back. */
export function changeAll(desk: Desk, changes: ReadonlyMap<SceneObject, Change>): void {
  desk.edits.run((draft) => {
    for (const [object, { record, placement }] of changes) {
      const now = desk.scene.get(object.key)
      if (now === undefined) continue
      if (record !== object.record && now.record === object.record) draft.write(object, record)
      draft.place(object, placement)
    }
  })
}

/** What was tied to them stays where it is, as far as one may change it. */
export function removeAll(desk: Desk, objects: readonly SceneObject[]): void {
  const gone = new Set(objects)
  const tied = new Set(objects.flatMap((object) => desk.scene.tiedTo(object)))
  desk.edits.run((draft) => {
    for (const object of tied) {
      if (gone.has(object) || !mayChange(desk, object)) continue
      const { x: _x, y: _y, r: _r, sx: _sx, sy: _sy, ...kept } = object.placement ?? {}
      draft.write(object, object.drawn.record)
      draft.place(object, kept)
    }
    for (const object of objects) draft.remove(object)
  })
}
