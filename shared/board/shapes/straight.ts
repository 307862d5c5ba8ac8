// What shapes have in common that go straight from one point to another: a line, an arrow.
import { needed, point } from '../fields.ts'
import { boxOf, grown } from '../geometry.ts'
import {
  draggedEnds,
  lineEnds,
  lineStyle,
  pointOf,
  stretchedEnds,
  strokeOf,
  type StraightRecord,
} from '../gestures.ts'
import type { Point, Shape } from '../shape.ts'

type Own = Pick<Shape, 'type' | 'names' | 'key' | 'icon'>

interface Drawn {
  /** By the width of its line: how much wider it is drawn than its two points are. */
  readonly marginOf: (width: number) => number
  /** As SVG path data. */
  readonly pathOf: (from: Point, to: Point, width: number) => string
}

export function straightShape(own: Own, { marginOf, pathOf }: Drawn): Shape<StraightRecord> {
  return {
    ...own,
    gesture: 'drag',
    fields: { a: needed(point), b: needed(point) },
    make: (gesture, style) => {
      const ends = draggedEnds(gesture)
      return ends === null ? null : { ...lineStyle(style), a: ends[0], b: ends[1] }
    },
    bounds: (record) => {
      const margin = marginOf(strokeOf(record).width)
      return grown(boxOf([pointOf(record.a), pointOf(record.b)]), margin / 2)
    },
    figures: (record) => {
      const stroke = strokeOf(record)
      const d = pathOf(pointOf(record.a), pointOf(record.b), stroke.width)
      return [{ kind: 'path', d, stroke }]
    },
    ends: lineEnds(),
    stretched: (record, by) =>
      stretchedEnds(record, { ...by, margin: marginOf(strokeOf(record).width) }),
  }
}
