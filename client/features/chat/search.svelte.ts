// Looking for words in what was said and asked: the hits as far as one looked, and the way to look further.
import type { FactOf } from '../../../shared/room/feature.ts'
import type { BreakoutId } from '../../../shared/ids.ts'
import type { Fact, Visibility } from '../../../shared/log.ts'
import type { Chat } from './chat.svelte.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { t } from '../../i18n/i18n.svelte.ts'

export interface Hit {
  /** Of the fact that was found. */
  readonly seq: number
  /** The message to jump to; null for what is no message. */
  readonly message: number | null
  readonly at: number
  readonly name: string | null
  readonly text: string
  readonly visibleTo: Visibility
  readonly breakout: BreakoutId | null
}

const pageSize = 20

export class ChatSearch {
  readonly #room: Room
  readonly #chat: Chat
  text = $state('')
  #asked = $state<string | null>(null)
  #hits = $state.raw<readonly Hit[]>([])
  #next = $state<number | null>(null)
  #state = $state<'idle' | 'looking' | 'failed'>('idle')

  constructor(room: Room, chat: Chat) {
    this.#room = room
    this.#chat = chat
  }

  get hits(): readonly Hit[] {
    return this.#hits
  }

  get state(): 'idle' | 'looking' | 'failed' {
    return this.#state
  }

  get hasMore(): boolean {
    return this.#next !== null
  }

  /** What the hits are for; null before the first search. */
  get asked(): string | null {
    return this.#asked
  }

  look(): Promise<void> {
    const text = this.text.trim()
    if (text === '') return Promise.resolve()
    this.#asked = text
    this.#hits = []
    this.#next = null
    return this.#page(text)
  }

  async lookFurther(): Promise<void> {
    if (this.#asked !== null) await this.#page(this.#asked)
  }

  async #page(text: string): Promise<void> {
    this.#state = 'looking'
    const before = this.#next === null ? {} : { before: this.#next }
    const answer = await this.#room.request('chat.search', { text, limit: pageSize, ...before })
    // Something else was looked for meanwhile.
    if (text !== this.#asked) return
    this.#state = answer.ok ? 'idle' : 'failed'
    if (!answer.ok) return
    const facts = answer.output.facts as unknown as readonly Fact[]
    this.#hits = [...this.#hits, ...facts.map((fact) => this.#hitOf(fact))]
    this.#next = answer.output.next
  }

  #hitOf(fact: Fact): Hit {
    const { seq, at, visibleTo } = fact
    const body = fact.body as {
      readonly name?: string | null
      readonly text?: string | null
      readonly breakout?: BreakoutId | null
    }
    const { breakout = null } = body
    const text = body.text ?? ''
    if (fact.type === 'chat.restored') {
      const { message } = (fact as FactOf<'chat.restored'>).body
      const name = this.#chat.find(message)?.name ?? t('chat.restoredMessage')
      return { seq, message, at, name, text, visibleTo, breakout }
    }
    const message = fact.type === 'chat.said' ? seq : null
    return { seq, message, at, name: body.name ?? null, text, visibleTo, breakout }
  }
}
