// What it costs Yjs to put entries where others follow the same one already: it looks through all that comes
// after it, here and in every browser that loads the layer. Whoever follows what is newest costs nothing.
import type * as Y from 'yjs'
import type { LayerDocument, MapName } from './layerDocument.ts'
import type { ObjectId } from '../../shared/board/record.ts'

interface Key {
  readonly newest: Y.Item | undefined
  /** Entries that the layer has under the name. */
  readonly here: number
  more: number
  forks: number
}

/** Of one update. Who was away for long brings a few forks into as many entries as a layer remembers. */
export const mostSteps = 20_000

export class Forks {
  readonly #document: LayerDocument
  readonly #keys = new Map<string, Key>()
  readonly #followed = new Set<string>()

  constructor(document: LayerDocument) {
    this.#document = document
  }

  add(
    { id, length, origin }: Y.Item,
    place: { readonly map: MapName; readonly id: ObjectId },
  ): void {
    if (id.clock + length <= this.#document.clockOf(id.client)) return
    const name = `${place.map}:${place.id}`
    const key = this.#keys.get(name) ?? this.#find(place.map, place.id)
    this.#keys.set(name, key)
    key.more += 1
    const followed = origin === null ? name : `${origin.client}:${origin.clock}`
    if (this.#followed.has(followed) || this.#isBehind(key, origin)) key.forks += 1
    this.#followed.add(followed)
  }

  #find(map: MapName, id: ObjectId): Key {
    const newest = this.#document.entry(map, id)
    let here = 0
    for (let one = newest ?? null; one !== null && here < mostSteps; one = one.left) here += 1
    return { newest, here, more: 0, forks: 0 }
  }

  /** Whether something is after it that is here. */
  #isBehind({ newest }: Key, origin: Y.ID | null): boolean {
    if (newest === undefined) return false
    if (origin === null) return true
    const { client, clock } = newest.lastId
    const isHere = origin.clock < this.#document.clockOf(origin.client)
    return isHere && (origin.client !== client || origin.clock !== clock)
  }

  get steps(): number {
    let steps = 0
    for (const { forks, here, more } of this.#keys.values()) steps += forks * (here + more)
    return steps
  }
}
