// The two ends of a line, an arrow or a connector: handles of their own, each taken to another place.
import { distance, mapPoint } from '../../../../shared/board/geometry.ts'
import { matrixOf } from '../../../../shared/board/placement.ts'
import type { ObjectId } from '../../../../shared/board/record.ts'
import type { HeldEnd, Point } from '../../../../shared/board/shape.ts'
import type { Desk } from './desk.ts'
import type { Device } from './handles.ts'
import type { Drawable, SceneObject } from './scene.ts'
import type { Change } from './stretch.ts'

export type End = HeldEnd['end']

/** In CSS pixels. */
const radius = { mouse: 6, pen: 7, touch: 9 } as const
const reach = { mouse: 10, pen: 12, touch: 22 } as const
const step = Math.PI / 12

/** On the page; null of what has none. */
export function endsOf({ shape, record, placement, bounds }: Drawable): [Point, Point] | null {
  if (shape.ends === undefined) return null
  const matrix = matrixOf(placement, bounds)
  const [from, to] = shape.ends.of(record)
  return [mapPoint(matrix, from), mapPoint(matrix, to)]
}

/** Of ends on the screen, the nearest one in reach. */
export function endAt(ends: readonly [Point, Point], at: Point, device: Device): End | null {
  const [first, second] = ends.map((end) => distance(end, at))
  if (first === undefined || second === undefined) return null
  if (Math.min(first, second) > reach[device]) return null
  return first < second ? 0 : 1
}

/** In steps of 15° about the other end. */
export function heldStraight(other: Point, at: Point): Point {
  const angle = step * Math.round(Math.atan2(at.y - other.y, at.x - other.x) / step)
  const long = distance(other, at)
  return { x: other.x + long * Math.cos(angle), y: other.y + long * Math.sin(angle) }
}

/** With one end at another place of the page. */
export function withEnd(object: SceneObject, held: HeldEnd, at: Point): Change | null {
  const ends = endsOf(object.drawn)
  const { record, shape } = object.drawn
  if (ends === null || shape.ends === undefined) return null
  const { x: _x, y: _y, r: _r, sx: _sx, sy: _sy, ...placement } = object.placement ?? {}
  const points = held.end === 0 ? ([at, ends[1]] as const) : ([ends[0], at] as const)
  return { record: shape.ends.put(record, points, held), placement }
}

/** A frame around what an end is tied to, or would be; in CSS pixels. */
export function drawTied(
  context: CanvasRenderingContext2D,
  { scene, camera, painter }: Pick<Desk, 'scene' | 'camera' | 'painter'>,
  id: ObjectId | null,
): void {
  const outline = id === null ? null : scene.outlineOf(id)
  if (outline === null) return
  const { x, y, width, height } = camera.boxToScreen(outline.box)
  context.setLineDash([])
  context.strokeStyle = painter.palette.accent
  context.lineWidth = 2
  context.strokeRect(x - 4, y - 4, width + 8, height + 8)
}

/** In CSS pixels. */
export function drawEnds(
  context: CanvasRenderingContext2D,
  ends: readonly Point[],
  look: { readonly accent: string; readonly device: Device },
): void {
  context.setLineDash([])
  context.strokeStyle = look.accent
  context.lineWidth = 1.5
  context.fillStyle = '#ffffff'
  for (const { x, y } of ends) {
    context.beginPath()
    context.arc(x, y, radius[look.device], 0, 2 * Math.PI)
    context.fill()
    context.stroke()
  }
}
