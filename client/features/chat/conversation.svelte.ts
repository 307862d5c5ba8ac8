// One conversation of the chat as the screen shows it: its newest messages with older pages, one's draft and
// answer in it, and what of it one has not seen.
import type { FileShown } from '../../../shared/contract/files.ts'
import type { FactOf } from '../../../shared/room/feature.ts'
import type { Recipient } from '../../../shared/contract/chat.ts'
import type { BreakoutId, ParticipantId } from '../../../shared/ids.ts'
import type { Fact, Visibility } from '../../../shared/log.ts'
import { recipientIn } from '../../../shared/room/audience.ts'
import {
  filesOf,
  messageOf,
  threadKey,
  type ChatSlice,
  type Message,
  type Thread,
} from '../../../shared/room/chat.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { Uploads } from '../files/uploads.svelte.ts'
import type { Readings } from './readings.ts'

const pageSize = 50
const keptMessages = 2000
/** How many pages a jump to an old message loads at most. */
const jumpPages = 40

/** Of whom, and of a breakout room in which: that is one for whoever looks on, whoever was in it when. */
export interface Circle {
  readonly visibleTo: Visibility
  readonly breakout: BreakoutId | null
}

export function keyOf({ visibleTo, breakout }: Circle): string {
  return breakout ?? threadKey(visibleTo)
}

/** To whom one writes to go on in it. */
export function recipientOf({ visibleTo, breakout }: Circle, me: ParticipantId): Recipient {
  return breakout === null ? recipientIn(visibleTo, me) : { kind: 'breakout', breakout }
}

export class Conversation {
  readonly key: string
  readonly visibleTo: Visibility
  readonly breakout: BreakoutId | null
  #uploads: Uploads<FileShown> | null = null
  readonly #room: Room
  readonly #readings: Readings
  draft = $state('')
  replyTo = $state.raw<Message | null>(null)
  #older = $state.raw<readonly Message[]>([])
  #loading = $state(false)
  #failed = $state(false)
  /** Null until a page said whether there is more. */
  #more = $state<boolean | null>(null)
  #seen = $state(0)
  #watching = $state(false)
  /** Where one has scrolled to: the first message drawn, and the pixels above the screen; null at the end. */
  place: { readonly first: number; readonly top: number } | null = null

  constructor(room: Room, circle: Circle, readings: Readings) {
    this.#room = room
    this.#readings = readings
    this.visibleTo = circle.visibleTo
    this.breakout = circle.breakout
    this.key = keyOf(circle)
  }

  readonly #threads: readonly Thread[] = $derived.by(() => this.#threadsIn(this.#room.state.chat))

  readonly messages: readonly Message[] = $derived.by(() => {
    const recent = inOrder(this.#threads)
    const first = recent[0]?.seq ?? Infinity
    return [...this.#older.filter(({ seq }) => seq < first), ...recent]
  })

  readonly last: number = $derived.by(() => this.messages.at(-1)?.seq ?? 0)

  readonly unread: number = $derived.by(() => {
    if (this.#watching) return 0
    const { participant } = this.#room.me
    return this.messages.filter((one) => one.seq > this.#seen && one.participant !== participant)
      .length
  })

  /** The files of one's next message in it. */
  uploadsBy(make: () => Uploads<FileShown>): Uploads<FileShown> {
    return (this.#uploads ??= make())
  }

  /** Something stands in it that one has not sent. */
  get begun(): boolean {
    return this.draft.trim() !== '' || (this.#uploads?.items.length ?? 0) > 0
  }

  /** What was begun in another goes on in this one. */
  take(other: Conversation): void {
    this.draft = [this.draft, other.draft].filter((text) => text.trim() !== '').join('\n')
    other.draft = ''
    other.replyTo = null
    if ((this.#uploads?.items.length ?? 0) > 0) return
    const uploads = this.#uploads
    this.#uploads = other.#uploads
    other.#uploads = uploads
  }

  close(): void {
    this.#uploads?.close()
  }

  get hasOlder(): boolean {
    return this.#more ?? this.#threads.some(({ older }) => older)
  }

  get loading(): boolean {
    return this.#loading
  }

  get loadFailed(): boolean {
    return this.#failed
  }

  /** The room's state was replaced. What was said before one came, `first`, is not unread. */
  begin(first: boolean): void {
    if (first) {
      const last = inOrder(this.#threadsIn(this.#room.connection.room.chat)).at(-1)
      const { returning } = this.#readings
      this.#saw(returning ? this.#readings.of(this.key) : (last?.seq ?? 0))
    }
    this.#older = []
    this.#more = null
  }

  /** It is shown to its end: everything counts as read. */
  watch(watching: boolean): void {
    this.#watching = watching
    if (watching) this.#saw(this.last)
  }

  find(seq: number): Message | undefined {
    return this.messages.find((message) => message.seq === seq)
  }

  async loadOlder(): Promise<void> {
    const before = this.messages[0]?.seq
    if (before === undefined || this.#loading || !this.hasOlder) return
    this.#loading = true
    const thread = this.key === 'all' ? {} : { thread: before }
    const answer = await this.#room.request('chat.page', { before, limit: pageSize, ...thread })
    this.#loading = false
    this.#failed = !answer.ok
    if (!answer.ok) return
    this.#more = answer.output.more
    const page = pageOf(answer.output.facts as unknown as readonly Fact[]).filter(
      (message) => message.breakout === this.breakout,
    )
    this.#older = [...page, ...this.messages.filter(({ seq }) => seq >= before)]
  }

  /** Loads back as far as that message; true when it is there. */
  async reach(seq: number): Promise<boolean> {
    for (let n = 0; n < jumpPages && this.find(seq) === undefined; n += 1) {
      const before = this.messages[0]?.seq
      if (before === undefined || before < seq || !this.hasOlder) break
      await this.loadOlder()
      if (this.#failed) break
    }
    return this.find(seq) !== undefined
  }

  /** A fact of this conversation: what falls out of the room's state stays here. */
  hear(fact: Fact): void {
    if (isType(fact, 'chat.said'))
      this.#older = [...this.#older, messageOf(fact)].slice(-keptMessages)
    else if (isType(fact, 'chat.deleted'))
      this.#alter(fact.body.message, {
        text: null,
        files: [],
        deleted: fact.body.by,
        deletion: fact.seq,
      })
    else if (isType(fact, 'chat.restored'))
      this.#alter(fact.body.message, { ...shownAgain(fact), deletion: null })
  }

  #threadsIn(chat: ChatSlice): readonly Thread[] {
    if (this.key === 'all') return [chat]
    if (this.breakout === null)
      return [chat.threads.get(this.key)].filter((one) => one !== undefined)
    return [...chat.threads.values()].filter(({ breakout }) => breakout === this.breakout)
  }

  #saw(seq: number): void {
    this.#seen = seq
    this.#readings.keep(this.key, seq)
  }

  #alter(seq: number, to: Partial<Message>): void {
    this.#older = this.#older.map((one) => (one.seq === seq ? { ...one, ...to } : one))
  }
}

function inOrder(threads: readonly Thread[]): Message[] {
  const messages = threads.flatMap((thread) => thread.messages.toArray())
  return threads.length < 2 ? messages : messages.sort((one, other) => one.seq - other.seq)
}

type ChatFact = 'chat.said' | 'chat.deleted' | 'chat.restored'

function isType<Type extends ChatFact>(fact: Fact, type: Type): fact is Fact & FactOf<Type> {
  return fact.type === type
}

function shownAgain({ body }: FactOf<'chat.restored'>) {
  return { text: body.text, files: filesOf(body), deleted: null }
}

/** Oldest first, with what was shown again. */
function pageOf(facts: readonly Fact[]): Message[] {
  const restored = new Map(
    facts
      .filter((fact) => isType(fact, 'chat.restored'))
      .map((fact): [number, Partial<Message>] => [fact.body.message, shownAgain(fact)]),
  )
  return facts
    .filter((fact) => isType(fact, 'chat.said'))
    .map((fact) => {
      const message = messageOf(fact)
      return { ...message, ...restored.get(message.seq) }
    })
    .sort((one, other) => one.seq - other.seq)
}
