// A sticky note: dark letters on coloured paper, as large as they fit.
import { box, cleanText, needed, writing } from '../fields.ts'
import { cornersOf, grown, rounded } from '../geometry.ts'
import { boxField, boxFrom, stretchedBox, strokeOf, type BoxField } from '../gestures.ts'
import { noteColour, noteInk } from '../palette.ts'
import { polyline } from '../pathData.ts'
import { boardLimits, type ObjectRecord } from '../record.ts'
import type { Box, Figure, Shape } from '../shape.ts'
import { layoutText } from '../textLayout.ts'

export interface NoteRecord extends ObjectRecord {
  readonly t: 'note'
  readonly b: BoxField
  readonly s: string
}

const side = 200
const margin = 14
const sizes = [28, 24, 20, 17, 14, 12, 10, 8] as const
const yellow = 5

export const note: Shape<NoteRecord> = {
  type: 'note',
  names: { en: 'Sticky note', de: 'Haftnotiz' },
  key: 'n',
  icon: 'M5 4h14v10l-6 6H5zM19 14h-6v6',
  gesture: 'place',
  fields: { b: needed(box), s: needed(writing(boardLimits.textLength)) },
  make: ({ points: [middle] }, { colour }) => {
    if (middle === undefined) return null
    const corner = [rounded(middle.x - side / 2), rounded(middle.y - side / 2)] as const
    // Black is what a pen draws with; paper for notes is yellow.
    return { c: colour === 0 ? yellow : colour, b: [...corner, side, side], s: '' }
  },
  bounds: (record) => boxFrom(record.b),
  figures: (record) => {
    const box = boxFrom(record.b)
    const fill = { colour: noteColour(record.c === undefined ? yellow : strokeOf(record).colour) }
    const paper: Figure = { kind: 'path', d: polyline(cornersOf(box), true), fill }
    return record.s === '' ? [paper] : [paper, lettersOn(box, record.s)]
  },
  text: (record) => record.s,
  withText: (record, s) => ({ ...record, s: cleanText(s) }),
  keepsProportions: true,
  stretched: (record, by) => ({
    ...record,
    b: boxField(stretchedBox(boxFrom(record.b), { ...by, margin: 0 })),
  }),
}

/** The largest letters with which all fits, in the middle of the note. */
function lettersOn(box: Box, text: string): Figure {
  const inner = grown(box, -Math.min(margin, box.width / 8, box.height / 8))
  const fitting = sizes.find((size) => layoutText(text, size, inner.width).height <= inner.height)
  const size = fitting ?? sizes.at(-1) ?? 8
  const { height } = layoutText(text, size, inner.width)
  const top = inner.y + Math.max(0, (inner.height - height) / 2)
  const room = { ...inner, y: top, height }
  return { kind: 'text', box: room, text, size, colour: asColour(noteInk), align: 'middle' }
}

function asColour(hex: string): `#${string}` {
  return hex as `#${string}`
}
