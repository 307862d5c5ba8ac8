// The newest messages of each conversation of the chat: everybody's, staff's own, each student's with
// staff, and two people's. Older ones are pages read from the log; a message is known by the number of its fact.
import { List, OrderedMap } from 'immutable'
import type { Recipient } from '../contract/chat.ts'
import type { FileShown } from '../contract/files.ts'
import type { BodyOf } from '../contract/index.ts'
import type { ParticipantId } from '../ids.ts'
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
}

/** A conversation is known by who may see it. */
export interface Thread {
  readonly visibleTo: Visibility
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

export function threadKey(visibleTo: Visibility): string {
  return typeof visibleTo === 'string' ? 'all' : visibleTo.join(' ')
}

/** None where they are hidden, or older than files are. */
export function filesOf(body: { readonly files?: readonly FileShown[] | null }) {
  return body.files ?? []
}

/** Also used for pages of older messages, whose deletion is told by `redacted`. */
export function messageOf({ seq, at, body, version, redacted }: FactOf<'chat.said'>): Message {
  const to: Message['to'] = version === 1 ? { kind: 'all' } : body.to
  const files = filesOf(body)
  return {
    seq,
    at,
    ...body,
    to,
    files,
    deleted: redacted === true ? 'staff' : null,
    deletion: null,
  }
}

const nothing = (visibleTo: Visibility): Thread => ({ visibleTo, messages: List(), older: false })

type Change = (thread: Thread) => Thread

function inThread(slice: ChatSlice, visibleTo: Visibility, change: Change): ChatSlice {
  if (typeof visibleTo === 'string') return { ...slice, ...change(slice) }
  const key = threadKey(visibleTo)
  const before = slice.threads.get(key) ?? nothing(visibleTo)
  const after = change(before)
  return after === before ? slice : { ...slice, threads: slice.threads.set(key, after) }
}

const add =
  (message: Message): Change =>
  ({ visibleTo, messages: before, older }) => {
    const messages = before.push(message)
    const most = typeof visibleTo === 'string' ? recentMessages : recentPrivate
    if (messages.size <= most) return { visibleTo, messages, older }
    return { visibleTo, messages: messages.shift(), older: true }
  }

const alter =
  (seq: number, to: Partial<Message>): Change =>
  (thread) => {
    const index = thread.messages.findLastIndex((message) => message.seq === seq)
    const message = thread.messages.get(index)
    if (index < 0 || message === undefined) return thread
    const { visibleTo, older } = thread
    return { visibleTo, older, messages: thread.messages.set(index, { ...message, ...to }) }
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
  readonly threads?: (Omit<Thread, 'messages'> & { readonly messages: Message[] })[]
  readonly restored?: [number, Restored][]
}

/** What a state kept before there were other conversations and files says of none of its messages. */
const publicly = { to: { kind: 'all' }, files: [], deletion: null } as const
const decodeMessages = (messages: readonly Message[]) =>
  List(messages.map((message): Message => ({ ...publicly, ...message })))

export const chat: Feature<ChatSlice> = {
  initial: { ...nothing('all'), threads: OrderedMap(), restored: OrderedMap() },
  fold: {
    'chat.said': (slice, fact) => inThread(slice, fact.visibleTo, add(messageOf(fact))),
    'chat.deleted': (slice, { seq, body, visibleTo }) => {
      const { message, by } = body
      const restored = forget(slice.restored, body)
      const next = restored === slice.restored ? slice : { ...slice, restored }
      return inThread(next, visibleTo, alter(message, { ...emptied, deleted: by, deletion: seq }))
    },
    'chat.restored': (slice, { seq, body, visibleTo }) => {
      const { message, text } = body
      const shown = { text, files: filesOf(body), deleted: null, deletion: null }
      const next = { ...slice, restored: slice.restored.set(message, { by: seq, visibleTo }) }
      return inThread(next, visibleTo, alter(message, shown))
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
      messages: decodeMessages(messages),
      older,
      threads: OrderedMap(
        threads.map((thread): [string, Thread] => [
          threadKey(thread.visibleTo),
          { ...thread, messages: decodeMessages(thread.messages) },
        ]),
      ),
      restored: OrderedMap(restored),
    }
  },
}
