// What an update deletes of a layer: what of it is there still, and which objects it was meant to take away,
// also where somebody else wrote to them meanwhile.
import * as Y from 'yjs'
import { maps, type ObjectId } from '../../shared/board/record.ts'
import type { LayerDocument } from './layerDocument.ts'
import { isProblem, malformed, placeIn, type Entry, type Found, type Place } from './place.ts'
import { problem } from './problem.ts'

type DeleteSet = ReturnType<typeof Y.decodeUpdate>['ds']

export interface Deletions {
  /** Of entries that are here and not deleted. */
  readonly deleted: readonly Place[]
  /** Objects of which it deletes something and makes nothing that stays; of others than staff not looked for. */
  readonly erased: ReadonlySet<ObjectId>
}

interface Range {
  readonly clock: number
  readonly len: number
}

/** The entries of a client from one clock to another, as far as the document has them. */
function* structsBetween(document: LayerDocument, client: number, { clock, len }: Range) {
  const structs = document.doc.store.clients.get(client) ?? []
  if (structs.length === 0 || clock >= document.clockOf(client)) return
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
    const struct = structs[at]
    if (struct === undefined || struct.id.clock >= clock + len) return
    yield struct
  }
}

/** One past the last entry of each client that the update brings. */
function endsOf(entries: readonly Entry[]): Map<number, number> {
  const ends = new Map<number, number>()
  for (const { client, clock, length } of entries)
    ends.set(client, Math.max(ends.get(client) ?? 0, clock + length))
  return ends
}

type Ranges = readonly (readonly [client: number, range: Range])[]

function* structsIn(document: LayerDocument, ranges: Ranges) {
  for (const [client, range] of ranges) yield* structsBetween(document, client, range)
}

function problemOf(document: LayerDocument, ranges: Ranges, entries: readonly Entry[]) {
  const ends = endsOf(entries)
  for (const [client, { clock, len }] of ranges) {
    const end = Math.max(ends.get(client) ?? 0, document.clockOf(client))
    if (len < 1) return malformed
    if (clock + len > end) return problem('gap', 'It deletes what is not here.')
  }
  return null
}

interface Deleting {
  readonly set: DeleteSet
  readonly staff: boolean
}

export function deletionsIn(
  document: LayerDocument,
  { set, staff }: Deleting,
  entries: readonly Entry[],
): Found<Deletions> {
  const ranges = [...set.clients].flatMap(([client, all]) =>
    all.map((range) => [client, range] as const),
  )
  const wrong = problemOf(document, ranges, entries)
  if (wrong !== null) return wrong
  const deleted: Place[] = []
  const erased = new Set<ObjectId>()
  for (const struct of structsIn(document, ranges)) {
    // Whoever deletes again what is deleted costs little.
    if (struct.deleted && !staff) continue
    const place = placeIn(document, struct)
    if (isProblem(place)) {
      // What is forgotten is deleted for long.
      if (struct.deleted) continue
      return place
    }
    if (!struct.deleted) deleted.push(place)
    if (place.map === maps.objects) erased.add(place.id)
  }
  for (const { map, id, client, clock } of entries)
    if (map === maps.objects && !Y.isDeleted(set, Y.createID(client, clock))) erased.delete(id)
  return { deleted, erased }
}
