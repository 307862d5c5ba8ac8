// What a drag meant: a box or two ends, held to equal sides or steps of 15° when Shift is down. And the
// looks that shapes made of lines share.
import { boxOf, distance, rounded } from './geometry.ts'
import type { Colour, Fill, ObjectRecord } from './record.ts'
import type { Box, Figure, Gesture, Paint, Point, Style } from './shape.ts'

/** Below this, in units, a hand only trembled. */
const least = 3
const step = Math.PI / 12

export type PointField = readonly [number, number]
export type BoxField = readonly [number, number, number, number]

export interface LineStyle {
  readonly c: Colour
  readonly w: number
}

export interface ShapeStyle extends LineStyle {
  readonly f: Fill
}

export function lineStyle({ colour, width }: Style): LineStyle {
  return { c: colour, w: width }
}

export function shapeStyle({ colour, width, fill }: Style): ShapeStyle {
  return { c: colour, w: width, f: fill }
}

/** Null when it was too small. */
export function draggedBox({ points, constrained }: Gesture): BoxField | null {
  const [from, to] = [points[0], points.at(-1)]
  if (from === undefined || to === undefined || distance(from, to) < least) return null
  const across = to.x - from.x
  const down = to.y - from.y
  const side = Math.max(Math.abs(across), Math.abs(down))
  const far = constrained
    ? { x: from.x + side * signOf(across), y: from.y + side * signOf(down) }
    : to
  return boxField(boxOf([from, far]))
}

function signOf(value: number): number {
  return value < 0 ? -1 : 1
}

export function draggedEnds({ points, constrained }: Gesture): [PointField, PointField] | null {
  const [from, to] = [points[0], points.at(-1)]
  if (from === undefined || to === undefined) return null
  const long = distance(from, to)
  if (long < least) return null
  if (!constrained) return [pointField(from), pointField(to)]
  const angle = step * Math.round(Math.atan2(to.y - from.y, to.x - from.x) / step)
  const end = { x: from.x + long * Math.cos(angle), y: from.y + long * Math.sin(angle) }
  return [pointField(from), pointField(end)]
}

export function pointField({ x, y }: Point): PointField {
  return [rounded(x), rounded(y)]
}

export function pointOf([x, y]: PointField): Point {
  return { x, y }
}

export function boxField({ x, y, width, height }: Box): BoxField {
  return [rounded(x), rounded(y), rounded(width), rounded(height)]
}

export function boxFrom([x, y, width, height]: BoxField): Box {
  return { x, y, width, height }
}

export const usual = { colour: 0, width: 2 } as const

export function strokeOf(record: ObjectRecord): Paint & { width: number } {
  return { colour: record.c ?? usual.colour, width: record.w ?? usual.width }
}

/** An outline with its line and its fill. */
export function outlined(record: ObjectRecord, d: string): Figure {
  const { colour } = strokeOf(record)
  const fill = record.f ?? 0
  return {
    kind: 'path',
    d,
    stroke: strokeOf(record),
    ...(fill > 0 && { fill: { colour, opacity: fill === 1 ? 0.25 : 1 } }),
  }
}
