// What is over, newest first: what the room still keeps, and behind it older pages that were asked for. Where
// the room keeps others than then, pages would leave a gap: they are asked for anew.
import type { Room } from './room.svelte.ts'

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly more: boolean
}

export interface PastParts<Item> {
  readonly recent: () => readonly Item[]
  /** Whether there is more than the room keeps. */
  readonly more: () => boolean
  readonly numberOf: (item: Item) => number
  /** A page of what came before this number; null when nobody answered. */
  readonly ask: (before: number | null) => Promise<Page<Item> | null>
}

export class Past<Item> {
  readonly #parts: PastParts<Item>
  /** All of them, and the number they go on from. */
  #pages = $state.raw<(Page<Item> & { readonly from: number | null }) | null>(null)
  #loading = $state(false)

  constructor(parts: PastParts<Item>) {
    this.#parts = parts
  }

  #end(items: readonly Item[]): number | null {
    const last = items.at(-1)
    return last === undefined ? null : this.numberOf(last)
  }

  readonly #older: Page<Item> = $derived.by(() => {
    const { recent, more } = this.#parts
    const pages = this.#pages
    return pages?.from === this.#end(recent()) ? pages : { items: [], more: more() }
  })

  readonly all: readonly Item[] = $derived.by(() => [...this.#parts.recent(), ...this.#older.items])

  numberOf(item: Item): number {
    return this.#parts.numberOf(item)
  }

  get hasOlder(): boolean {
    return this.#older.more
  }

  get loading(): boolean {
    return this.#loading
  }

  async loadOlder(): Promise<void> {
    if (this.#loading || !this.hasOlder) return
    this.#loading = true
    const from = this.#end(this.#parts.recent())
    const { items } = this.#older
    const page = await this.#parts.ask(this.#end(this.all))
    this.#loading = false
    if (page !== null) this.#pages = { from, items: [...items, ...page.items], more: page.more }
  }

  forgetPages(): void {
    this.#pages = null
  }
}

/** The same as long as the room is, though what shows it comes and goes; pages are of one's view of the room. */
export function perRoom<Item>(make: (room: Room) => Past<Item>): (room: Room) => Past<Item> {
  const known = new WeakMap<Room, Past<Item>>()
  return (room) => {
    const past = known.get(room) ?? make(room)
    if (!known.has(room)) room.connection.on('reset', () => past.forgetPages())
    known.set(room, past)
    return past
  }
}
