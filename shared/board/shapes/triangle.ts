// A triangle that stands on the lower side of its box.
import { box, needed } from '../fields.ts'
import { grown } from '../geometry.ts'
import { boxFrom, draggedBox, outlined, shapeStyle, strokeOf, type BoxField } from '../gestures.ts'
import { polyline } from '../pathData.ts'
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'

export interface TriangleRecord extends ObjectRecord {
  readonly t: 'triangle'
  readonly b: BoxField
}

export const triangle: Shape<TriangleRecord> = {
  type: 'triangle',
  names: { en: 'Triangle', de: 'Dreieck' },
  key: 'g',
  icon: 'M12 5l9 14H3z',
  gesture: 'drag',
  fields: { b: needed(box) },
  make: (gesture, style) => {
    const b = draggedBox(gesture)
    return b === null ? null : { ...shapeStyle(style), b }
  },
  bounds: (record) => grown(boxFrom(record.b), strokeOf(record).width / 2),
  figures: (record) => {
    const { x, y, width, height } = boxFrom(record.b)
    const foot = y + height
    const corners = [
      { x: x + width / 2, y },
      { x: x + width, y: foot },
      { x, y: foot },
    ]
    return [outlined(record, polyline(corners, true))]
  },
}
