// A straight line with a head at its end.
import { arrowHead, headLength } from '../arrowHead.ts'
import { needed, point } from '../fields.ts'
import { boxOf, grown } from '../geometry.ts'
import {
  draggedEnds,
  lineEnds,
  lineStyle,
  pointOf,
  stretchedEnds,
  strokeOf,
  type PointField,
} from '../gestures.ts'
import { polyline } from '../pathData.ts'
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'

export interface ArrowRecord extends ObjectRecord {
  readonly t: 'arrow'
  readonly a: PointField
  readonly b: PointField
}

export const arrow: Shape<ArrowRecord> = {
  type: 'arrow',
  names: { en: 'Arrow', de: 'Pfeil' },
  key: 'a',
  icon: 'M5 19L19 5M10 5h9v9',
  gesture: 'drag',
  fields: { a: needed(point), b: needed(point) },
  make: (gesture, style) => {
    const ends = draggedEnds(gesture)
    return ends === null ? null : { ...lineStyle(style), a: ends[0], b: ends[1] }
  },
  bounds: (record) => grown(boxOf([pointOf(record.a), pointOf(record.b)]), marginOf(record) / 2),
  figures: (record) => {
    const stroke = strokeOf(record)
    const [from, to] = [pointOf(record.a), pointOf(record.b)]
    const d = polyline([from, to]) + polyline(arrowHead(from, to, stroke.width))
    return [{ kind: 'path', d, stroke }]
  },
  ends: lineEnds(),
  stretched: (record, by) => stretchedEnds(record, { ...by, margin: marginOf(record) }),
}

function marginOf(record: ArrowRecord): number {
  const { width } = strokeOf(record)
  return width + headLength(width)
}
