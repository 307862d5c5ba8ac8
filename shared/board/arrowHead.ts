// The head of an arrow, as a line of three points.
import { distance } from './geometry.ts'
import type { Point } from './shape.ts'

const opening = Math.PI / 7

export function headLength(width: number): number {
  return 8 + 3 * width
}

export function arrowHead(from: Point, to: Point, width: number): Point[] {
  const long = Math.min(headLength(width), distance(from, to))
  const back = Math.atan2(from.y - to.y, from.x - to.x)
  const wing = (turn: number) => ({
    x: to.x + long * Math.cos(back + turn),
    y: to.y + long * Math.sin(back + turn),
  })
  return [wing(opening), to, wing(-opening)]
}
