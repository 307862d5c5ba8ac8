// The chat: messages to everybody, to staff and to one person, with files, replies, deletion and restoring,
// typing, older pages. A message is known by its fact's number.
import { z } from 'zod'
import { command, fact, request, signal } from './define.ts'
import { fileLimits } from './fileLimits.ts'
import { breakout } from './breakouts.ts'
import { fileShown } from './files.ts'
import { before, content, factSchema, id, line, personal, role, seq, text } from './fields.ts'

export const messageLimit = 2000

const to = z
  .discriminatedUnion('kind', [
    z.object({ kind: z.literal('all') }),
    z.object({ kind: z.literal('staff') }),
    z.object({ kind: z.literal('person'), participant: id<'participant'>() }),
    z.object({ kind: z.literal('breakout'), breakout }),
  ])
  .meta({
    description:
      'everybody, the staff of the class, one person, or whoever is in one’s breakout room; what passes between staff and one who is not is seen by all staff',
  })
export type Recipient = z.output<typeof to>

export const chatCommands = {
  'chat.say': command({
    summary:
      'Writes a message, perhaps in reply to another: to everybody (unless said otherwise), who needs `chat.send`; to staff, `chat.toStaff` or for staff `chat.staff`; to one person, `chat.private`, or `chat.staff` for staff; to a breakout room, `chat.send`. Who is in one writes to nobody in others but staff. With `files`, which take `files.send`: ids of files that one has sent (`files.send` over HTTP) and not used yet; the text may then be empty.',
    input: z.object({
      text: text(messageLimit, { min: 0 }),
      replyTo: seq.nullable(),
      to: to.optional(),
      files: z.array(id<'file'>()).max(fileLimits.perMessage).optional(),
    }),
    reads: ({ replyTo }) => (replyTo === null ? [] : [replyTo]),
    permission: 'class.see',
    rate: 'chat',
  }),
  'chat.delete': command({
    summary: 'Deletes a message: one’s own, or as staff anybody’s.',
    input: z.object({ message: seq }),
    reads: ({ message }) => [message],
    permission: 'class.see',
    rate: 'act',
  }),
  'chat.restore': command({
    summary: 'Shows a message again that staff deleted; `deletion` is the number of that fact.',
    input: z.object({ message: seq, deletion: seq }),
    reads: ({ message, deletion }) => [message, deletion],
    readsHidden: true,
    permission: 'chat.moderate',
    rate: 'act',
  }),
}

export const chatRequests = {
  'chat.page': request({
    summary:
      'Older messages, newest first, as facts: to everybody, or those of the conversation that the message `thread` belongs to. What was deleted and restored comes with the fact that restored it.',
    input: z.object({ before, limit: z.int().min(1).max(100), thread: seq.optional() }),
    output: z.object({ facts: z.array(factSchema), more: z.boolean() }),
    permission: 'class.see',
    rate: 'machine',
  }),
  'chat.search': request({
    summary:
      'What was written in chat and questions with these words in it, newest first, as far as one may see it. `next` is where to look on, null when all was looked through.',
    input: z.object({
      text: line(100),
      before: before.optional(),
      limit: z.int().min(1).max(50),
    }),
    output: z.object({ facts: z.array(factSchema), next: z.number().nullable() }),
    permission: 'class.see',
    rate: 'act',
  }),
}

export const chatSignals = {
  'chat.typing': signal({
    summary: 'Somebody is writing to everybody; forget it after 4 s.',
    data: z.object({}),
    permission: 'chat.send',
    to: 'all',
  }),
}

export const chatFacts = {
  'chat.said': fact({
    summary:
      'A message was written. Who may see it says which conversation it is part of. Version 1 had no `to` and was to everybody; before version 3 there were no files, and before version 4 no breakout rooms.',
    version: 4,
    time: 'now',
    audience: 'conversation',
    body: z.object({
      participant: personal(id<'participant'>()),
      name: personal(z.string()),
      role,
      text: content(z.string()),
      replyTo: z.number().nullable(),
      to: personal(to),
      files: content(z.array(fileShown)),
      breakout: breakout.nullable(),
    }),
  }),
  'chat.deleted': fact({
    summary: 'A message was deleted; no reader gets its text any more.',
    version: 1,
    time: 'now',
    audience: 'conversation',
    body: z.object({ message: z.number(), by: z.enum(['author', 'staff']) }),
  }),
  'chat.restored': fact({
    summary:
      'A message that staff had deleted is shown again, with its text whole, since version 2 with its files.',
    version: 2,
    time: 'now',
    audience: 'conversation',
    body: z.object({
      message: z.number(),
      text: content(z.string()),
      files: content(z.array(fileShown)),
    }),
  }),
}
