// What both erasers share: the way between two readings of the pointer, how their tip looks, and what is left
// of an object where some of its points were rubbed out.
import { matrixOf, rebased } from '../../../../shared/board/placement.ts'
import { distance, mapPoint, scaleOf } from '../../../../shared/board/geometry.ts'
import type { Point } from '../../../../shared/board/shape.ts'
import type { Drawable } from './scene.ts'

const mostSteps = 200

/** Points so near to each other that a tip of this size misses nothing between them. */
export function wayTo(from: Point, to: Point, size: number): Point[] {
  const steps = Math.max(1, Math.min(mostSteps, Math.ceil(distance(from, to) / size)))
  return Array.from({ length: steps }, (_, step) => {
    const part = (step + 1) / steps
    return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
  })
}

/** In CSS pixels. */
export function drawTip(context: CanvasRenderingContext2D, at: Point, radius: number): void {
  context.setLineDash([])
  context.beginPath()
  context.arc(at.x, at.y, radius, 0, 2 * Math.PI)
  context.fillStyle = 'rgb(255 255 255 / 60%)'
  context.fill()
  context.strokeStyle = '#66625a'
  context.lineWidth = 1
  context.stroke()
}

/**
 * The pieces of an object where a round tip of the page went over these points; null where it missed.
 * Each stays where it was, though the middle about which a placement turns is another one.
 */
export function rubbedOut(
  drawn: Drawable,
  points: readonly Point[],
  radius: number,
): readonly Drawable[] | null {
  const { shape, record, placement, bounds } = drawn
  const matrix = matrixOf(placement, bounds)
  const reach = radius + breadthOf(drawn) * scaleOf(matrix)
  const rubbed = (point: Point) => {
    const there = mapPoint(matrix, point)
    return points.some((tip) => distance(tip, there) <= reach)
  }
  const left = shape.without?.(record, rubbed)
  if (left === undefined || (left.length === 1 && isSame(left[0], record))) return null
  return left.map((piece) => {
    const own = shape.bounds(piece)
    return { shape, record: piece, bounds: own, placement: rebased(placement, bounds, own) }
  })
}

/** How far a broad line, such as a highlighter's, reaches from its middle. */
function breadthOf({ shape, record }: Drawable): number {
  const [figure] = shape.figures(record)
  return figure?.kind === 'path' ? (figure.stroke?.width ?? 0) / 2 : 0
}

/** `without` gives back an equal record where nothing was rubbed. */
function isSame(piece: Drawable['record'] | undefined, record: Drawable['record']): boolean {
  if (piece === undefined) return false
  const fields = Object.entries(record) as [keyof typeof record, unknown][]
  return fields.every(([name, value]) => piece[name] === value)
}
