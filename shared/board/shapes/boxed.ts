// What shapes have in common that fill the box between two points: a rectangle, a triangle, an ellipse.
import { box, needed } from '../fields.ts'
import { grown } from '../geometry.ts'
import {
  boxField,
  boxFrom,
  draggedBox,
  outlined,
  shapeStyle,
  stretchedBox,
  strokeOf,
  type BoxField,
} from '../gestures.ts'
import type { ObjectRecord } from '../record.ts'
import type { Box, Shape } from '../shape.ts'

export interface BoxedRecord extends ObjectRecord {
  readonly b: BoxField
}

type Own = Pick<Shape, 'type' | 'names' | 'key' | 'icon'>

/** `outlineOf` draws it as SVG path data. */
export function boxedShape(own: Own, outlineOf: (box: Box) => string): Shape<BoxedRecord> {
  return {
    ...own,
    gesture: 'drag',
    fields: { b: needed(box) },
    make: (gesture, style) => {
      const b = draggedBox(gesture)
      return b === null ? null : { ...shapeStyle(style), b }
    },
    bounds: (record) => grown(boxFrom(record.b), strokeOf(record).width / 2),
    figures: (record) => [outlined(record, outlineOf(boxFrom(record.b)))],
    stretched: (record, by) => {
      const stretch = { ...by, margin: strokeOf(record).width }
      return { ...record, b: boxField(stretchedBox(boxFrom(record.b), stretch)) }
    },
  }
}
