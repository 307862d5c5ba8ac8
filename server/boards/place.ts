// An entry of a layer and where it stands, in which of its maps and under which name; and how a reader of
// updates says that something is wrong with it.
import * as Y from 'yjs'
import { maps, type ObjectId } from '../../shared/board/record.ts'
import type { LayerDocument, MapName } from './layerDocument.ts'
import { problem, type Problem } from './problem.ts'

export interface Place {
  readonly map: MapName
  readonly id: ObjectId
}

export interface Entry extends Place {
  readonly client: number
  readonly clock: number
  readonly length: number
  /** The entry of its name that comes before it, by its own word. */
  readonly after: Y.ID | null
  /** Null where the entry holds nothing any more. */
  readonly value: { readonly is: unknown } | null
}

export type Found<Thing> = Thing | Problem

export function isProblem(found: object): found is Problem {
  return 'words' in found
}

export const malformed = problem('malformed', 'This is no update of a board.')

const objectId = /^[A-Za-z0-9_-]{10}$/

export function checkPlace(parent: unknown, key: string | null): Found<Place> {
  const map = Object.values(maps).find((name) => name === parent)
  if (map === undefined || key === null || !objectId.test(key))
    return problem(
      'schema',
      'Boards hold objects and placements under their ids, and nothing else.',
    )
  return { map, id: key }
}

/** Of what is in the document. */
export function placeIn(document: LayerDocument, item: Y.Item | Y.GC): Found<Place> {
  if (!(item instanceof Y.Item)) return problem('gap', 'It follows what is deleted for long.')
  const map = Object.values(maps).find((name) => document.mapOf(name) === item.parent)
  return checkPlace(map, item.parentSub)
}
