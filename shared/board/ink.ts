// Ink as points: reading it from records, and rubbing parts out.
import { distance, grown } from './geometry.ts'
import { stretchedPoints, type Stretch } from './gestures.ts'
import type { Box, InkPoint, Point } from './shape.ts'
import { decodeStroke, encodeStroke, strokeBox } from './strokeBytes.ts'

/** Nothing, where the bytes are no ink. */
export function inkOf(bytes: Uint8Array): readonly InkPoint[] {
  return decodeStroke(bytes) ?? []
}

export function inkBox(bytes: Uint8Array, beyond: number): Box {
  return grown(strokeBox(bytes) ?? { x: 0, y: 0, width: 0, height: 0 }, beyond)
}

/** Drawn larger or smaller, as hard as before. */
export function stretchedInk(bytes: Uint8Array, stretch: Stretch): Uint8Array {
  const points = inkOf(bytes)
  const next = stretchedPoints(points, stretch)
  return encodeStroke(points.map((point, at) => ({ ...point, ...next[at] })))
}

/** Between two points of a stroke it is looked this often, in units, whether it was rubbed out. */
const closeness = 1.5
/** At most so often in all, however long somebody made a stroke. */
const mostLooks = 20_000

/** The pieces that are left where points were rubbed out; the stroke itself, as one, when none were. */
export function rubbedInk(
  bytes: Uint8Array,
  rubbed: (point: Point) => boolean,
): readonly Uint8Array[] {
  const pieces: InkPoint[][] = []
  let piece: InkPoint[] = []
  let skipped: InkPoint | null = null
  let hit = false
  for (const { point, own } of densely(inkOf(bytes))) {
    if (rubbed(point)) {
      hit = true
      // A piece goes on to where it was cut, which is seldom a point of its own.
      pieces.push(skipped === null ? piece : [...piece, skipped])
      piece = []
      skipped = null
    } else {
      const kept = own || piece.length === 0
      if (kept) piece.push(point)
      skipped = kept ? null : point
    }
  }
  pieces.push(piece)
  if (!hit) return [bytes]
  return pieces.filter((piece) => piece.length > 1).map(encodeStroke)
}

function densely(points: readonly InkPoint[]): { point: InkPoint; own: boolean }[] {
  const long = points.reduce((sum, at, index) => sum + distance(points[index - 1] ?? at, at), 0)
  const step = Math.max(closeness, long / mostLooks)
  return points.flatMap((point, at) => {
    const before = points[at - 1]
    if (before === undefined) return [{ point, own: true }]
    const count = Math.ceil(distance(before, point) / step)
    const between = Array.from({ length: Math.max(0, count - 1) }, (_, index) => ({
      point: onTheWay(before, point, (index + 1) / count),
      own: false,
    }))
    return [...between, { point, own: true }]
  })
}

function onTheWay(from: InkPoint, to: InkPoint, part: number): InkPoint {
  const x = from.x + (to.x - from.x) * part
  const y = from.y + (to.y - from.y) * part
  if (from.pressure === undefined || to.pressure === undefined) return { x, y }
  return { x, y, pressure: from.pressure + (to.pressure - from.pressure) * part }
}
