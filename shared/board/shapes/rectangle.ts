// A rectangle.
import { box, needed } from '../fields.ts'
import { cornersOf, grown } from '../geometry.ts'
import { boxFrom, draggedBox, outlined, shapeStyle, strokeOf, type BoxField } from '../gestures.ts'
import { polyline } from '../pathData.ts'
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'

export interface RectangleRecord extends ObjectRecord {
  readonly t: 'rect'
  readonly b: BoxField
}

export const rectangle: Shape<RectangleRecord> = {
  type: 'rect',
  names: { en: 'Rectangle', de: 'Rechteck' },
  key: 'r',
  icon: 'M4 6h16v12H4z',
  gesture: 'drag',
  fields: { b: needed(box) },
  make: (gesture, style) => {
    const b = draggedBox(gesture)
    return b === null ? null : { ...shapeStyle(style), b }
  },
  bounds: (record) => grown(boxFrom(record.b), strokeOf(record).width / 2),
  figures: (record) => [outlined(record, polyline(cornersOf(boxFrom(record.b)), true))],
}
