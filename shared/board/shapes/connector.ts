// A connector: an arrow whose ends may be tied to objects. A tied end points to the middle of its object and
// stops at its edge, wherever that goes; when the object is gone, the end stays where it was tied.
import { arrowHead, headLength } from '../arrowHead.ts'
import { needed, objectId, optional, point } from '../fields.ts'
import { boxOf, distance, grown, holdsPoint, middleOf } from '../geometry.ts'
import {
  draggedEnds,
  lineStyle,
  pointField,
  pointOf,
  strokeOf,
  type PointField,
} from '../gestures.ts'
import { polyline } from '../pathData.ts'
import type { ObjectId, ObjectRecord } from '../record.ts'
import type { Box, BoxOf, Point, Shape, Ties } from '../shape.ts'

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
  settled: (record, boxOfId, placeOf) => {
    const boxes = [boxAt(record.ta, boxOfId), boxAt(record.tb, boxOfId)] as const
    const [from, to] = [placeOf(pointOf(record.a)), placeOf(pointOf(record.b))]
    const aims = [middleOr(boxes[0], from), middleOr(boxes[1], to)] as const
    return {
      ...record,
      a: pointField(edgeTowards(boxes[0], aims[0], aims[1])),
      b: pointField(edgeTowards(boxes[1], aims[1], aims[0])),
    }
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
    const ends = draggedEnds(gesture)
    if (ends === null) return null
    const [first, second] = gesture.over ?? [null, null]
    // Tied to one object with both ends, it would have no length.
    const own = first === second ? [null, null] : [first, second]
    return tied({ ...lineStyle(style), a: ends[0], b: ends[1] }, own)
  },
  bounds: (record) => {
    const { width } = strokeOf(record)
    return grown(boxOf([pointOf(record.a), pointOf(record.b)]), width / 2 + headLength(width) / 2)
  },
  figures: (record) => {
    const stroke = strokeOf(record)
    const [from, to] = [pointOf(record.a), pointOf(record.b)]
    const d = polyline([from, to]) + polyline(arrowHead(from, to, stroke.width))
    return [{ kind: 'path', d, stroke }]
  },
  ties,
}

function tied<Base extends object>(
  base: Base,
  [ta, tb]: readonly (ObjectId | null | undefined)[],
): Base & { ta?: ObjectId; tb?: ObjectId } {
  return { ...base, ...(ta && { ta }), ...(tb && { tb }) }
}

function boxAt(id: ObjectId | undefined, boxOfId: BoxOf): Box | null {
  return id === undefined ? null : boxOfId(id)
}

function middleOr(box: Box | null, point: Point): Point {
  return box === null ? point : middleOf(box)
}

/** Where the way from the middle of a box leaves it, and a little beyond. */
function edgeTowards(box: Box | null, from: Point, to: Point): Point {
  const long = distance(from, to)
  if (box === null || long === 0) return from
  const outer = grown(box, gap)
  if (holdsPoint(outer, to)) return from
  const across = Math.abs(outer.width / 2 / (to.x - from.x))
  const down = Math.abs(outer.height / 2 / (to.y - from.y))
  const part = Math.min(across, down, 1)
  return { x: from.x + (to.x - from.x) * part, y: from.y + (to.y - from.y) * part }
}
