// A straight line between two points.
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

export interface LineRecord extends ObjectRecord {
  readonly t: 'line'
  readonly a: PointField
  readonly b: PointField
}

export const line: Shape<LineRecord> = {
  type: 'line',
  names: { en: 'Line', de: 'Linie' },
  key: 'l',
  icon: 'M5 19L19 5',
  gesture: 'drag',
  fields: { a: needed(point), b: needed(point) },
  make: (gesture, style) => {
    const ends = draggedEnds(gesture)
    return ends === null ? null : { ...lineStyle(style), a: ends[0], b: ends[1] }
  },
  bounds: (record) =>
    grown(boxOf([pointOf(record.a), pointOf(record.b)]), strokeOf(record).width / 2),
  figures: (record) => {
    const d = polyline([pointOf(record.a), pointOf(record.b)])
    return [{ kind: 'path', d, stroke: strokeOf(record) }]
  },
  ends: lineEnds(),
  stretched: (record, by) => stretchedEnds(record, { ...by, margin: strokeOf(record).width }),
}
