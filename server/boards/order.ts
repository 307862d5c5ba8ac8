// The entries of an update as its clients made them, and whether Yjs takes them whole. What follows something
// that never comes before it waits in the document for ever, or, of the same client, cannot be loaded at all.
import * as Y from 'yjs'
import type { LayerDocument } from './layerDocument.ts'

export class Pieces {
  readonly #items: readonly Y.Item[]
  /** Each without gaps, in the order of its clock. */
  readonly #pieces = new Map<number, Y.Item[]>()

  /** Null where a client comes twice: Yjs would read only the last of it. */
  static of(items: readonly Y.Item[]): Pieces | null {
    const pieces = new Pieces(items)
    for (const [at, item] of items.entries()) {
      const { client } = item.id
      if (items[at - 1]?.id.client === client) pieces.#pieces.get(client)?.push(item)
      else if (pieces.#pieces.has(client)) return null
      else pieces.#pieces.set(client, [item])
    }
    return pieces
  }

  private constructor(items: readonly Y.Item[]) {
    this.#items = items
  }

  find({ client, clock }: Y.ID): Y.Item | undefined {
    const piece = this.#pieces.get(client) ?? []
    const [first, last] = [piece[0], piece.at(-1)]
    if (first === undefined || last === undefined) return undefined
    if (clock < first.id.clock || clock >= last.id.clock + last.length) return undefined
    return piece[Y.findIndexSS(piece, clock)]
  }

  /** True when each can be put in after what it follows, and all of them in one go. */
  isOrderly(document: LayerDocument): boolean {
    const waits = new Map<Y.Item, number>()
    const awaitedBy = new Map<Y.Item, Y.Item[]>(this.#items.map((item) => [item, []]))
    for (const [at, item] of this.#items.entries()) {
      const before = this.#items[at - 1]
      const mine = before?.id.client === item.id.client ? before : undefined
      const firsts = [mine, this.#followed(document, item)].filter((first) => first !== undefined)
      waits.set(item, firsts.length)
      for (const first of firsts) awaitedBy.get(first)?.push(item)
    }
    const ready = this.#items.filter((item) => waits.get(item) === 0)
    for (const item of ready)
      for (const next of awaitedBy.get(item) ?? []) {
        const left = (waits.get(next) ?? 0) - 1
        waits.set(next, left)
        if (left === 0) ready.push(next)
      }
    return ready.length === this.#items.length
  }

  /** What has to come before it, and is not here yet. */
  #followed(document: LayerDocument, { origin }: Y.Item): Y.Item | undefined {
    const isHere = origin === null || origin.clock < document.clockOf(origin.client)
    return isHere ? undefined : this.find(origin)
  }
}
