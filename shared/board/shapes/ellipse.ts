// An ellipse that fills its box.
import { box, needed } from '../fields.ts'
import { grown } from '../geometry.ts'
import { boxFrom, draggedBox, outlined, shapeStyle, strokeOf, type BoxField } from '../gestures.ts'
import { pair } from '../pathData.ts'
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'

export interface EllipseRecord extends ObjectRecord {
  readonly t: 'ellipse'
  readonly b: BoxField
}

/** Handles of a cubic curve that is a quarter of a circle. */
const round = 0.5523

export const ellipse: Shape<EllipseRecord> = {
  type: 'ellipse',
  names: { en: 'Ellipse', de: 'Ellipse' },
  key: 'o',
  icon: 'M12 5a9 7 0 1 0 0 14a9 7 0 1 0 0-14z',
  gesture: 'drag',
  fields: { b: needed(box) },
  make: (gesture, style) => {
    const b = draggedBox(gesture)
    return b === null ? null : { ...shapeStyle(style), b }
  },
  bounds: (record) => grown(boxFrom(record.b), strokeOf(record).width / 2),
  figures: (record) => {
    const { x, y, width, height } = boxFrom(record.b)
    const [rx, ry] = [width / 2, height / 2]
    const at = (across: number, down: number) =>
      pair({ x: x + rx + across * rx, y: y + ry + down * ry })
    const quarters = [
      `C${at(1, round)} ${at(round, 1)} ${at(0, 1)}`,
      `C${at(-round, 1)} ${at(-1, round)} ${at(-1, 0)}`,
      `C${at(-1, -round)} ${at(-round, -1)} ${at(0, -1)}`,
      `C${at(round, -1)} ${at(1, -round)} ${at(1, 0)}`,
    ]
    return [outlined(record, `M${at(1, 0)}${quarters.join('')}Z`)]
  },
}
