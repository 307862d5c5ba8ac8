// What lies under a point or along a way over the page.
import { combine, holdsPoint, identity } from '../../../../shared/board/geometry.ts'
import { touches } from '../../../../shared/board/hit.ts'
import { matrixOf } from '../../../../shared/board/placement.ts'
import type { ObjectId } from '../../../../shared/board/record.ts'
import type { Point } from '../../../../shared/board/shape.ts'
import type { Desk } from './desk.ts'
import { byOrder, type Drawable, type SceneObject } from './scene.ts'

export type Tip = { readonly at: Point; readonly radius: number }

export function touchesDrawn(
  { painter }: Pick<Desk, 'painter'>,
  drawn: Drawable,
  tip: Tip,
): boolean {
  const matrix = combine(identity, matrixOf(drawn.placement, drawn.bounds))
  return touches(painter.figuresOf(drawn), matrix, tip)
}

/** All that the tip touches, from above to below. */
export function objectsAt(desk: Pick<Desk, 'scene' | 'painter'>, tip: Tip): SceneObject[] {
  const { at, radius } = tip
  const box = { x: at.x - radius, y: at.y - radius, width: 2 * radius, height: 2 * radius }
  return desk.scene
    .within(box)
    .filter((object) => touchesDrawn(desk, object.drawn, tip))
    .sort((one, other) => byOrder(other, one))
}

/** The highest that is touched; or the highest in whose empty middle the point lies. */
export function objectAt(
  desk: Pick<Desk, 'scene' | 'painter'>,
  tip: Tip,
  counts: (object: SceneObject) => boolean = () => true,
): SceneObject | null {
  const touched = objectsAt(desk, tip).find(counts)
  if (touched !== undefined) return touched
  const around = desk.scene
    .within({ ...tip.at, width: 0, height: 0 })
    .filter(({ shape, box }) => shape.gesture !== 'ink' && holdsPoint(box, tip.at))
  return (
    around
      .filter(({ shape }) => shape.ties === undefined)
      .sort(byOrder)
      .at(-1) ?? null
  )
}

/** Around a point, in CSS pixels, for what is tied to what lies there. */
const tieReach = 6

/** What a connector whose end is here hangs on; connectors hang on no others. */
export function tieAt(
  desk: Pick<Desk, 'scene' | 'painter' | 'camera'>,
  at: Point,
): ObjectId | null {
  const tip = { at, radius: tieReach / desk.camera.zoom }
  return objectAt(desk, tip, ({ shape }) => shape.ties === undefined)?.id ?? null
}
