// Where a moved box or point would rather be: on the grid, or in line with what lies around it. Pure.
import { middleOf } from '../../../../shared/board/geometry.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'

export interface Guide {
  readonly axis: 'x' | 'y'
  /** Of the board. */
  readonly at: number
  readonly from: number
  readonly to: number
}

export interface Snapped {
  readonly by: Point
  readonly guides: readonly Guide[]
}

export interface SnapTo {
  /** Boxes of other objects. */
  readonly others: readonly Box[]
  /** Between the lines of the grid; null where there is none. */
  readonly grid: number | null
  /** In board units. */
  readonly reach: number
}

interface Span {
  readonly start: number
  readonly length: number
}

interface Pull {
  readonly by: number
  /** The line that pulled; null for the grid. */
  readonly line: number | null
}

/** What to add to a box so that it stands in line. */
export function snapBox(box: Box, to: SnapTo): Snapped {
  const across = pullOf(
    { start: box.x, length: box.width },
    to.others.map(({ x, width }) => ({ start: x, length: width })),
    to,
  )
  const down = pullOf(
    { start: box.y, length: box.height },
    to.others.map(({ y, height }) => ({ start: y, length: height })),
    to,
  )
  const by = { x: across.by, y: down.by }
  const moved = { ...box, x: box.x + by.x, y: box.y + by.y }
  const guides = [...guideOf('x', across, [moved, ...to.others])]
  return { by, guides: [...guides, ...guideOf('y', down, [moved, ...to.others])] }
}

export function snapPoint(point: Point, to: SnapTo): Point {
  const { by } = snapBox({ ...point, width: 0, height: 0 }, to)
  return { x: point.x + by.x, y: point.y + by.y }
}

function linesOf({ start, length }: Span): number[] {
  return length === 0 ? [start] : [start, start + length / 2, start + length]
}

function pullOf(span: Span, others: readonly Span[], { grid, reach }: SnapTo): Pull {
  let best: Pull | null = null
  for (const line of others.flatMap(linesOf)) {
    for (const own of linesOf(span)) {
      const by = line - own
      if (Math.abs(by) <= Math.min(reach, Math.abs(best?.by ?? reach))) best = { by, line }
    }
  }
  if (best !== null || grid === null) return best ?? { by: 0, line: null }
  const by = Math.round(span.start / grid) * grid - span.start
  return { by: Math.abs(by) <= reach ? by : 0, line: null }
}

/** From the first to the last box that stands on the line. */
function guideOf(axis: 'x' | 'y', { line }: Pull, boxes: readonly Box[]): Guide[] {
  if (line === null) return []
  const near = (value: number) => Math.abs(value - line) < 0.01
  const onLine = boxes.filter((box) => {
    const [start, length] = axis === 'x' ? [box.x, box.width] : [box.y, box.height]
    const middle = middleOf(box)[axis]
    return near(start) || near(middle) || near(start + length)
  })
  const starts = onLine.map(({ x, y }) => (axis === 'x' ? y : x))
  const ends = onLine.map((box) => (axis === 'x' ? box.y + box.height : box.x + box.width))
  return [{ axis, at: line, from: Math.min(...starts), to: Math.max(...ends) }]
}
