// What staff lock or delete stays so, whatever somebody else wrote to it in the same moment: by Yjs alone the
// higher client would win, and whoever kept writing would win always. The installation says it again in the
// same fact, so that nobody ever sees it otherwise.
import { createHash } from 'node:crypto'
import * as Y from 'yjs'
import { maps, type ObjectId, type Placement } from '../../shared/board/record.ts'
import type { Change } from './change.ts'
import { deletionOf, entryAfter } from './handmade.ts'
import type { LayerDocument } from './layerDocument.ts'
import type { Entry } from './place.ts'

export interface Heard {
  readonly staff: boolean
  /** It tells of what was done just now alone, and not also of all that was ever deleted. */
  readonly live: boolean
}

/** A Yjs client that nobody else has: it is made out of a name that comes once. */
export function clientOf(name: string): number {
  return createHash('sha256').update(name).digest().readUInt32BE(0)
}

/** Of one tick, in which staff are heard first. */
export class StaffsWord {
  readonly #document: LayerDocument
  readonly #erased = new Set<ObjectId>()
  readonly #restored = new Set<ObjectId>()
  readonly #locked = new Set<ObjectId>()
  /** Locked or deleted as it was before somebody else changed it. */
  readonly #overtaken: Y.Item[] = []
  readonly #relocked = new Map<ObjectId, Y.Item>()
  readonly #others: Entry[] = []

  constructor(document: LayerDocument) {
    this.#document = document
  }

  locks(id: ObjectId): boolean {
    return this.#locked.has(id)
  }

  /** Of what the judge takes; `fresh` are entries that the document does not have. Answers what staff took away. */
  hear({ staff, live }: Heard, change: Change, fresh: readonly Entry[]): readonly ObjectId[] {
    const objects = fresh.filter(({ map }) => map === maps.objects)
    if (!staff) {
      this.#others.push(...objects)
      return []
    }
    for (const { id } of objects) if (!change.erased.has(id)) this.#restored.add(id)
    this.#hearLocks(fresh.filter(({ map }) => map === maps.placements))
    const there = new Set(change.deleted.flatMap(({ map, id }) => (map === maps.objects ? id : [])))
    const written = new Set(objects.map(({ id }) => id))
    // Of all that was ever deleted, only what was there until now or what they wrote to last themselves.
    const erased = [...change.erased].filter((id) => live || there.has(id) || written.has(id))
    for (const id of erased) {
      this.#erased.add(id)
      const newest = this.#document.entry(maps.objects, id)
      if (newest?.deleted === false && !there.has(id)) this.#overtaken.push(newest)
    }
    return erased
  }

  #hearLocks(placements: readonly Entry[]): void {
    const last = new Map(placements.map((entry) => [entry.id, entry]))
    for (const [id, { value }] of last) {
      const locks = (value?.is as Placement | undefined)?.lock === true
      if (!locks || this.#document.isLocked(id)) continue
      this.#locked.add(id)
      const newest = this.#document.entry(maps.placements, id)
      const follows = (after: Y.ID | null) =>
        after !== null && newest !== undefined && Y.compareIDs(after, newest.lastId)
      if (newest !== undefined && !placements.some((one) => one.id === id && follows(one.after)))
        this.#relocked.set(id, newest)
    }
  }

  /** What the installation adds to what was taken in the tick; `name` comes once. */
  followUps(name: string): Uint8Array[] {
    const { deletedByStaff, placements } = this.#document
    const isGone = (id: ObjectId) =>
      this.#erased.has(id) || (deletedByStaff.has(id) && !this.#restored.has(id))
    const again = this.#others
      .filter(({ id }) => isGone(id))
      .map(({ client, clock, length }) => ({ id: Y.createID(client, clock), length }))
    const gone = [...this.#overtaken, ...again]
    const locks = [...this.#relocked].map(([id, newest]) => {
      const value = { ...placements.get(id), lock: true }
      return entryAfter(newest.lastId, value, clientOf(`${name} ${id}`))
    })
    return gone.length > 0 ? [deletionOf(gone), ...locks] : locks
  }
}
