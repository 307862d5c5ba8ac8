// Reads a client's Yjs update into the plain changes it makes, without applying it: what each new entry is
// called and holds, and what is deleted. Bounded by the update's own length: Yjs' lazy reader makes nothing
// for declared numbers, and whatever does not end as it should throws and is `malformed`.
import * as Y from 'yjs'
import { maps, type ObjectId } from '../../shared/board/record.ts'
import { Forks, mostSteps } from './forks.ts'
import type { LayerDocument, MapName } from './layerDocument.ts'
import { Pieces } from './order.ts'
import { problem, type Problem } from './problem.ts'

export interface Place {
  readonly map: MapName
  readonly id: ObjectId
}

export interface Entry extends Place {
  readonly client: number
  readonly clock: number
  readonly length: number
  /** Whether another entry of its name comes before it, by its own word. */
  readonly follows: boolean
  /** Null where the entry holds nothing any more. */
  readonly value: { readonly is: unknown } | null
}

export interface Change {
  /** In clock order per client. */
  readonly entries: readonly Entry[]
  /** What entries that are here and not deleted it deletes. */
  readonly deleted: readonly Place[]
}

const objectId = /^[A-Za-z0-9_-]{10}$/
const highestClock = 2 ** 31
/** Entries of one update. */
const mostEntries = 50_000
const nothing = new Y.Doc()

/** Yjs looks at all of them for each entry, so there are never many at once. */
const mergedAtOnce = 16

/** Of several updates of one connection, or of one in its plainest form: what follows the update is cut off. */
export function plain(updates: readonly Uint8Array[]): Uint8Array {
  if (updates.length <= mergedAtOnce)
    return Y.mergeUpdates([...updates, Y.encodeStateAsUpdate(nothing)])
  const merged: Uint8Array[] = []
  for (let at = 0; at < updates.length; at += mergedAtOnce)
    merged.push(Y.mergeUpdates(updates.slice(at, at + mergedAtOnce)))
  return plain(merged)
}

type Decoded = ReturnType<typeof Y.decodeUpdate>
type Found<Thing> = Thing | Problem

export function isProblem(found: object): found is Problem {
  return 'words' in found
}

const malformed = problem('malformed', 'This is no update of a board.')

function decode(update: Uint8Array): Decoded | null {
  try {
    return Y.decodeUpdate(update)
  } catch {
    return null
  }
}

/** Finds under which key an entry stands: Yjs leaves it out where it follows another entry of the key. */
class Names {
  readonly #document: LayerDocument
  readonly #pieces: Pieces
  readonly #found = new Map<Y.Item, Found<Place>>()

  constructor(document: LayerDocument, pieces: Pieces) {
    this.#document = document
    this.#pieces = pieces
  }

  placeOf(item: Y.Item): Found<Place> {
    const place = this.#said(item)
    if (isProblem(place) || this.#isSaidTruly(item, place)) return place
    return problem('forged', 'It says another name than it had.')
  }

  #said(item: Y.Item): Found<Place> {
    const passed: Y.Item[] = []
    let place: Found<Place> | undefined
    for (let each = item; place === undefined;) {
      passed.push(each)
      const next = this.#found.get(each) ?? this.#byItself(each)
      if (next instanceof Y.Item) each = next
      else place = next
    }
    for (const one of passed) this.#found.set(one, place)
    return place
  }

  /** Its place, or the item of the same update that it follows, which is orderly: there is no circle. */
  #byItself({ parent, parentSub, origin }: Y.Item): Found<Place> | Y.Item {
    if (parent !== null) return checkPlace(parent, parentSub)
    if (origin === null) return malformed
    // What is here goes before what somebody says of it.
    if (this.#isHere(origin)) return this.#known(origin)
    return this.#pieces.find(origin) ?? problem('gap', 'It follows what is not here.')
  }

  #isHere({ client, clock }: Y.ID): boolean {
    return clock < this.#document.clockOf(client)
  }

  #known(id: Y.ID): Found<Place> {
    return placeIn(this.#document, Y.getItem(this.#document.doc.store, id))
  }

  /** Of an item that is here, or begins here, Yjs puts the rest behind what is here. */
  #isSaidTruly({ id: { client, clock }, length }: Y.Item, said: Place): boolean {
    const here = Math.min(clock + length, this.#document.clockOf(client))
    if (here <= clock) return true
    const known = this.#known(Y.createID(client, here - 1))
    if (isProblem(known)) return here === clock + length
    return known.map === said.map && known.id === said.id
  }
}

function checkPlace(parent: unknown, key: string | null): Found<Place> {
  const map = Object.values(maps).find((name) => name === parent)
  if (map === undefined || key === null || !objectId.test(key))
    return problem(
      'schema',
      'Boards hold objects and placements under their ids, and nothing else.',
    )
  return { map, id: key }
}

function placeIn(document: LayerDocument, item: Y.Item | Y.GC): Found<Place> {
  if (!(item instanceof Y.Item)) return problem('gap', 'It follows what is deleted for long.')
  const map = Object.values(maps).find((name) => document.mapOf(name) === item.parent)
  return checkPlace(map, item.parentSub)
}

/** What each unit of the item holds; Yjs joins what one client did to one key in a row. */
function valuesOf({ content, length }: Y.Item): Pick<Entry, 'length' | 'value'>[] | null {
  if (content instanceof Y.ContentDeleted) return [{ length, value: null }]
  if (!(content instanceof Y.ContentAny)) return null
  return (content.arr as unknown[]).map((is) => ({ length: 1, value: { is } }))
}

function entriesIn(item: Y.Item, names: Names): Found<Entry[]> {
  const place = names.placeOf(item)
  if (isProblem(place)) return place
  const values = valuesOf(item)
  if (values === null || item.rightOrigin !== null)
    return problem('schema', 'Entries of a board are records.')
  const { client, clock } = item.id
  return values.map((one, n) => ({
    ...place,
    client,
    clock: clock + n,
    follows: n > 0 || item.origin !== null,
    ...one,
  }))
}

function entriesOf(document: LayerDocument, structs: Decoded['structs']): Found<Entry[]> {
  const items: Y.Item[] = []
  let length = 0
  for (const struct of structs) {
    if (struct instanceof Y.Skip) return problem('gap', 'Something before it is missing.')
    length += struct.length
    if (!(struct instanceof Y.Item) || struct.length < 1 || length > mostEntries) return malformed
    if (struct.id.clock + struct.length > highestClock) return malformed
    items.push(struct)
  }
  const pieces = Pieces.of(items)
  if (!pieces?.isOrderly(document)) return malformed
  const names = new Names(document, pieces)
  const forks = new Forks(document)
  const entries: Entry[] = []
  for (const item of items) {
    const found = entriesIn(item, names)
    if (isProblem(found)) return found
    entries.push(...found)
    if (found[0] !== undefined) forks.add(item, found[0])
  }
  if (forks.steps <= mostSteps) return entries
  return problem('rate', 'This changes one thing in too many ways at once.')
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

function deletedBy(
  document: LayerDocument,
  { ds }: Decoded,
  entries: readonly Entry[],
): Found<Place[]> {
  const ends = endsOf(entries)
  const deleted: Place[] = []
  const ranges = [...ds.clients].flatMap(([client, all]) => all.map((range) => ({ client, range })))
  for (const { client, range } of ranges) {
    const end = Math.max(ends.get(client) ?? 0, document.clockOf(client))
    if (range.len < 1) return malformed
    if (range.clock + range.len > end) return problem('gap', 'It deletes what is not here.')
    for (const struct of structsBetween(document, client, range)) {
      const place = struct.deleted ? null : placeIn(document, struct)
      if (place !== null && isProblem(place)) return place
      if (place !== null) deleted.push(place)
    }
  }
  return deleted
}

/** What the update would change in the document. */
export function readChange(document: LayerDocument, update: Uint8Array): Found<Change> {
  const decoded = decode(update)
  if (decoded === null) return malformed
  const entries = entriesOf(document, decoded.structs)
  if (isProblem(entries)) return entries
  const deleted = deletedBy(document, decoded, entries)
  return isProblem(deleted) ? deleted : { entries, deleted }
}
