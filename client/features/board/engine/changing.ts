// Changing what lies on the page.
import type { Placement } from '../../../../shared/board/record.ts'
import { mayChange, type Desk } from './desk.ts'
import type { SceneObject } from './scene.ts'
import { changesOf, type Change } from './stretch.ts'

export function placeAll(desk: Desk, placements: ReadonlyMap<SceneObject, Placement>): void {
  changeAll(desk, changesOf(placements))
}

/** Of what somebody else has redrawn or deleted meanwhile, nothing is taken back. */
export function changeAll(desk: Desk, changes: ReadonlyMap<SceneObject, Change>): void {
  desk.edits.run((draft) => {
    for (const [object, { record, placement }] of changes) {
      const now = desk.scene.get(object.key)
      if (now === undefined) continue
      if (record !== object.record) {
        if (now.record !== object.record) continue
        draft.write(object, record)
      }
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
