// A text: it wraps at the width of its box and grows downwards. Its letters are as high as its width of line
// says, so that the control for widths is the one for sizes.
import { cleanText, type Kind, length, needed, position, writing } from '../fields.ts'
import { rounded } from '../geometry.ts'
import { lineStyle, strokeOf } from '../gestures.ts'
import { boardLimits, type ObjectRecord } from '../record.ts'
import type { Box, Shape } from '../shape.ts'
import { layoutText, lineHeight } from '../textLayout.ts'

export interface TextRecord extends ObjectRecord {
  readonly t: 'text'
  /** Left, top, width. */
  readonly b: readonly [number, number, number]
  readonly s: string
}

const textBox: Kind<TextRecord['b']> = {
  test: (value): value is TextRecord['b'] =>
    Array.isArray(value) &&
    value.length === 3 &&
    value.slice(0, 2).every(position.test) &&
    length.test(value[2]),
  says: '[number, number, number] // left, top, width',
}

export const text: Shape<TextRecord> = {
  type: 'text',
  names: { en: 'Text', de: 'Text' },
  key: 't',
  icon: 'M5 7V5h14v2M12 5v14M9 19h6',
  gesture: 'place',
  fields: { b: needed(textBox), s: needed(writing(boardLimits.textLength)) },
  make: ({ points: [from] }, style) => {
    if (from === undefined) return null
    const size = letterSize(style.width)
    const b = [rounded(from.x), rounded(from.y - (size * lineHeight) / 2), size * 16] as const
    return { ...lineStyle(style), b, s: '' }
  },
  bounds: boxOfText,
  figures: (record) => {
    const size = letterSize(strokeOf(record).width)
    const { colour } = strokeOf(record)
    return [{ kind: 'text', box: boxOfText(record), text: record.s, size, colour, align: 'start' }]
  },
  text: (record) => record.s,
  withText: (record, s) => ({ ...record, s: cleanText(s) }),
}

function letterSize(width: number): number {
  return 12 + 4 * width
}

function boxOfText(record: TextRecord): Box {
  const [x, y, width] = record.b
  const size = letterSize(strokeOf(record).width)
  const { height } = layoutText(record.s, size, width)
  return { x, y, width, height: Math.max(height, size * lineHeight) }
}
