// What everybody on a layer is told of it: what is committed, gathered per tick, with whose the clients are
// that made it before it, and what is forgotten at its own place between.
import * as Y from 'yjs'
import type { Fact } from '../../shared/log.ts'
import { bytesOf, type LayerDocument } from './layerDocument.ts'
import { editsIn } from './layerRules.ts'
import { forgottenMessage, makersMessage, updateMessage } from './messages.ts'

export interface TellingParts {
  readonly document: () => LayerDocument
  readonly tell: (message: Uint8Array) => void
  /** More is new than is told one by one: readers had better begin with what is there now. */
  readonly tooFarBehind: () => void
}

interface News {
  readonly seq: number
  readonly update: Uint8Array
}

/** Between two tellings of what was committed, in ms. */
const tick = 16
/** Edits told at once: far fewer than a layer remembers. */
const mostNews = 500

export class Telling {
  readonly #parts: TellingParts
  #news: News[] = []
  #ticking: NodeJS.Timeout | null = null
  /** How many clients' makers everybody was told. */
  #makers = 0
  /** Number of the last fact that everybody was told. */
  #seq = 0

  constructor(parts: TellingParts) {
    this.#parts = parts
    this.restart()
  }

  /** The layer has another past than it had, which its readers load anew. */
  restart(): void {
    this.#news = []
    const { people, seq } = this.#parts.document()
    this.#makers = people.size
    this.#seq = seq
  }

  hear(facts: readonly Fact[]): void {
    for (const fact of facts)
      for (const { update } of editsIn(fact))
        this.#news.push({ seq: fact.seq, update: bytesOf(update) })
    if (this.#ticking !== null) return
    setImmediate(() => {
      this.flush()
    })
    this.#ticking = setTimeout(() => {
      this.#ticking = null
      this.flush()
    }, tick)
  }

  /** Before anybody is told the document itself: what is older would come after it. */
  flush(): void {
    const news = this.#news
    const last = news.at(-1)
    if (last === undefined) return
    this.#news = []
    const { forgettings } = this.#parts.document()
    const passed = forgettings.filter(({ seq }) => seq > this.#seq && seq <= last.seq)
    this.#seq = last.seq
    if (news.length > mostNews) {
      this.#parts.tooFarBehind()
      return
    }
    this.#tellMakers()
    let rest = news
    for (const { seq, ranges } of passed) {
      this.#tellUpdates(rest.filter((one) => one.seq <= seq))
      this.#parts.tell(forgottenMessage(ranges))
      rest = rest.filter((one) => one.seq > seq)
    }
    this.#tellUpdates(rest)
  }

  #tellUpdates(news: readonly News[]): void {
    const updates = news.map(({ update }) => update)
    const [first, ...more] = updates
    if (first === undefined) return
    this.#parts.tell(updateMessage(more.length === 0 ? first : Y.mergeUpdates(updates)))
  }

  /** Whose new clients are, before anybody sees what they made. */
  #tellMakers(): void {
    const { people } = this.#parts.document()
    const fresh = [...people].slice(this.#makers)
    this.#makers = people.size
    if (fresh.length > 0) this.#parts.tell(makersMessage(fresh))
  }

  close(): void {
    if (this.#ticking !== null) clearTimeout(this.#ticking)
  }
}
