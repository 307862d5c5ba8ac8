// The chat as the screen shows it: messages with older pages, one's draft, messages on their way or
// failed, who writes, and what is unread.
import { SvelteMap } from 'svelte/reactivity'
import type { ParticipantId } from '../../../shared/ids.ts'
import { newId } from '../../../shared/ids.ts'
import { messageOf, type Message } from '../../../shared/room/chat.ts'
import type { FactOf } from '../../../shared/room/feature.ts'
import type { Refusal } from '../../../shared/errors.ts'
import type { Fact } from '../../../shared/log.ts'
import type { Room } from '../../classroom/room.svelte.ts'

/** A message of one's own that the server has not confirmed. */
export interface Outgoing {
  /** The command's key: sending it again cannot say it twice. */
  readonly key: string
  readonly text: string
  readonly replyTo: number | null
  readonly state:
    { readonly kind: 'sending' } | { readonly kind: 'failed'; readonly refusal: Refusal }
}

/** The same as the contract's `messageLimit`; a test compares them. */
export const messageLimit = 2000
const pageSize = 50
const keptMessages = 2000
const typingEveryMs = 2500
const typingForMs = 4000

export class Chat {
  readonly #room: Room
  readonly #undo: (() => void)[]
  draft = $state('')
  replyTo = $state.raw<Message | null>(null)
  #older = $state.raw<readonly Message[]>([])
  #loading = $state(false)
  #failed = $state(false)
  /** Null until a page said whether there is more. */
  #more = $state<boolean | null>(null)
  #outgoing = $state.raw<readonly Outgoing[]>([])
  #seen = $state<number | null>(null)
  #watching = $state(false)
  readonly #typing = new SvelteMap<ParticipantId, number>()
  #lastTyping = 0

  constructor(room: Room) {
    this.#room = room
    this.#undo = [
      room.onFacts((fact) => {
        this.#hear(fact)
      }),
      room.connection.on('reset', () => {
        // What was said before one came is not unread.
        if (this.#seen === null) this.#seen = room.connection.room.chat.messages.last()?.seq ?? 0
        this.#older = []
        this.#more = null
      }),
      room.onSignal('chat.typing', (_, from) => {
        if (from === null || from === room.me.participant) return
        this.#typing.set(from, room.connection.clock.now() + typingForMs)
      }),
    ]
  }

  readonly messages: readonly Message[] = $derived.by(() => {
    const recent = this.#room.state.chat.messages.toArray()
    const first = recent[0]?.seq ?? Infinity
    return [...this.#older.filter(({ seq }) => seq < first), ...recent]
  })

  readonly last: number = $derived.by(() => this.messages.at(-1)?.seq ?? 0)

  readonly unread: number = $derived.by(() => {
    if (this.#watching) return 0
    const { participant } = this.#room.me
    return this.messages.filter(
      (one) => one.seq > (this.#seen ?? 0) && one.participant !== participant,
    ).length
  })

  readonly typing: readonly string[] = $derived.by(() =>
    [...this.#typing]
      .filter(([, until]) => until > this.#room.now)
      .map(([participant]) => this.#room.state.people.get(participant)?.name ?? '')
      .filter((name) => name !== ''),
  )

  get outgoing(): readonly Outgoing[] {
    return this.#outgoing
  }

  get allowed(): boolean {
    return this.#room.can('chat.send')
  }

  get hasOlder(): boolean {
    return this.#more ?? this.#room.state.chat.older
  }

  get loading(): boolean {
    return this.#loading
  }

  get loadFailed(): boolean {
    return this.#failed
  }

  /** The panel is open and at its end: everything counts as read. */
  watch(watching: boolean): void {
    this.#watching = watching
    if (watching) this.#seen = this.last
  }

  find(seq: number): Message | undefined {
    return this.messages.find((message) => message.seq === seq)
  }

  mayDelete(message: Message): boolean {
    if (message.deleted !== null || message.participant === null) return false
    return message.participant === this.#room.me.participant || this.#room.can('chat.moderate')
  }

  async delete(message: Message): Promise<void> {
    await this.#room.act('chat.delete', { message: message.seq })
  }

  say(): void {
    const text = this.draft.trim()
    if (text === '') return
    const outgoing = { key: newId(), text, replyTo: this.replyTo?.seq ?? null }
    this.draft = ''
    this.replyTo = null
    this.#lastTyping = 0
    void this.#send(outgoing)
  }

  retry({ key, text, replyTo }: Outgoing): void {
    void this.#send({ key, text, replyTo })
  }

  discard(key: string): void {
    this.#outgoing = this.#outgoing.filter((one) => one.key !== key)
  }

  /** Called at each key; tells the others at most every 2.5 s. */
  types(): void {
    const now = Date.now()
    if (this.draft.trim() === '' || now - this.#lastTyping < typingEveryMs) return
    this.#lastTyping = now
    this.#room.connection.signal('chat.typing', {})
  }

  async loadOlder(): Promise<void> {
    const before = this.messages[0]?.seq
    if (before === undefined || this.#loading || !this.hasOlder) return
    this.#loading = true
    const answer = await this.#room.request('chat.page', { before, limit: pageSize })
    this.#loading = false
    this.#failed = !answer.ok
    if (!answer.ok) return
    const page = answer.output.facts.map((fact) =>
      messageOf(fact as unknown as FactOf<'chat.said'>),
    )
    page.sort((one, other) => one.seq - other.seq)
    this.#more = answer.output.more
    this.#older = [...page, ...this.messages.filter(({ seq }) => seq >= before)]
  }

  close(): void {
    for (const undo of this.#undo) undo()
  }

  async #send({ key, text, replyTo }: Omit<Outgoing, 'state'>): Promise<void> {
    const entry: Outgoing = { key, text, replyTo, state: { kind: 'sending' } }
    this.#outgoing = [...this.#outgoing.filter((one) => one.key !== key), entry]
    const outcome = await this.#room.command('chat.say', { text, replyTo }, { key })
    if (!outcome.ok) {
      this.#fail(key, outcome.error)
      return
    }
    // Or it would be gone for the moment until its fact is here.
    await this.#room.caughtUp(outcome.output)
    this.discard(key)
  }

  #fail(key: string, refusal: Refusal): void {
    this.#outgoing = this.#outgoing.map((one) =>
      one.key === key ? { ...one, state: { kind: 'failed', refusal } } : one,
    )
  }

  #hear(fact: Fact): void {
    if (fact.type === 'chat.deleted') {
      const { message, by } = (fact as FactOf<'chat.deleted'>).body
      this.#older = this.#older.map((one) =>
        one.seq === message ? { ...one, text: null, deleted: by } : one,
      )
    }
    if (fact.type !== 'chat.said') return
    const said = messageOf(fact as FactOf<'chat.said'>)
    if (said.participant !== null) this.#typing.delete(said.participant)
    // The room's state keeps only the newest; what falls out of it stays here.
    this.#older = [...this.#older, said].slice(-keptMessages)
  }
}
