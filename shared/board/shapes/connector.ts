// A connector: an arrow whose ends may be tied to objects. A tied end points to the middle of its object and
// stops at its edge, wherever that goes; when the object is gone, the end stays where it was tied.
import { needed, objectId, optional, point } from '../fields.ts'
import { distance, grown, holdsPoint, middleOf } from '../geometry.ts'
import {
  draggedEnds,
  lineEnds,
  lineStyle,
  pointField,
  pointOf,
  type PointField,
} from '../gestures.ts'
import { crossings } from '../outline.ts'
import type { ObjectId, ObjectRecord } from '../record.ts'
import type { Ends, Outline, OutlineOf, Point, Shape, Ties } from '../shape.ts'
import { arrow } from './arrow.ts'

export interface ConnectorRecord extends ObjectRecord {
  readonly t: 'connector'
  readonly a: PointField
  readonly b: PointField
  /** What the first and the second end are tied to. */
  readonly ta?: ObjectId
  readonly tb?: ObjectId
}

/** Between an end and the edge it points to. */
const gap = 4

const ties: Ties<ConnectorRecord> = {
  of: ({ ta, tb }) => [ta, tb].filter((id) => id !== undefined),
  renamed: ({ ta, tb, ...record }, idOf) => tied(record, [ta && idOf(ta), tb && idOf(tb)]),
  settled: (record, outlineOf, placeOf) => {
    const outlines = [outlineAt(record.ta, outlineOf), outlineAt(record.tb, outlineOf)] as const
    const [from, to] = [placeOf(pointOf(record.a)), placeOf(pointOf(record.b))]
    const aims = [middleOr(outlines[0], from), middleOr(outlines[1], to)] as const
    return {
      ...record,
      a: pointField(edgeTowards(outlines[0], aims[0], aims[1])),
      b: pointField(edgeTowards(outlines[1], aims[1], aims[0])),
    }
  },
}

const line = lineEnds<ConnectorRecord>()

const ends: Ends<ConnectorRecord> = {
  of: (record) => line.of(record),
  put: (record, points, held) => {
    const { ta, tb, ...moved } = line.put(record, points, held)
    const other = held.end === 0 ? tb : ta
    const over = oneOfTwo(held.over, other)
    return tied(moved, held.end === 0 ? [over, other] : [other, over])
  },
}

export const connector: Shape<ConnectorRecord> = {
  type: 'connector',
  names: { en: 'Connector', de: 'Verbinder' },
  key: 'x',
  icon: 'M3 4h6v6H3zM15 14h6v6h-6zM9 7h5a4 4 0 0 1 4 4v3',
  gesture: 'drag',
  fields: {
    a: needed(point),
    b: needed(point),
    ta: optional(objectId),
    tb: optional(objectId),
  },
  make: (gesture, style) => {
    const drawn = draggedEnds(gesture)
    if (drawn === null) return null
    const [first, second] = gesture.over ?? [null, null]
    const own = { ...lineStyle(style), a: drawn[0], b: drawn[1] }
    return tied(own, first === second ? [] : [first, second])
  },
  bounds: (record) => arrow.bounds(asArrow(record)),
  figures: (record) => arrow.figures(asArrow(record)),
  ties,
  ends,
}

/** It looks like one. */
function asArrow({ ta: _ta, tb: _tb, ...record }: ConnectorRecord) {
  return { ...record, t: 'arrow' } as const
}

/** Tied to one object with both ends, it would have no length. */
function oneOfTwo(wanted: ObjectId | null, other: ObjectId | undefined): ObjectId | null {
  return wanted === other ? null : wanted
}

function tied<Base extends object>(
  base: Base,
  [ta, tb]: readonly (ObjectId | null | undefined)[],
): Base & { ta?: ObjectId; tb?: ObjectId } {
  return { ...base, ...(ta && { ta }), ...(tb && { tb }) }
}

function outlineAt(id: ObjectId | undefined, outlineOf: OutlineOf): Outline | null {
  return id === undefined ? null : outlineOf(id)
}

function middleOr(outline: Outline | null, point: Point): Point {
  return outline === null ? point : middleOf(outline.box)
}

/** Where the way from the middle of something leaves it, and a little beyond. */
function edgeTowards(outline: Outline | null, from: Point, to: Point): Point {
  const long = distance(from, to)
  if (outline === null || long === 0) return from
  const along = (way: number) => ({
    x: from.x + ((to.x - from.x) * way) / long,
    y: from.y + ((to.y - from.y) * way) / long,
  })
  const last = Math.max(0, ...crossings(outline.lines ?? [], from, to)) * long
  if (last > 0) return last + gap < long ? along(last + gap) : from
  const outer = grown(outline.box, gap)
  if (holdsPoint(outer, to)) return from
  const across = Math.abs(outer.width / 2 / (to.x - from.x))
  const down = Math.abs(outer.height / 2 / (to.y - from.y))
  return along(Math.min(across, down, 1) * long)
}
