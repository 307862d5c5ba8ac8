// The past of a page: the moments at which it changed, which of them is looked at, and what lay there then.
import type * as Y from 'yjs'
import type { OnPage } from '../../../../shared/board/rights.ts'
import type { Moment } from '../../../../shared/contract/http/boards.ts'
import { readLayer, type Reading } from '../sync/layerRead.ts'

interface Parts {
  readonly reading: Reading
  readonly on: OnPage
  readonly show: (doc: Y.Doc) => void
}

/** How many states are kept that were looked at. */
const mostKept = 24

export class Past {
  readonly #parts: Parts
  // Nothing on the screen follows it.
  // eslint-disable-next-line svelte/prefer-svelte-reactivity
  readonly #kept = new Map<number, Promise<Y.Doc>>()
  /** Oldest first; null before they are known. */
  moments = $state.raw<readonly Moment[] | null>(null)
  /** Which of them is looked at. */
  chosen = $state(0)
  /** What is shown is not what was chosen, yet. */
  coming = $state(true)
  failed = $state(false)

  constructor(parts: Parts) {
    this.#parts = parts
  }

  get moment(): Moment | null {
    return this.moments?.[this.chosen] ?? null
  }

  get isNow(): boolean {
    return this.chosen === (this.moments?.length ?? 0) - 1
  }

  async open(): Promise<void> {
    const { reading, on } = this.#parts
    const params = { room: reading.id, ...on }
    const found = await reading.api.call('boards.past', { params }).catch(() => null)
    this.failed = found === null
    this.moments = found?.moments ?? []
    await this.choose(this.moments.length - 1)
  }

  /** Shows the last that was chosen, whichever comes first. */
  async choose(which: number): Promise<void> {
    const last = (this.moments?.length ?? 0) - 1
    this.chosen = Math.max(0, Math.min(last, which))
    this.coming = this.moment !== null
    if (this.moment === null) return
    const wanted = this.chosen
    const doc = await this.#doc(wanted, this.moment).catch(() => null)
    if (wanted !== this.chosen) return
    this.coming = false
    this.failed = doc === null
    if (doc !== null) this.#parts.show(doc)
  }

  #doc(which: number, { epoch, seq }: Moment): Promise<Y.Doc> {
    const known = this.#kept.get(which)
    if (known !== undefined) return known
    const { reading, on } = this.#parts
    const doc = readLayer(reading, { ...on, of: 'shared', epoch }, seq)
    this.#kept.set(which, doc)
    doc.catch(() => this.#kept.delete(which))
    const [oldest] = this.#kept.keys()
    if (this.#kept.size > mostKept && oldest !== undefined) this.#kept.delete(oldest)
    return doc
  }
}
