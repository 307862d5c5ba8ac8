// The chat as the screen shows it: its conversations and which is open, to whom one writes, messages on
// their way or failed, who writes, and what is unread.
import { SvelteMap } from 'svelte/reactivity'
import type { FileShown } from '../../../shared/contract/files.ts'
import type { Recipient } from '../../../shared/contract/chat.ts'
import type { BreakoutId, ParticipantId } from '../../../shared/ids.ts'
import { newId } from '../../../shared/ids.ts'
import { audienceAlone, audienceOfMany } from '../../../shared/room/audience.ts'
import { areTogether, placeOf } from '../../../shared/room/breakouts.ts'
import type { Message } from '../../../shared/room/chat.ts'
import type { Fact, Visibility } from '../../../shared/log.ts'
import { isStaff, type Permission } from '../../../shared/roles.ts'
import { sees } from '../../../shared/room/viewer.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Uploads } from '../files/uploads.svelte.ts'
import { Conversation, keyOf, recipientOf, type Circle } from './conversation.svelte.ts'
import { Sending, type Outgoing } from './outgoing.svelte.ts'
import { Readings } from './readings.ts'

/** The same as the contract's `messageLimit`; a test compares them. */
export const messageLimit = 2000
const typingEveryMs = 2500
const typingForMs = 4000
/** Who wrote a moment ago has the next word in their fingers. */
const fingersMs = 3000

const everybody: Circle = { visibleTo: 'all', breakout: null }

const circleOf = (visibleTo: Visibility, to: Recipient): Circle => ({
  visibleTo,
  breakout: to.kind === 'breakout' ? to.breakout : null,
})

function circleOfFact({ visibleTo, body }: Fact): Circle {
  const { breakout = null } = body as { breakout?: BreakoutId | null }
  return { visibleTo, breakout }
}

export class Chat {
  readonly #room: Room
  #uploads: (() => Uploads<FileShown>) | null = null
  readonly #undo: (() => void)[]
  readonly #readings: Readings
  readonly sending: Sending
  readonly #all: Conversation
  readonly #conversations = new SvelteMap<string, Conversation>()
  #open = $state('all')
  /** The conversation in which one was writing when one was moved elsewhere: it stays under one’s hands. */
  #kept = $state<string | null>(null)
  /** When one wrote last, in ms. */
  #wrote = -Infinity
  #coming: ReturnType<typeof setTimeout> | undefined
  #begun = false
  /** The breakout room in which one is. */
  #place = $state<BreakoutId | null>(null)
  /** The message that a search led to. */
  pointed = $state<number | null>(null)
  searching = $state(false)
  readonly #typing = new SvelteMap<ParticipantId, number>()
  #lastTyping = 0

  constructor(room: Room) {
    this.#room = room
    this.#readings = new Readings(room.me.participant)
    this.sending = new Sending(room)
    this.#all = new Conversation(room, everybody, this.#readings)
    this.#conversations.set('all', this.#all)
    this.#undo = [
      room.onFacts((fact) => {
        this.#hear(fact)
      }),
      room.connection.on('reset', () => {
        for (const thread of room.connection.room.chat.threads.values()) this.#conversation(thread)
        this.#follow()
        for (const one of this.#conversations.values()) one.begin(!this.#begun)
        this.#begun = true
      }),
      room.onSignal('chat.typing', (_, from) => {
        if (from === null || from === room.me.participant) return
        this.#typing.set(from, room.connection.clock.now() + typingForMs)
      }),
    ]
  }

  /** Everybody's first, then by their newest message; what one may see no more is gone. */
  readonly conversations: readonly Conversation[] = $derived.by(() => {
    const { participant } = this.#room.me
    const viewer = { participant, kind: this.#room.staff ? 'staff' : 'member' } as const
    return [...this.#conversations.values()]
      .filter((one) =>
        one.breakout === null
          ? sees(viewer, one.visibleTo)
          : one.breakout === this.#place || one.last > 0 || one.begun || one.key === this.#open,
      )
      .sort((a, b) => (a.key === 'all' ? -1 : b.key === 'all' ? 1 : b.last - a.last))
  })

  readonly current: Conversation = $derived.by(
    () => this.conversations.find(({ key }) => key === this.#open) ?? this.#all,
  )

  readonly messages: readonly Message[] = $derived.by(() => this.current.messages)
  readonly last: number = $derived.by(() => this.current.last)
  readonly unread: number = $derived.by(() =>
    this.conversations.reduce((sum, { unread }) => sum + unread, 0),
  )

  readonly typing: readonly string[] = $derived.by(() =>
    this.isPublic
      ? [...this.#typing]
          .filter(([, until]) => until > this.#room.now)
          .map(([participant]) => this.#room.state.people.get(participant)?.name ?? '')
          .filter((name) => name !== '')
      : [],
  )

  /** One's own messages on their way into the open conversation. */
  readonly outgoing: readonly Outgoing[] = $derived.by(() => this.sending.into(this.current.key))

  get isPublic(): boolean {
    return this.current.key === 'all'
  }

  get draft(): string {
    return this.current.draft
  }

  set draft(text: string) {
    this.current.draft = text
  }

  get replyTo(): Message | null {
    return this.current.replyTo
  }

  set replyTo(message: Message | null) {
    this.current.replyTo = message
  }

  /** To whom one writes in the open conversation. */
  get to(): Recipient {
    return recipientOf(this.current, this.#room.me.participant)
  }

  get allowed(): boolean {
    return this.mayWrite(this.to)
  }

  /** What one writes stays where it is, though nobody may write there any more. */
  get held(): boolean {
    return !this.allowed && (this.current.key === this.#kept || this.current.begun)
  }

  mayWrite(to: Recipient): boolean {
    if (!this.#room.staff && this.#isApart(to)) return false
    const audience = this.#audience(to)
    return audience !== null && this.#room.can(audience.permission)
  }

  /** Called by the class screen: sending files is not part of the way in. */
  takeFiles(uploads: () => Uploads<FileShown>): void {
    this.#uploads = uploads
  }

  /** The files of one's next message in the open conversation. */
  get uploads(): Uploads<FileShown> | null {
    return this.#uploads === null ? null : this.current.uploadsBy(this.#uploads)
  }

  open({ key }: Pick<Conversation, 'key'>): void {
    clearTimeout(this.#coming)
    this.#open = key
    this.#kept = null
  }

  /** Goes on where one is now, with what was being written. */
  takeAlong(): void {
    const { current } = this
    const here = this.#here()
    here.take(current)
    this.open(here)
  }

  /** Opens the conversation with them, or begins it. */
  write(to: Recipient): void {
    const audience = this.#audience(to)
    if (audience === null) return
    this.searching = false
    this.open(this.#conversation(circleOf(audience.visibleTo, to)))
  }

  /** Shows that message in its conversation; false when it cannot be reached. */
  async show(seq: number, circle: Circle): Promise<boolean> {
    const conversation = this.#conversation(circle)
    this.open(conversation)
    const there = await conversation.reach(seq)
    this.pointed = there ? seq : null
    return there
  }

  find(seq: number): Message | undefined {
    return this.current.find(seq)
  }

  mayDelete(message: Message): boolean {
    if (message.deleted !== null || message.participant === null) return false
    return message.participant === this.#room.me.participant || this.#room.can('chat.moderate')
  }

  mayRestore(message: Message): boolean {
    return (
      message.deleted === 'staff' && message.deletion !== null && this.#room.can('chat.moderate')
    )
  }

  async delete(message: Message): Promise<boolean> {
    return this.#room.act('chat.delete', { message: message.seq })
  }

  async restore({ seq }: Message): Promise<void> {
    const deletion = this.find(seq)?.deletion
    if (deletion === undefined || deletion === null) return
    await this.#room.act('chat.restore', { message: seq, deletion })
  }

  say(): void {
    const { current, to } = this
    const text = current.draft.trim()
    const files = this.uploads?.ready ?? []
    if ((text === '' && files.length === 0) || !this.allowed) return
    const replyTo = current.replyTo?.seq ?? null
    current.draft = ''
    this.uploads?.clear()
    current.replyTo = null
    this.#lastTyping = 0
    this.#wrote = Date.now()
    void this.sending.send({ key: newId(), text, files, replyTo, to, thread: current.key })
  }

  /** Called at each key; tells the others at most every 2.5 s, and only of what all will read. */
  types(): void {
    const now = Date.now()
    this.#wrote = now
    const quiet = !this.isPublic || !this.allowed || this.draft.trim() === ''
    if (quiet || now - this.#lastTyping < typingEveryMs) return
    this.#lastTyping = now
    this.#room.connection.signal('chat.typing', {})
  }

  close(): void {
    clearTimeout(this.#coming)
    for (const undo of this.#undo) undo()
    this.sending.close()
    for (const one of this.#conversations.values()) one.close()
  }

  #audience(to: Recipient): { visibleTo: Visibility; permission: Permission } | null {
    const { me, role, state } = this.#room
    const from = { participant: me.participant, role }
    if (to.kind === 'breakout')
      return state.breakouts.open ? { visibleTo: ['staff'], permission: 'chat.send' } : null
    if (to.kind !== 'person') return audienceOfMany(from, to)
    const other = state.people.get(to.participant)
    return other === undefined ? null : audienceAlone(from, other)
  }

  /** Whoever is in a breakout room writes to that, and to staff; the others to nobody in one. */
  #isApart(to: Recipient): boolean {
    const { me, state } = this.#room
    const place = placeOf(state.breakouts, me.participant)
    if (to.kind === 'all') return place !== null
    if (to.kind === 'breakout') return place !== to.breakout
    if (to.kind === 'staff') return false
    const ofStaff = isStaff(state.people.get(to.participant)?.role ?? 'student')
    return !ofStaff && !areTogether(state.breakouts, me.participant, to.participant)
  }

  /** Who comes into a breakout room, or back, has what is said there before them. */
  #follow(): void {
    const { connection, me } = this.#room
    const place = placeOf(connection.room.breakouts, me.participant)
    if (place === this.#place) return
    this.#place = place
    this.#come()
  }

  /** Into the conversation of where one is; but nobody’s words go elsewhere because somebody else moved them. */
  #come(): void {
    const { begun, key } = this.current
    const restsIn = this.#wrote + fingersMs - Date.now()
    if (!begun && restsIn <= 0) {
      this.open(this.#here())
      return
    }
    this.#kept = key
    if (begun) return
    clearTimeout(this.#coming)
    this.#coming = setTimeout(() => {
      this.#come()
    }, restsIn)
  }

  /** The conversation of where one is. */
  #here(): Conversation {
    const breakout = this.#place
    return breakout === null ? this.#all : this.#conversation({ visibleTo: ['staff'], breakout })
  }

  #conversation(circle: Circle): Conversation {
    const key = keyOf(circle)
    const known = this.#conversations.get(key)
    if (known !== undefined) return known
    const made = new Conversation(this.#room, circle, this.#readings)
    this.#conversations.set(key, made)
    return made
  }

  #hear(fact: Fact): void {
    if (fact.type.startsWith('breakouts.')) this.#follow()
    if (!fact.type.startsWith('chat.')) return
    const from = fact.type === 'chat.said' ? (fact.actor as ParticipantId | null) : null
    if (from !== null) this.#typing.delete(from)
    // What takes a message away or brings it back does not say where it was said.
    if (fact.type === 'chat.said') this.#conversation(circleOfFact(fact)).hear(fact)
    else for (const one of this.#conversations.values()) one.hear(fact)
  }
}
