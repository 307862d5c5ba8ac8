// What is over, newest first: what the room still keeps, and behind it older pages that were asked for. A page
// stays whole while the room lets go of what it kept.
import type { Room } from './room.svelte.ts'

export interface PastParts<Item> {
  readonly room: Pick<Room, 'connection'>
  readonly recent: () => readonly Item[]
  /** Whether there is more than the room keeps. */
  readonly more: () => boolean
  readonly numberOf: (item: Item) => number
  /** A page of what came before this number; null when nobody answered. */
  readonly ask: (before: number | null) => Promise<Page<Item> | null>
}

export interface Page<Item> {
  readonly items: readonly Item[]
  readonly more: boolean
}

export class Past<Item> {
  readonly #parts: PastParts<Item>
  readonly #undo: () => void
  /** The pages, and what the room kept when they were asked for. */
  #kept = $state.raw<readonly Item[]>([])
  #more = $state<boolean | null>(null)
  #loading = $state(false)

  constructor(parts: PastParts<Item>) {
    this.#parts = parts
    this.#undo = parts.room.connection.on('reset', () => {
      this.#kept = []
      this.#more = null
    })
  }

  readonly all: readonly Item[] = $derived.by(() => {
    const { recent, numberOf } = this.#parts
    const newest = recent()
    const last = newest.at(-1)
    const end = last === undefined ? Infinity : numberOf(last)
    return [...newest, ...this.#kept.filter((item) => numberOf(item) < end)]
  })

  get hasOlder(): boolean {
    return this.#more ?? this.#parts.more()
  }

  get loading(): boolean {
    return this.#loading
  }

  async loadOlder(): Promise<void> {
    if (this.#loading || !this.hasOlder) return
    this.#loading = true
    const known = this.all
    const last = known.at(-1)
    const page = await this.#parts.ask(last === undefined ? null : this.#parts.numberOf(last))
    this.#loading = false
    if (page === null) return
    this.#more = page.more
    this.#kept = [...known, ...page.items]
  }

  /** It is over no more, or gone. */
  forget(isIt: (item: Item) => boolean): void {
    this.#kept = this.#kept.filter((item) => !isIt(item))
  }

  close(): void {
    this.#undo()
  }
}
