// The highlighter: a broad line that colours what lies below and hides none of it.
import { ink, needed } from '../fields.ts'
import { lineStyle, strokeOf } from '../gestures.ts'
import { inkBox, inkOf, rubbedInk, stretchedInk } from '../ink.ts'
import { markColour } from '../palette.ts'
import { softLine } from '../pathData.ts'
import type { ObjectRecord } from '../record.ts'
import type { Shape } from '../shape.ts'
import { encodeStroke } from '../strokeBytes.ts'

export interface HighlighterRecord extends ObjectRecord {
  readonly t: 'mark'
  readonly p: Uint8Array
}

/** As many times as broad as a pen of the same width. */
const breadth = 6
/** What lies below stays legible on either page. */
const thin = 0.45

export const highlighter: Shape<HighlighterRecord> = {
  type: 'mark',
  names: { en: 'Highlighter', de: 'Textmarker' },
  key: 'i',
  icon: 'M9 14l-3 3v3h3l3-3M9 14l8-10 4 4-10 8zM9 14l2 2M3 21h4',
  gesture: 'ink',
  fields: { p: needed(ink) },
  make: ({ points }, style) =>
    points.length === 0
      ? null
      : { ...lineStyle(style), p: encodeStroke(points.map(({ x, y }) => ({ x, y }))) },
  bounds: (record) => inkBox(record.p, marginOf(record) / 2),
  figures: (record) => {
    const { colour, width } = strokeOf(record)
    const points = inkOf(record.p)
    // A line of one point has no length, and only a line of some length has round ends everywhere.
    const [dot] = points
    const line =
      points.length === 1 && dot !== undefined ? [dot, { x: dot.x + 0.1, y: dot.y }] : points
    const stroke = { colour: markColour(colour), opacity: thin, width: width * breadth }
    return [{ kind: 'path', d: softLine(line), stroke, multiply: true }]
  },
  without: (record, rubbed) => rubbedInk(record.p, rubbed).map((p) => ({ ...record, p })),
  stretched: (record, by) => ({
    ...record,
    p: stretchedInk(record.p, { ...by, margin: marginOf(record) }),
  }),
}

function marginOf(record: HighlighterRecord): number {
  return strokeOf(record).width * breadth
}
