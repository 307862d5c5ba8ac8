// What a point, an eraser or a lasso touches, of drawings as they are seen: a line by its width, a filled
// outline by its inside, anything else by its box.
import {
  distance,
  distanceToLine,
  invert,
  mapPoint,
  scaleOf,
  windsAround,
  type Matrix,
} from './geometry.ts'
import { straightened, type Line } from './pathData.ts'
import type { Box, Figure, Point } from './shape.ts'

/** 0 inside. */
export function distanceToBox({ x, y, width, height }: Box, point: Point): number {
  const nearest = {
    x: Math.max(x, Math.min(x + width, point.x)),
    y: Math.max(y, Math.min(y + height, point.y)),
  }
  return distance(nearest, point)
}

/** In the object's own units; 0 on what is drawn. */
export function distanceToFigure(figure: Figure, point: Point): number {
  if (figure.kind !== 'path') return distanceToBox(figure.box, point)
  const lines = linesOf(figure)
  if (figure.fill !== undefined && covered(lines, point)) return 0
  const half = (figure.stroke?.width ?? 0) / 2
  let least = Infinity
  for (const { points, closed } of lines) {
    const line = closed && points[0] !== undefined ? [...points, points[0]] : points
    least = Math.min(least, distanceToLine(point, line))
  }
  return Math.max(0, least - half)
}

export function distanceTo(figures: readonly Figure[], point: Point): number {
  let least = Infinity
  for (const figure of figures) least = Math.min(least, distanceToFigure(figure, point))
  return least
}

/** Whether a round tip at a point of the page touches figures placed by a matrix. */
export function touches(
  figures: readonly Figure[],
  matrix: Matrix,
  tip: { readonly at: Point; readonly radius: number },
): boolean {
  const back = invert(matrix)
  if (back === null) return false
  return distanceTo(figures, mapPoint(back, tip.at)) <= tip.radius * scaleOf(back)
}

/** Whether a lasso of points of the page goes around the middle of a box and most of its corners. */
export function lassoHolds(lasso: readonly Point[], box: Box): boolean {
  const { x, y, width, height } = box
  let held = 0
  for (const across of [0, 0.5, 1]) {
    for (const down of [0, 0.5, 1]) {
      if (windsAround(lasso, { x: x + across * width, y: y + down * height })) held += 1
    }
  }
  return held >= 5
}

function covered(lines: readonly Line[], point: Point): boolean {
  return lines.some(({ points }) => windsAround(points, point))
}

const known = new WeakMap<Figure, Line[]>()

function linesOf(figure: Figure & { kind: 'path' }): Line[] {
  const lines = known.get(figure) ?? straightened(figure.d)
  known.set(figure, lines)
  return lines
}
