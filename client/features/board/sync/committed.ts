// How much of one's own drawing and erasing in a layer is in its log for good, told by the server; the rest
// is unsaved. Drawing goes by Yjs client: each connection of oneself has another.
import * as Y from 'yjs'
import {
  maps,
  type ObjectId,
  type ObjectRecord,
  type Placement,
} from '../../../../shared/board/record.ts'

/** An object apart from any layer. */
export interface LooseObject {
  readonly id: ObjectId
  readonly record: ObjectRecord
  readonly placement?: Placement
}

type DeleteSet = Y.Transaction['deleteSet']

export class Committed {
  readonly #clocks: Map<number, number>
  /** Of each stretch that one deleted and the server has not told back, its first item. */
  #deleted: Y.ID[] = []

  constructor(clocks: Iterable<readonly [client: number, clock: number]> = []) {
    this.#clocks = new Map(clocks)
  }

  /** It is one's own from now on. */
  own(client: number): void {
    if (!this.#clocks.has(client)) this.#clocks.set(client, 0)
  }

  owns(client: number): boolean {
    return this.#clocks.has(client)
  }

  clockOf(client: number): number {
    return this.#clocks.get(client) ?? 0
  }

  /** True when that is news. */
  saved(client: number, clock: number): boolean {
    if (clock <= (this.#clocks.get(client) ?? Infinity)) return false
    this.#clocks.set(client, clock)
    return true
  }

  /** One has just deleted these. */
  erased({ clients }: DeleteSet): void {
    for (const [client, stretches] of clients)
      for (const { clock } of stretches) this.#deleted.push(Y.createID(client, clock))
  }

  get erases(): boolean {
    return this.#deleted.length > 0
  }

  /** The server tells that these are gone. */
  gone(told: DeleteSet): void {
    this.#deleted = this.#deleted.filter((id) => !Y.isDeleted(told, id))
  }

  /** Changes that nobody keeps yet but this browser. */
  unsaved(doc: Y.Doc): number {
    let count = this.#deleted.length
    for (const [client, clock] of this.#clocks)
      count += Math.max(0, Y.getState(doc.store, client) - clock)
    return count
  }

  /** What one drew or moved and nobody keeps yet. */
  looseIn(doc: Y.Doc): LooseObject[] {
    const objects = doc.getMap<ObjectRecord>(maps.objects)
    const placements = doc.getMap<Placement>(maps.placements)
    const ids = new Set([...this.#unsavedKeys(objects), ...this.#unsavedKeys(placements)])
    return [...ids].flatMap((id) => {
      const record = objects.get(id)
      const placement = placements.get(id)
      if (record === undefined) return []
      return [{ id, record, ...(placement !== undefined && { placement }) }]
    })
  }

  #unsavedKeys(map: Y.Map<ObjectRecord> | Y.Map<Placement>): ObjectId[] {
    return [...map._map].flatMap(([key, { id, deleted }]) => {
      const clock = this.#clocks.get(id.client)
      return !deleted && clock !== undefined && id.clock >= clock ? [key] : []
    })
  }
}
