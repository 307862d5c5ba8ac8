// The pen: ink whose width follows the hand, by its pressure or, where there is none, by its speed.
import { getStroke } from 'perfect-freehand'
import { ink, needed } from '../fields.ts'
import { lineStyle, strokeOf } from '../gestures.ts'
import { inkBox, inkOf, rubbedInk, stretchedInk } from '../ink.ts'
import { softLine, thinned } from '../pathData.ts'
import type { ObjectRecord } from '../record.ts'
import type { InkPoint, Point, Shape } from '../shape.ts'
import { encodeStroke } from '../strokeBytes.ts'

export interface PenRecord extends ObjectRecord {
  readonly t: 'pen'
  /** Points, by `strokeBytes`. */
  readonly p: Uint8Array
}

/** How much pressure changes the width: at most ± this part of it. */
const thinning = 0.6

export const pen: Shape<PenRecord> = {
  type: 'pen',
  names: { en: 'Pen', de: 'Stift' },
  key: 'd',
  icon: 'M4 20l1-5L16.5 3.5a2 2 0 0 1 3 0l1 1a2 2 0 0 1 0 3L9 19zM14 6l4 4',
  gesture: 'ink',
  fields: { p: needed(ink) },
  make: ({ points }, style) =>
    points.length === 0 ? null : { ...lineStyle(style), p: encodeStroke(points) },
  bounds: (record) => inkBox(record.p, marginOf(record) / 2),
  figures: (record) => {
    const { colour, width } = strokeOf(record)
    const points = inkOutline(inkOf(record.p), width)
    // Most strokes are drawn on a canvas, which needs no words for them.
    const line = { soft: { points, closed: true }, fill: { colour } }
    return [
      {
        kind: 'path',
        ...line,
        get d() {
          return softLine(points, true)
        },
      },
    ]
  },
  without: (record, rubbed) => rubbedInk(record.p, rubbed).map((p) => ({ ...record, p })),
  stretched: (record, by) => ({
    ...record,
    p: stretchedInk(record.p, { ...by, margin: marginOf(record) }),
  }),
}

function marginOf(record: PenRecord): number {
  return strokeOf(record).width * (1 + thinning)
}

function inkOutline(points: readonly InkPoint[], width: number): Point[] {
  const pressed = points[0]?.pressure !== undefined
  const outline = getStroke([...points], {
    size: width,
    thinning: pressed ? thinning : thinning / 2,
    smoothing: 0.5,
    streamline: 0.3,
    simulatePressure: !pressed,
    last: true,
  })
  // Of a fine line the eye follows less than of a broad one.
  const near = Math.max(0.3, Math.min(2, width / 5))
  const edge = outline.map(([x, y]) => ({ x, y }))
  return thinned(edge, { near, off: near / 10 })
}
