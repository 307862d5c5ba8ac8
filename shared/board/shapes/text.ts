// A text: it wraps at a width of its own and grows downwards. Its letters are as high as its width of line
// says, so that the control for widths is the one for sizes.
import { cleanText, type Kind, length, needed, position, writing } from '../fields.ts'
import { rounded } from '../geometry.ts'
import { lineStyle, strokeOf } from '../gestures.ts'
import { boardLimits, type ObjectRecord } from '../record.ts'
import type { Box, Shape } from '../shape.ts'
import { layoutText, lineHeight } from '../textLayout.ts'

export interface TextRecord extends ObjectRecord {
  readonly t: 'text'
  /** Left, top, and where lines break. */
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
  keepsProportions: true,
  sides: ['e', 'w'],
  stretched: (record, { x: across }) => {
    const { x, width } = boxOfText(record)
    const next = Math.max(letterSize(strokeOf(record).width), width * across)
    return { ...record, b: [rounded(x + (width - next) / 2), record.b[1], rounded(next)] }
  },
}

function letterSize(width: number): number {
  return 12 + 4 * width
}

/** As broad as its longest line; in a box so broad, its lines break where they did. */
function boxOfText(record: TextRecord): Box {
  const [x, y, most] = record.b
  const size = letterSize(strokeOf(record).width)
  const { width, height, rightToLeft } = layoutText(record.s, size, most)
  const broad = Math.min(most, Math.max(width + size / 50, size))
  const left = rightToLeft ? x + most - broad : x
  return { x: left, y, width: broad, height: Math.max(height, size * lineHeight) }
}
