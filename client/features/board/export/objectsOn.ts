// What lies on a page, read out of the documents of its layers, for an export.
import type * as Y from 'yjs'
import { inOrder, type PlacedObject } from '../../../../shared/board/placed.ts'
import { maps, type ObjectRecord, type Placement } from '../../../../shared/board/record.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { renewedObjects } from './exports.ts'

/** Layers from the lowest to the highest: all of a higher one lies above all of a lower one. */
export function objectsOn(layers: readonly Y.Doc[]): PlacedObject[] {
  const [only, ...more] = layers
  if (only === undefined) return []
  if (more.length === 0) return objectsIn(only)
  const taken = new Set<string>()
  const all = layers.flatMap((layer) => {
    const own = inOrder(objectsIn(layer))
    // Layers know nothing of each other's ids.
    const apart = own.some(({ id }) => taken.has(id)) ? renewedObjects(own) : own
    for (const { id } of apart) taken.add(id)
    return apart
  })
  return all.map((object, z) => ({ ...object, placement: { ...object.placement, z } }))
}

function objectsIn(layer: Y.Doc): PlacedObject[] {
  const placements = layer.getMap<Placement>(maps.placements)
  const objects: PlacedObject[] = []
  for (const [id, record] of layer.getMap<ObjectRecord>(maps.objects)) {
    if (shapeOf(record) === null) continue
    objects.push({ id, record, placement: placements.get(id) ?? null })
  }
  return objects
}
