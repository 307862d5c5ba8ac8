// Who made each object of a layer and how many are whose, known without looking through all that was ever
// done to an object: what somebody writes to one thing a million times costs nobody else anything.
import type * as Y from 'yjs'
import { makerOf } from '../../shared/board/author.ts'
import type { ObjectId } from '../../shared/board/record.ts'
import type { Actor } from '../../shared/log.ts'

export class Authors {
  readonly #objects: Pick<Y.AbstractType<unknown>, '_map'>
  readonly #authorOf: (id: ObjectId) => Actor | null
  /** The Yjs client of the first entry, which is told by walking there once. */
  readonly #makers = new Map<ObjectId, number>()
  /** Objects that are there, and as whose they are counted. */
  readonly #counted = new Map<ObjectId, Actor>()
  readonly #counts = new Map<Actor, number>()

  constructor(
    objects: Pick<Y.AbstractType<unknown>, '_map'>,
    authorOf: (id: ObjectId) => Actor | null,
  ) {
    this.#objects = objects
    this.#authorOf = authorOf
  }

  makerOf(id: ObjectId): number | null {
    const known = this.#makers.get(id)
    if (known !== undefined) return known
    const maker = makerOf(this.#objects, id)
    if (maker !== null) this.#makers.set(id, maker)
    return maker
  }

  countOf(author: Actor): number {
    return this.#counts.get(author) ?? 0
  }

  /** It came, changed or went. */
  heed(id: ObjectId, isThere: boolean): void {
    const before = this.#counted.get(id)
    if (isThere === (before !== undefined)) return
    const author = before ?? this.#authorOf(id) ?? 'system'
    if (isThere) this.#counted.set(id, author)
    else this.#counted.delete(id)
    this.#counts.set(author, this.countOf(author) + (isThere ? 1 : -1))
  }

  /** After entries were forgotten: a name without any is anybody's again. */
  forget(): void {
    for (const id of this.#makers.keys()) if (!this.#objects._map.has(id)) this.#makers.delete(id)
  }
}
