// All shapes there are. A new one is a file in this folder and a line in this list.
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'
import { arrow } from './arrow.ts'
import { connector } from './connector.ts'
import { ellipse } from './ellipse.ts'
import { formula } from './formula.ts'
import { highlighter } from './highlighter.ts'
import { image } from './image.ts'
import { line } from './line.ts'
import { note } from './note.ts'
import { pen } from './pen.ts'
import { polygon } from './polygon.ts'
import { rectangle } from './rectangle.ts'
import { text } from './text.ts'
import { triangle } from './triangle.ts'

/** In the order of a toolbar. */
export const shapes: readonly Shape[] = [
  pen,
  highlighter,
  line,
  arrow,
  rectangle,
  ellipse,
  triangle,
  polygon,
  connector,
  text,
  note,
  formula,
  image,
]

const byType = new Map(shapes.map((shape) => [shape.type, shape]))

/** Null for a record of a shape that this version does not know. */
export function shapeOf(record: Pick<ObjectRecord, 't'>): Shape | null {
  return byType.get(record.t) ?? null
}
