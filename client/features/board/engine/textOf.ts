// Opens the writing of an object that lies on the board.
import type { Placement } from '../../../../shared/board/record.ts'
import { changeable, type Desk } from './desk.ts'
import type { SceneObject } from './scene.ts'
import { rewritten } from './writing.ts'

/** False when nothing can be written into it, or not by this person. */
export function writeInto(desk: Desk, object: SceneObject): boolean {
  const { shape } = object
  if (shape.withText === undefined || changeable(desk, [object]).length === 0) return false
  desk.lifted.lift([object])
  desk.writing.begin({
    drawn: object,
    label: shape.names[desk.language],
    show: (drawn) => {
      desk.lifted.show(object.key, [drawn])
      desk.ask()
    },
    done: (record) => {
      // What one may not change any more is refused by the server, and kept for its author.
      const now = desk.scene.get(object.key)
      const changed = shape.text?.(record) !== shape.text?.(object.record)
      if (now !== undefined && changed) {
        const text = shape.text?.(record) ?? ''
        const next = rewritten(now, shape.withText?.(now.record, text) ?? now.record)
        desk.edits.run((draft) => {
          draft.write(now, next.record)
          if (isAskew(now.placement)) draft.place(now, next.placement)
        })
      }
      desk.lifted.show(object.key, [desk.scene.get(object.key) ?? object])
      desk.lifted.drop()
      desk.ask()
    },
  })
  return true
}

/** Turned or scaled about its middle, which letters move. */
function isAskew({ r = 0, sx = 1, sy = 1 }: Placement = {}): boolean {
  return r !== 0 || sx !== 1 || sy !== 1
}
