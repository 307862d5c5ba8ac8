// The newest messages of the chat. Older ones are pages read from the log; a message is known by the
// number of its fact.
import { List } from 'immutable'
import type { ParticipantId } from '../ids.ts'
import type { Role } from '../roles.ts'
import type { Feature, FactOf } from './feature.ts'

/** How many messages a joiner gets without asking. */
export const recentMessages = 100

export interface Message {
  readonly seq: number
  readonly at: number
  /** Null once the author was erased. */
  readonly participant: ParticipantId | null
  readonly name: string | null
  readonly role: Role
  /** Null when the message was deleted. */
  readonly text: string | null
  readonly replyTo: number | null
  readonly deleted: 'author' | 'staff' | null
}

export interface ChatSlice {
  /** Oldest first. */
  readonly messages: List<Message>
  /** True when older messages than these were said. */
  readonly older: boolean
}

/** Also used for pages of older messages, whose deletion is told by `redacted`. */
export function messageOf({ seq, at, body, redacted }: FactOf<'chat.said'>): Message {
  return { seq, at, ...body, deleted: redacted === true ? 'staff' : null }
}

function add(slice: ChatSlice, message: Message): ChatSlice {
  const messages = slice.messages.push(message)
  if (messages.size <= recentMessages) return { ...slice, messages }
  return { messages: messages.shift(), older: true }
}

export const chat: Feature<ChatSlice> = {
  initial: { messages: List(), older: false },
  fold: {
    'chat.said': (slice, fact) => add(slice, messageOf(fact)),
    'chat.deleted': (slice, { body }) => {
      const index = slice.messages.findLastIndex((message) => message.seq === body.message)
      if (index < 0) return slice
      const messages = slice.messages.update(index, (message) =>
        message === undefined ? message : { ...message, text: null, deleted: body.by },
      )
      return { ...slice, messages }
    },
  },
  project: (slice, viewer) => (viewer.kind === 'waiting' ? chat.initial : slice),
  encode: ({ messages, older }) => ({ messages: messages.toArray(), older }),
  decode: (json) => {
    const { messages, older } = json as { messages: Message[]; older: boolean }
    return { messages: List(messages), older }
  },
}
