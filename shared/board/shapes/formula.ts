// A formula in TeX. How wide it becomes is known only where it is set; its box is an estimate until then,
// and what draws it fits it into the box.
import { box, cleanText, needed, writing } from '../fields.ts'
import { rounded } from '../geometry.ts'
import { boxFrom, lineStyle, strokeOf, type BoxField } from '../gestures.ts'
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'

export interface FormulaRecord extends ObjectRecord {
  readonly t: 'formula'
  readonly b: BoxField
  readonly s: string
}

const longest = 1_000

export const formula: Shape<FormulaRecord> = {
  type: 'formula',
  names: { en: 'Formula', de: 'Formel' },
  key: 'f',
  icon: 'M19 4H6l7 8-7 8h13v-3M19 7V4',
  gesture: 'place',
  fields: { b: needed(box), s: needed(writing(longest)) },
  make: ({ points: [at] }, style) => {
    if (at === undefined) return null
    const size = letterSize(style.width)
    const b = [rounded(at.x), rounded(at.y - size), ...estimate('', size)] as const
    return { ...lineStyle(style), b, s: '' }
  },
  bounds: (record) => boxFrom(record.b),
  figures: (record) => {
    const { colour, width } = strokeOf(record)
    const size = letterSize(width)
    return [{ kind: 'formula', box: boxFrom(record.b), tex: record.s, size, colour }]
  },
  text: (record) => record.s,
  withText: (record, text) => {
    const s = cleanText(text, longest)
    const [x, y] = record.b
    return { ...record, s, b: [x, y, ...estimate(s, letterSize(strokeOf(record).width))] }
  },
  keepsProportions: true,
  sides: [],
}

function letterSize(width: number): number {
  return 12 + 4 * width
}

/** A command counts as one letter, braces and the like as none; fractions and matrices are high. */
function estimate(tex: string, size: number): readonly [number, number] {
  const letters = tex.replace(/\\[a-zA-Z]+/g, 'x').replace(/[{}^_\s\\&]/g, '')
  const stacked = /\\(d?frac|sum|int|prod|begin|binom)/.test(tex)
  const rows = 1 + (tex.match(/\\\\/g)?.length ?? 0)
  const width = Math.max(2, letters.length * (stacked ? 0.45 : 0.62)) * size
  return [rounded(width), rounded((stacked ? 2.4 : 1.4) * rows * size)]
}
