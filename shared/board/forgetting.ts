// What a layer forgets: entries that are deleted for long. Yjs keeps each of them for ever under its key; here
// they become gaps that only say how many they were, at the same place of the log for everybody. Whatever
// followed a forgotten entry follows what that one followed.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'

export interface Range {
  readonly clock: number
  readonly len: number
}

/** Of Yjs clients, in clock order. */
export type Ranges = ReadonlyMap<number, readonly Range[]>
type Struct = Y.Item | Y.GC

export function forget(doc: Y.Doc, ranges: Ranges, origin: unknown = null): void {
  // Somebody who was away may not know yet that they are deleted; observers hear of it as usual.
  const erase = (transaction: Y.Transaction) => {
    for (const item of itemsIn(transaction, ranges)) if (!item.deleted) item.delete(transaction)
  }
  // In one go, since what was cut is joined again at the end.
  const drop = (transaction: Y.Transaction) => {
    const gone = new Set(itemsIn(transaction, ranges))
    for (const last of newestOf(gone)) letGo(doc.store, last, gone)
  }
  for (const act of [erase, drop]) Y.transact(doc, act, origin, false)
  for (const client of ranges.keys()) join(doc.store.clients.get(client) ?? [])
}

/** The newest entry of each key that has some of them. */
function newestOf(items: ReadonlySet<Y.Item>): Set<Y.Item> {
  const found = new Set<Y.Item>()
  for (const { parent, parentSub } of items) {
    const newest = (parent as Y.AbstractType<unknown>)._map.get(parentSub ?? '')
    if (newest !== undefined) found.add(newest)
  }
  return found
}

/** Cut so that none reaches beyond the ranges; what is not here yet is passed over. */
export function* itemsIn(transaction: Y.Transaction, all: Ranges): Generator<Y.Item> {
  for (const [client, ranges] of all)
    for (const range of ranges) yield* itemsOf(transaction, client, range)
}

function* itemsOf(
  transaction: Y.Transaction,
  client: number,
  { clock, len }: Range,
): Generator<Y.Item> {
  const { store } = transaction.doc
  const here = Y.getState(store, client)
  if (clock >= here) return
  Y.getItemCleanStart(transaction, Y.createID(client, clock))
  if (clock + len < here) Y.getItemCleanStart(transaction, Y.createID(client, clock + len))
  const structs = store.clients.get(client) ?? []
  for (let at = Y.findIndexSS(structs, clock); at < structs.length; at += 1) {
    const struct = structs[at]
    if (struct === undefined || struct.id.clock >= clock + len) return
    if (struct instanceof Y.Item) yield struct
  }
}

/** In one walk over all entries of a key: many may have followed each other. */
function letGo(store: Y.Doc['store'], last: Y.Item, gone: ReadonlySet<Y.Item>): void {
  const all: Y.Item[] = []
  for (let one: Y.Item | null = last; one !== null; one = one.left) all.push(one)
  let left: Y.Item | null = null
  for (const item of all.toReversed()) {
    // What it followed comes before it, and follows by now what that one followed.
    const followed = item.origin === null ? null : Y.getItem(store, item.origin)
    if (followed instanceof Y.Item && gone.has(followed)) item.origin = followed.origin
    if (gone.has(item)) continue
    item.left = left
    if (left !== null) left.right = item
    left = item
  }
  const map = (last.parent as Y.AbstractType<unknown>)._map
  if (left !== null) left.right = null
  if (left === null) map.delete(last.parentSub ?? '')
  else map.set(last.parentSub ?? '', left)
  for (const { id, length } of all.filter((item) => gone.has(item))) {
    const structs = store.clients.get(id.client) as Struct[]
    structs[Y.findIndexSS(structs, id.clock)] = new Y.GC(id, length)
  }
}

/** Of gaps side by side one is left. */
function join(structs: Struct[]): void {
  let last = -1
  for (const struct of structs) {
    const before = structs[last]
    if (before instanceof Y.GC && struct instanceof Y.GC) before.mergeWith(struct)
    else structs[(last += 1)] = struct
  }
  structs.length = last + 1
}

function byClient<Thing>(things: Iterable<Thing>, clientOf: (thing: Thing) => number) {
  const found = new Map<number, Thing[]>()
  for (const thing of things) {
    const client = clientOf(thing)
    const known = found.get(client)
    if (known === undefined) found.set(client, [thing])
    else known.push(thing)
  }
  return found
}

export function rangesOf(structs: Iterable<Y.AbstractStruct>): Ranges {
  const found = byClient(structs, ({ id }) => id.client)
  const all = [...found].map(([client, some]): [number, Range[]] => [
    client,
    some.map(({ id, length }) => ({ clock: id.clock, len: length })),
  ])
  return mergeRanges([new Map(all)])
}

export function mergeRanges(all: readonly Ranges[]): Ranges {
  const found = byClient(
    all.flatMap((ranges) => [...ranges]),
    ([client]) => client,
  )
  return new Map(
    [...found].map(([client, some]) => [client, joined(some.flatMap(([, ranges]) => ranges))]),
  )
}

function joined(ranges: readonly Range[]): Range[] {
  const result: Range[] = []
  for (const range of ranges.toSorted((a, b) => a.clock - b.clock)) {
    const last = result.at(-1)
    if (last === undefined || last.clock + last.len < range.clock) result.push(range)
    else {
      const end = Math.max(last.clock + last.len, range.clock + range.len)
      result[result.length - 1] = { clock: last.clock, len: end - last.clock }
    }
  }
  return result
}

/** All that the document has forgotten. */
export function forgottenIn({ store }: Y.Doc): Ranges {
  const structs = [...store.clients.values()].flat()
  return rangesOf(structs.filter((struct) => struct instanceof Y.GC))
}

export function writeRanges(encoder: encoding.Encoder, all: Ranges): void {
  encoding.writeVarUint(encoder, all.size)
  for (const [client, ranges] of all) {
    encoding.writeVarUint(encoder, client)
    encoding.writeVarUint(encoder, ranges.length)
    let end = 0
    for (const { clock, len } of ranges) {
      encoding.writeVarUint(encoder, clock - end)
      encoding.writeVarUint(encoder, len)
      end = clock + len
    }
  }
}

export function readRanges(decoder: decoding.Decoder): Ranges {
  const all = new Map<number, Range[]>()
  for (let clients = decoding.readVarUint(decoder); clients > 0; clients -= 1) {
    const client = decoding.readVarUint(decoder)
    const ranges: Range[] = []
    let end = 0
    for (let count = decoding.readVarUint(decoder); count > 0; count -= 1) {
      const clock = end + decoding.readVarUint(decoder)
      const len = decoding.readVarUint(decoder)
      end = clock + len
      ranges.push({ clock, len })
    }
    all.set(client, ranges)
  }
  return all
}
