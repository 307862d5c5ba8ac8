// The newest messages of each conversation of the chat: everybody's, staff's own, each student's with
// staff, two people's, and those of breakout rooms. Older ones are pages read from the log; a message is known by the number of its fact.
import { List, OrderedMap } from 'immutable'
import type { Recipient } from '../contract/chat.ts'
import type { FileShown } from '../contract/files.ts'
import type { BodyOf } from '../contract/index.ts'
import type { BreakoutId, ParticipantId } from '../ids.ts'
import type { Visibility } from '../log.ts'
import type { Role } from '../roles.ts'
import type { Feature, FactOf } from './feature.ts'
import { sees } from './viewer.ts'

/** How many messages a joiner gets without asking: of everybody's conversation, and of each other one. */
export const recentMessages = 100
export const recentPrivate = 30

export interface Message {
  readonly seq: number
  readonly at: number
  /** Null once the author was erased. */
  readonly participant: ParticipantId | null
  readonly name: string | null
  readonly role: Role
  /** Null when the message was deleted. */
  readonly text: string | null
  readonly files: readonly FileShown[]
  readonly replyTo: number | null
  readonly to: Recipient | null
  readonly deleted: 'author' | 'staff' | null
  /** The fact that deleted it, where the message is recent. */
  readonly deletion: number | null
  /** The room in which it was said. */
  readonly breakout: BreakoutId | null
}

/** A conversation is known by who may see it; one of a breakout room begins anew when others are in it. */
export interface Thread {
  readonly visibleTo: Visibility
  readonly breakout: BreakoutId | null
  /** Oldest first. */
  readonly messages: List<Message>
  /** True when older messages than these were said. */
  readonly older: boolean
}

/** A message that staff deleted and that was shown again. */
export interface Restored {
  /** The fact that carries its text; null once its author took it back for good. */
  readonly by: number | null
  readonly visibleTo: Visibility
}

/** Everybody's conversation, and the others by `threadKey`. */
export interface ChatSlice extends Thread {
  readonly threads: OrderedMap<string, Thread>
  readonly restored: OrderedMap<number, Restored>
}

export function threadKey(visibleTo: Visibility, breakout: BreakoutId | null = null): string {
  if (typeof visibleTo === 'string') return 'all'
  return breakout === null ? visibleTo.join(' ') : [breakout, ...visibleTo].join(' ')
}

/** None where they are hidden, or older than files are. */
export function filesOf(body: { readonly files?: readonly FileShown[] | null }) {
  return body.files ?? []
}

/** Also used for pages of older messages, whose deletion is told by `redacted`. */
export function messageOf({ seq, at, body, version, redacted }: FactOf<'chat.said'>): Message {
  const to: Message['to'] = version === 1 ? { kind: 'all' } : body.to
  const files = filesOf(body)
  const breakout = version < 4 ? null : body.breakout
  return {
    seq,
    at,
    ...body,
    to,
    files,
    breakout,
    deleted: redacted === true ? 'staff' : null,
    deletion: null,
  }
}

type Circle = Pick<Thread, 'visibleTo' | 'breakout'>

const nothing = ({ visibleTo, breakout }: Circle): Thread => ({
  visibleTo,
  breakout,
  messages: List(),
  older: false,
})

type Change = (thread: Thread) => Thread

function inThread(slice: ChatSlice, circle: Circle, change: Change): ChatSlice {
  const { visibleTo, breakout } = circle
  if (typeof visibleTo === 'string') return { ...slice, ...change(slice) }
  const key = threadKey(visibleTo, breakout)
  const before = slice.threads.get(key) ?? nothing(circle)
  const after = change(before)
  return after === before ? slice : { ...slice, threads: slice.threads.set(key, after) }
}

/** Which of the conversations of these readers a message belongs to, only the message itself says. */
function wherever(slice: ChatSlice, visibleTo: Visibility, change: Change): ChatSlice {
  if (typeof visibleTo === 'string') return { ...slice, ...change(slice) }
  const readers = threadKey(visibleTo)
  return [...slice.threads.values()]
    .filter((thread) => threadKey(thread.visibleTo) === readers)
    .reduce<ChatSlice>((next, thread) => inThread(next, thread, change), slice)
}

const add =
  (message: Message): Change =>
  ({ visibleTo, breakout, messages: before, older }) => {
    const messages = before.push(message)
    const most = typeof visibleTo === 'string' ? recentMessages : recentPrivate
    if (messages.size <= most) return { visibleTo, breakout, messages, older }
    return { visibleTo, breakout, messages: messages.shift(), older: true }
  }

const alter =
  (seq: number, to: Partial<Message>): Change =>
  (thread) => {
    const index = thread.messages.findLastIndex((message) => message.seq === seq)
    const message = thread.messages.get(index)
    if (index < 0 || message === undefined) return thread
    const { visibleTo, breakout, older } = thread
    const messages = thread.messages.set(index, { ...message, ...to })
    return { visibleTo, breakout, older, messages }
  }

function forget(restored: ChatSlice['restored'], { message, by }: BodyOf<'chat.deleted'>) {
  const entry = restored.get(message)
  if (entry === undefined) return restored
  return by === 'author' ? restored.set(message, { ...entry, by: null }) : restored.delete(message)
}

const emptied = { text: null, files: [] } as const

interface Encoded {
  readonly messages: Message[]
  readonly older: boolean
  readonly threads?: (Pick<Thread, 'visibleTo' | 'older'> & {
    readonly messages: Message[]
    readonly breakout?: BreakoutId | null
  })[]
  readonly restored?: [number, Restored][]
}

/** What a state kept before there were other conversations and files says of none of its messages. */
const publicly = { to: { kind: 'all' }, files: [], deletion: null, breakout: null } as const
const decodeMessages = (messages: readonly Message[]) =>
  List(messages.map((message): Message => ({ ...publicly, ...message })))

export const chat: Feature<ChatSlice> = {
  initial: {
    ...nothing({ visibleTo: 'all', breakout: null }),
    threads: OrderedMap(),
    restored: OrderedMap(),
  },
  fold: {
    'chat.said': (slice, fact) => {
      const message = messageOf(fact)
      return inThread(slice, { ...fact, breakout: message.breakout }, add(message))
    },
    'chat.deleted': (slice, { seq, body, visibleTo }) => {
      const { message, by } = body
      const restored = forget(slice.restored, body)
      const next = restored === slice.restored ? slice : { ...slice, restored }
      return wherever(next, visibleTo, alter(message, { ...emptied, deleted: by, deletion: seq }))
    },
    'chat.restored': (slice, { seq, body, visibleTo }) => {
      const { message, text } = body
      const shown = { text, files: filesOf(body), deleted: null, deletion: null }
      const next = { ...slice, restored: slice.restored.set(message, { by: seq, visibleTo }) }
      return wherever(next, visibleTo, alter(message, shown))
    },
  },
  project: (slice, viewer) => {
    if (viewer.kind === 'waiting') return chat.initial
    const mine = ({ visibleTo }: { readonly visibleTo: Visibility }) => sees(viewer, visibleTo)
    return { ...slice, threads: slice.threads.filter(mine), restored: slice.restored.filter(mine) }
  },
  encode: ({ messages, older, threads, restored }) => ({
    messages: messages.toArray(),
    older,
    threads: [...threads.values()].map((thread) => ({
      ...thread,
      messages: thread.messages.toArray(),
    })),
    restored: [...restored],
  }),
  decode: (json) => {
    const { messages, older, threads = [], restored = [] } = json as Encoded
    return {
      visibleTo: 'all',
      breakout: null,
      messages: decodeMessages(messages),
      older,
      threads: OrderedMap(
        threads.map(({ breakout = null, ...thread }): [string, Thread] => [
          threadKey(thread.visibleTo, breakout),
          { ...thread, breakout, messages: decodeMessages(thread.messages) },
        ]),
      ),
      restored: OrderedMap(restored),
    }
  },
}
