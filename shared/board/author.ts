import type * as Y from 'yjs'
import type { ObjectId } from './record.ts'

/**
 * The Yjs client that made an object first, whoever changed it since; null for an id nobody ever used.
 * An object is its maker's, unless that was the installation, which signs copies with `by`.
 */
export function makerOf(
  objects: Pick<Y.AbstractType<unknown>, '_map'>,
  id: ObjectId,
): number | null {
  let entry = objects._map.get(id)
  if (entry === undefined) return null
  while (entry.left !== null) entry = entry.left
  return entry.id.client
}
