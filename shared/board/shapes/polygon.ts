// A polygon, corner by corner.
import { type Kind, needed, position } from '../fields.ts'
import { boxOf, grown, rounded } from '../geometry.ts'
import { outlined, shapeStyle, stretchedPoints, strokeOf } from '../gestures.ts'
import { polyline } from '../pathData.ts'
import type { ObjectRecord } from '../record.ts'
import type { Point, Shape } from '../shape.ts'

export interface PolygonRecord extends ObjectRecord {
  readonly t: 'polygon'
  /** x and y by turns. */
  readonly q: readonly number[]
}

const corners = { least: 3, most: 64 } as const

const cornerList: Kind<readonly number[]> = {
  test: (value): value is readonly number[] =>
    Array.isArray(value) &&
    value.length % 2 === 0 &&
    value.length >= 2 * corners.least &&
    value.length <= 2 * corners.most &&
    value.every(position.test),
  says: `number[] // x and y by turns, of ${corners.least} to ${corners.most} corners`,
}

export const polygon: Shape<PolygonRecord> = {
  type: 'polygon',
  names: { en: 'Polygon', de: 'Vieleck' },
  key: 'y',
  icon: 'M12 3l9 7-3.5 10h-11L3 10z',
  gesture: 'corners',
  fields: { q: needed(cornerList) },
  make: ({ points }, style) => {
    if (points.length < corners.least) return null
    const q = fieldOf(points.slice(0, corners.most))
    const { width, height } = boxOf(points)
    return width + height < corners.least ? null : { ...shapeStyle(style), q }
  },
  bounds: (record) => grown(boxOf(cornersOf(record)), strokeOf(record).width / 2),
  figures: (record) => [outlined(record, polyline(cornersOf(record), true))],
  stretched: (record, by) => {
    const stretch = { ...by, margin: strokeOf(record).width }
    return { ...record, q: fieldOf(stretchedPoints(cornersOf(record), stretch)) }
  },
}

function fieldOf(points: readonly Point[]): number[] {
  return points.flatMap(({ x, y }) => [rounded(x), rounded(y)])
}

function cornersOf({ q }: PolygonRecord): Point[] {
  const points: Point[] = []
  for (let at = 0; at + 1 < q.length; at += 2) points.push({ x: q[at] ?? 0, y: q[at + 1] ?? 0 })
  return points
}
