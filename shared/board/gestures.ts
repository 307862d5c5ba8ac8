// What a drag meant: a box or two ends, held to equal sides or steps of 15° when Shift is down. And the
// looks that shapes made of lines share.
import { boxOf, distance, middleOf, rounded } from './geometry.ts'
import type { Colour, Fill, ObjectRecord } from './record.ts'
import type { Box, Ends, Figure, Gesture, Paint, Point, Style } from './shape.ts'

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

export interface StraightRecord extends ObjectRecord {
  readonly a: PointField
  readonly b: PointField
}

/** Of what goes from `a` to `b`. */
export function lineEnds<Record extends StraightRecord>(): Ends<Record> {
  return {
    of: ({ a, b }) => [pointOf(a), pointOf(b)],
    put: (record, [a, b]) => ({ ...record, a: pointField(a), b: pointField(b) }),
  }
}

/** Of what its line makes larger: so much of the whole stays as it is. */
export interface Stretch {
  readonly x: number
  readonly y: number
  readonly margin: number
}

/** Around the same middle. */
export function stretchedBox(box: Box, { x, y, margin }: Stretch): Box {
  const middle = middleOf(box)
  const width = Math.max(0, (box.width + margin) * x - margin)
  const height = Math.max(0, (box.height + margin) * y - margin)
  return { x: middle.x - width / 2, y: middle.y - height / 2, width, height }
}

export function stretchedPoints(points: readonly Point[], stretch: Stretch): Point[] {
  const box = boxOf(points)
  const next = stretchedBox(box, stretch)
  const middle = middleOf(box)
  const [across, down] = [next.width / (box.width || 1), next.height / (box.height || 1)]
  return points.map(({ x, y }) => ({
    x: middle.x + (x - middle.x) * across,
    y: middle.y + (y - middle.y) * down,
  }))
}

export function stretchedEnds<Record extends StraightRecord>(
  record: Record,
  stretch: Stretch,
): Record {
  const [a, b] = stretchedPoints([pointOf(record.a), pointOf(record.b)], stretch)
  return a === undefined || b === undefined
    ? record
    : { ...record, a: pointField(a), b: pointField(b) }
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
