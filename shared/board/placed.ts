// An object as it lies on a page: its record and what its placement does to it. Where it is, in which order
// it is drawn, and how what is tied to others follows them.
import { mapPoint } from './geometry.ts'
import { edgeOf } from './outline.ts'
import { matrixOf, placedBox } from './placement.ts'
import type { ObjectId, ObjectRecord, Placement } from './record.ts'
import type { Box, Outline, OutlineOf } from './shape.ts'
import { shapeOf } from './shapes/index.ts'

export interface PlacedObject {
  readonly id: ObjectId
  readonly record: ObjectRecord
  readonly placement: Placement | null
}

/** On the page, by its own points; null for a shape that this version does not know. */
export function boxOfObject({ record, placement }: PlacedObject): Box | null {
  const shape = shapeOf(record)
  return shape === null ? null : placedBox(shape.bounds(record), placement)
}

function outlineOfObject({ record, placement }: PlacedObject): Outline | null {
  const shape = shapeOf(record)
  if (shape === null) return null
  return edgeOf({ shape, record, placement, bounds: shape.bounds(record) })
}

/** As it is drawn: what is tied has followed the others, and its placement has become part of it. */
export function settled(object: PlacedObject, outlineOf: OutlineOf): PlacedObject {
  const shape = shapeOf(object.record)
  if (shape?.ties === undefined || shape.ties.of(object.record).length === 0) return object
  const matrix = matrixOf(object.placement, shape.bounds(object.record))
  const place = (point: { x: number; y: number }) => mapPoint(matrix, point)
  const record = shape.ties.settled(object.record, outlineOf, place)
  const { x: _x, y: _y, r: _r, sx: _sx, sy: _sy, ...kept } = object.placement ?? {}
  return { id: object.id, record, placement: kept }
}

/** All of a page, settled: tied to what lies there now. */
export function settledAll(objects: readonly PlacedObject[]): PlacedObject[] {
  const byId = new Map(objects.map((object) => [object.id, object]))
  const outlineOf: OutlineOf = (id) => {
    const found = byId.get(id)
    return found === undefined ? null : outlineOfObject(found)
  }
  return objects.map((object) => settled(object, outlineOf))
}

export function layerOf({ record, placement }: PlacedObject): number {
  return placement?.z ?? record.z
}

/** From the lowest to the highest. */
export function inOrder<Placed extends PlacedObject>(objects: readonly Placed[]): Placed[] {
  return objects.toSorted((one, other) => {
    const above = layerOf(one) - layerOf(other)
    return above !== 0 ? above : one.id < other.id ? -1 : one.id > other.id ? 1 : 0
  })
}
