// Reads a client's Yjs update into the plain changes it makes, without applying it: what each new entry is
// called and holds, and what is deleted. Bounded by the update's own length: Yjs' lazy reader makes nothing
// for declared numbers, and whatever does not end as it should throws and is `malformed`.
import * as Y from 'yjs'
import { deletionsIn, type Deletions } from './deletions.ts'
import { Forks, mostSteps } from './forks.ts'
import type { LayerDocument } from './layerDocument.ts'
import { Pieces } from './order.ts'
import {
  checkPlace,
  isProblem,
  malformed,
  placeIn,
  type Entry,
  type Found,
  type Place,
} from './place.ts'
import { problem } from './problem.ts'

export interface Change extends Deletions {
  /** In clock order per client. */
  readonly entries: readonly Entry[]
}

const highestClock = 2 ** 31
/** Entries of one update. */
const mostEntries = 50_000
const nothing = new Y.Doc()

/** Yjs looks at all of them for each entry, so there are never many at once. */
const mergedAtOnce = 16

/** Says that it changes nothing and goes on all the same, as all updates of version 2 begin. */
const isOther = (update: Uint8Array) => update.length > 2 && update[0] === 0 && update[1] === 0

/**
 * Of several updates of one connection, or of one in its plainest form: what follows the update is cut off.
 * Throws where one is none.
 */
export function plain(updates: readonly Uint8Array[]): Uint8Array {
  if (updates.some(isOther)) throw new Error('no update of version 1')
  if (updates.length <= mergedAtOnce)
    return Y.mergeUpdates([...updates, Y.encodeStateAsUpdate(nothing)])
  const merged: Uint8Array[] = []
  for (let at = 0; at < updates.length; at += mergedAtOnce)
    merged.push(Y.mergeUpdates(updates.slice(at, at + mergedAtOnce)))
  return plain(merged)
}

type Decoded = ReturnType<typeof Y.decodeUpdate>

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
    after: n > 0 ? Y.createID(client, clock + n - 1) : item.origin,
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

/** What the update would change in the document; of staff's also what it erases that is gone by now. */
export function readChange(
  document: LayerDocument,
  { update, staff }: { readonly update: Uint8Array; readonly staff: boolean },
): Found<Change> {
  const decoded = decode(update)
  if (decoded === null) return malformed
  const entries = entriesOf(document, decoded.structs)
  if (isProblem(entries)) return entries
  const deletions = deletionsIn(document, { set: decoded.ds, staff }, entries)
  return isProblem(deletions) ? deletions : { entries, ...deletions }
}
