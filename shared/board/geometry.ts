// Points, boxes, matrices and distances: what everything that lies on a board is measured with.
import type { Box, Point } from './shape.ts'

/** As canvas and SVG have it: x' = ax + cy + e, y' = bx + dy + f. */
export interface Matrix {
  readonly a: number
  readonly b: number
  readonly c: number
  readonly d: number
  readonly e: number
  readonly f: number
}

export const identity: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }

export function mapPoint({ a, b, c, d, e, f }: Matrix, { x, y }: Point): Point {
  return { x: a * x + c * y + e, y: b * x + d * y + f }
}

/** The inner one is done first. */
export function combine(outer: Matrix, inner: Matrix): Matrix {
  return {
    a: outer.a * inner.a + outer.c * inner.b,
    b: outer.b * inner.a + outer.d * inner.b,
    c: outer.a * inner.c + outer.c * inner.d,
    d: outer.b * inner.c + outer.d * inner.d,
    e: outer.a * inner.e + outer.c * inner.f + outer.e,
    f: outer.b * inner.e + outer.d * inner.f + outer.f,
  }
}

/** Null for a matrix that flattens everything. */
export function invert({ a, b, c, d, e, f }: Matrix): Matrix | null {
  const area = a * d - b * c
  if (!Number.isFinite(1 / area)) return null
  return {
    a: d / area,
    b: -b / area,
    c: -c / area,
    d: a / area,
    e: (c * f - d * e) / area,
    f: (b * e - a * f) / area,
  }
}

/** How much wider the matrix makes a line, as far as one number can say. */
export function scaleOf({ a, b, c, d }: Matrix): number {
  return Math.sqrt(Math.abs(a * d - b * c))
}

export function mapBox(matrix: Matrix, box: Box): Box {
  return boxOf(cornersOf(box).map((corner) => mapPoint(matrix, corner)))
}

export function boxOf(points: readonly Point[]): Box {
  let left = Infinity
  let top = Infinity
  let right = -Infinity
  let bottom = -Infinity
  for (const { x, y } of points) {
    if (x < left) left = x
    if (x > right) right = x
    if (y < top) top = y
    if (y > bottom) bottom = y
  }
  if (left > right) return { x: 0, y: 0, width: 0, height: 0 }
  return { x: left, y: top, width: right - left, height: bottom - top }
}

/** Clockwise from the upper left. */
export function cornersOf({ x, y, width, height }: Box): [Point, Point, Point, Point] {
  const right = x + width
  const bottom = y + height
  return [
    { x, y },
    { x: right, y },
    { x: right, y: bottom },
    { x, y: bottom },
  ]
}

export function middleOf({ x, y, width, height }: Box): Point {
  return { x: x + width / 2, y: y + height / 2 }
}

/** By so much on every side. */
export function grown({ x, y, width, height }: Box, by: number): Box {
  return { x: x - by, y: y - by, width: width + 2 * by, height: height + 2 * by }
}

/** As large as fits with its sides in this proportion: from the left, in the middle of the height. */
export function fitted(box: Box, size: { readonly width: number; readonly height: number }): Box {
  const scale = Math.min(box.width / size.width, box.height / size.height)
  const [width, height] = [size.width * scale, size.height * scale]
  return { x: box.x, y: box.y + (box.height - height) / 2, width, height }
}

/** Null around nothing. */
export function around(boxes: Iterable<Box>): Box | null {
  const corners: Point[] = []
  for (const { x, y, width, height } of boxes) {
    corners.push({ x, y }, { x: x + width, y: y + height })
  }
  return corners.length === 0 ? null : boxOf(corners)
}

export function meet(one: Box, other: Box): boolean {
  return (
    one.x <= other.x + other.width &&
    other.x <= one.x + one.width &&
    one.y <= other.y + other.height &&
    other.y <= one.y + one.height
  )
}

export function holds(outer: Box, inner: Box): boolean {
  return (
    outer.x <= inner.x &&
    outer.y <= inner.y &&
    inner.x + inner.width <= outer.x + outer.width &&
    inner.y + inner.height <= outer.y + outer.height
  )
}

export function holdsPoint({ x, y, width, height }: Box, point: Point): boolean {
  return point.x >= x && point.y >= y && point.x <= x + width && point.y <= y + height
}

/** Clockwise on the page, in radians. */
export function turnedPoint(point: Point, about: Point, by: number): Point {
  const [cos, sin] = [Math.cos(by), Math.sin(by)]
  const [x, y] = [point.x - about.x, point.y - about.y]
  return { x: about.x + cos * x - sin * y, y: about.y + sin * x + cos * y }
}

export function distance(one: Point, other: Point): number {
  return Math.hypot(one.x - other.x, one.y - other.y)
}

export function distanceToSegment(point: Point, from: Point, to: Point): number {
  const dx = to.x - from.x
  const dy = to.y - from.y
  const length = dx * dx + dy * dy
  if (length === 0) return distance(point, from)
  const along = ((point.x - from.x) * dx + (point.y - from.y) * dy) / length
  const part = Math.max(0, Math.min(1, along))
  return Math.hypot(point.x - from.x - part * dx, point.y - from.y - part * dy)
}

export function distanceToLine(point: Point, line: readonly Point[]): number {
  let least = Infinity
  let from = line[0]
  if (from !== undefined) least = distance(point, from)
  for (const to of line) {
    if (from !== undefined) least = Math.min(least, distanceToSegment(point, from, to))
    from = to
  }
  return least
}

function side(from: Point, to: Point, point: Point): number {
  return Math.sign((to.x - from.x) * (point.y - from.y) - (to.y - from.y) * (point.x - from.x))
}

/** Whether the closed line winds around the point: what a fill covers, and what a lasso holds. */
export function windsAround(line: readonly Point[], point: Point): boolean {
  let winding = 0
  let from = line.at(-1)
  for (const to of line) {
    if (from !== undefined && from.y <= point.y !== to.y <= point.y) {
      const beside = side(from, to, point)
      if (to.y > from.y && beside > 0) winding += 1
      else if (to.y <= from.y && beside < 0) winding -= 1
    }
    from = to
  }
  return winding !== 0
}

/** An eighth of a unit, which a 32-bit float holds exactly: four bytes instead of eight. */
export function rounded(length: number): number {
  return Math.round(length * 8) / 8
}
