// When a layer forgets what was deleted: a thousand edits later, so that whoever takes a deletion back finds
// what they made still theirs, and so that nobody is still under way who had not heard of it. Depends on the
// log alone: every node forgets the same at the same place.
import * as decoding from 'lib0/decoding'
import * as encoding from 'lib0/encoding'
import * as Y from 'yjs'
import {
  forget,
  itemsIn,
  mergeRanges,
  rangesOf,
  readRanges,
  writeRanges,
  type Ranges,
} from '../../shared/board/forgetting.ts'
import { maps } from '../../shared/board/record.ts'

/** In edits: how long a deletion is remembered, and how often there is a look at what is older. */
const remembered = 1_000
const every = 100
/**
 * So many deletions count as one edit more, so that few large edits fill no memory either; but no edit as so
 * many that what is under way finds nothing any more of what it follows.
 */
const deletionsPerEdit = 10
const mostWeight = remembered / 5

interface Deletion {
  /** Number of the edit that made it. */
  readonly at: number
  readonly ranges: Ranges
}

/** The form in snapshots. */
export interface EncodedMemory {
  readonly edits: number
  readonly deletions: readonly (readonly [at: number, ranges: string])[]
}

export class Memory {
  readonly #doc: Y.Doc
  #edits: number
  #deletions: Deletion[]
  #era: number

  constructor(doc: Y.Doc, { edits, deletions }: EncodedMemory = { edits: 0, deletions: [] }) {
    this.#doc = doc
    this.#edits = edits
    this.#era = Math.floor(edits / every)
    this.#deletions = deletions.map(([at, text]) => ({ at, ranges: decode(text) }))
  }

  encode(): EncodedMemory {
    const deletions = this.#deletions.map(({ at, ranges }) => [at, encode(ranges)] as const)
    return { edits: this.#edits, deletions }
  }

  /** Applies one more edit of a fact. */
  edit(apply: () => void): void {
    this.#edits += 1
    this.#doc.once('afterTransaction', ({ deleteSet: { clients } }: Y.Transaction) => {
      if (clients.size === 0) return
      this.#edits += Math.min(mostWeight, Math.floor(sizeOf(clients) / deletionsPerEdit))
      this.#deletions.push({ at: this.#edits, ranges: clients })
    })
    apply()
  }

  /** After a whole fact, which was judged together: what the document forgets now, if anything. */
  forget(): Ranges | null {
    const era = Math.floor(this.#edits / every)
    if (era === this.#era) return null
    this.#era = era
    const old = this.#deletions.filter(({ at }) => at <= this.#edits - remembered)
    if (old.length === 0) return null
    this.#deletions = this.#deletions.slice(old.length)
    const ranges = forgettable(this.#doc, mergeRanges(old.map((one) => one.ranges)))
    forget(this.#doc, ranges)
    return ranges.size > 0 ? ranges : null
  }
}

function sizeOf(all: Ranges): number {
  let size = 0
  for (const ranges of all.values()) for (const { len } of ranges) size += len
  return size
}

function forgettable(doc: Y.Doc, ranges: Ranges): Ranges {
  return Y.transact(
    doc,
    (transaction) => {
      const found = new Set<Y.Item>()
      for (const item of itemsIn(transaction, ranges))
        for (const one of goingWith(item, doc)) found.add(one)
      // Here, since what was cut is joined again at the end, also with what is not old.
      return rangesOf(found)
    },
    null,
    false,
  )
}

/**
 * Of an object that is there its first entry stays, which says whose it is, and the newest of its placement,
 * so that whoever is just moving it follows what is there.
 */
function goingWith(item: Y.Item, doc: Y.Doc): readonly Y.Item[] {
  const [objects, placements] = [doc.getMap(maps.objects), doc.getMap(maps.placements)]
  const parent = item.parent as Y.AbstractType<unknown>
  const id = item.parentSub ?? ''
  if (parent._map.get(id) !== item) return item.left === null && parent === objects ? [] : [item]
  if (parent === placements) return objects.has(id) ? [] : upTo(item)
  const placed = placements._map.get(id)
  return [...upTo(item), ...(placed?.deleted === true ? upTo(placed) : [])]
}

/** All entries of a key, up to this one. */
function upTo(item: Y.Item): Y.Item[] {
  const all: Y.Item[] = []
  for (let one: Y.Item | null = item; one !== null; one = one.left) all.push(one)
  return all
}

function encode(ranges: Ranges): string {
  const encoder = encoding.createEncoder()
  writeRanges(encoder, ranges)
  return Buffer.from(encoding.toUint8Array(encoder)).toString('base64')
}

function decode(text: string): Ranges {
  return readRanges(decoding.createDecoder(Buffer.from(text, 'base64')))
}
