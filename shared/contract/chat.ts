// The chat: messages, replies, deletion, typing, older pages. A message is known by its fact's number.
import { z } from 'zod'
import { command, fact, request, signal } from './define.ts'
import { content, id, personal, role, seq, text } from './fields.ts'

export const messageLimit = 2000

const factSchema = z.object({
  seq,
  id: z.string(),
  type: z.string(),
  version: z.number(),
  at: z.number(),
  actor: z.string().nullable(),
  visibleTo: z.any(),
  body: z.any(),
  redacted: z.literal(true).optional(),
})

export const chatCommands = {
  'chat.say': command({
    summary: 'Writes a message to everybody, perhaps in reply to another.',
    input: z.object({ text: text(messageLimit), replyTo: seq.nullable() }),
    permission: 'chat.send',
    rate: 'chat',
  }),
  'chat.delete': command({
    summary: 'Deletes a message: one’s own, or as staff anybody’s.',
    input: z.object({ message: seq }),
    reads: ({ message }) => [message],
    permission: 'class.see',
    rate: 'act',
  }),
}

export const chatRequests = {
  'chat.page': request({
    summary: 'Older messages, newest first, as facts.',
    input: z.object({ before: seq, limit: z.int().min(1).max(100) }),
    output: z.object({ facts: z.array(factSchema), more: z.boolean() }),
    permission: 'class.see',
    rate: 'machine',
  }),
}

export const chatSignals = {
  'chat.typing': signal({
    summary: 'Somebody is writing; forget it after 4 s.',
    data: z.object({}),
    permission: 'chat.send',
    to: 'all',
  }),
}

export const chatFacts = {
  'chat.said': fact({
    summary: 'A message was written.',
    version: 1,
    time: 'now',
    body: z.object({
      participant: personal(id<'participant'>()),
      name: personal(z.string()),
      role,
      text: content(z.string()),
      replyTo: z.number().nullable(),
    }),
  }),
  'chat.deleted': fact({
    summary: 'A message was deleted; no reader gets its text any more.',
    version: 1,
    time: 'now',
    body: z.object({ message: z.number(), by: z.enum(['author', 'staff']) }),
  }),
}
