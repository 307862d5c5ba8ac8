// The edge of an object as it lies on the page, for what is tied to it.
import { mapPoint } from './geometry.ts'
import { straightened } from './pathData.ts'
import { matrixOf, placedBox } from './placement.ts'
import type { ObjectRecord, Placement } from './record.ts'
import type { Box, Outline, Point, Shape } from './shape.ts'

interface Placed {
  readonly shape: Shape
  readonly record: ObjectRecord
  readonly placement: Placement | null | undefined
  /** Of the record, before placement. */
  readonly bounds: Box
}

/** Of outlined shapes their lines; of ink, letters and pictures the box alone. */
export function edgeOf({ shape, record, placement, bounds }: Placed): Outline {
  const box = placedBox(bounds, placement)
  const isOutlined = shape.gesture === 'drag' || shape.gesture === 'corners'
  if (!isOutlined || shape.ends !== undefined) return { box }
  const matrix = matrixOf(placement, bounds)
  const paths = shape.figures(record).flatMap((figure) => (figure.kind === 'path' ? figure.d : []))
  const lines = paths.flatMap((d) => straightened(d)).filter(({ closed }) => closed)
  return {
    box,
    lines: lines.map(({ points }) => points.map((point) => mapPoint(matrix, point))),
  }
}

/** Where on the way from one point (0) to another (1) closed lines are crossed, in no order. */
export function crossings(
  lines: readonly (readonly Point[])[],
  from: Point,
  to: Point,
): readonly number[] {
  return lines.flatMap((line) =>
    line.flatMap((end, at) => crossing({ from, to }, { from: line.at(at - 1) ?? end, to: end })),
  )
}

interface Way {
  readonly from: Point
  readonly to: Point
}

function crossing(way: Way, edge: Way): number[] {
  const [along, across] = [vector(way), vector(edge)]
  const area = along.x * across.y - along.y * across.x
  if (area === 0) return []
  const apart = vector({ from: way.from, to: edge.from })
  const onWay = (apart.x * across.y - apart.y * across.x) / area
  const onEdge = (apart.x * along.y - apart.y * along.x) / area
  return onWay >= 0 && onWay <= 1 && onEdge >= 0 && onEdge <= 1 ? [onWay] : []
}

function vector({ from, to }: Way): Point {
  return { x: to.x - from.x, y: to.y - from.y }
}
