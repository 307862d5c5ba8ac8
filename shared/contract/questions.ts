// Questions of the class: asked, supported, held for approval, answered, merged. Whoever asks without
// a name is known to staff and to themselves: by a fact of its own that nobody else sees.
import { z } from 'zod'
import { command, fact, request, signal } from './define.ts'
import { before, content, id, personal, seq, text, time } from './fields.ts'
import { questionLimits } from './questionLimits.ts'

const question = id<'question'>()
const participant = id<'participant'>()
const onQuestion = z.object({ question })

/** A question as everybody who may see it sees it; without a name where it was asked so. */
const asked = {
  question,
  participant: personal(participant),
  name: personal(z.string()),
  anonymous: z.boolean(),
  text: content(z.string()),
}

const settings = z.object({
  /** Others see a question only once staff approved it. */
  approval: z.boolean(),
  /** Whether one may ask without a name. */
  anonymous: z.boolean(),
})

const end = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('answered'),
    live: z.boolean(),
    text: z.string().nullable(),
    by: z.string().nullable(),
  }),
  z.object({ kind: z.literal('dismissed') }),
  z.object({ kind: z.literal('merged'), into: question }),
])

/** A closed question as a page of older ones tells it. */
const closedQuestion = z.object({
  ...asked,
  seq,
  at: time,
  closedSeq: seq,
  closedAt: time,
  end,
  count: z.number(),
  author: z.object({ participant, name: z.string().nullable() }).nullable(),
})

const tally = z.object({ question, votes: z.number() })

const manages = { permission: 'questions.manage', rate: 'act' } as const

export const questionCommands = {
  'questions.ask': command({
    summary: 'Asks a question; without a name, others than staff do not learn whose it is.',
    input: z.object({ text: text(questionLimits.text), anonymous: z.boolean() }),
    permission: 'questions.ask',
    rate: 'chat',
  }),
  'questions.vote': command({
    summary: 'Supports a question, or takes that back; one vote per person.',
    input: z.object({ question, up: z.boolean() }),
    permission: 'questions.ask',
    rate: 'act',
  }),
  'questions.approve': command({
    summary: 'Shows a held question to everybody.',
    input: onQuestion,
    ...manages,
  }),
  'questions.take': command({
    summary: 'Answers a question aloud: everybody sees that it is being answered. One at a time.',
    input: onQuestion,
    ...manages,
  }),
  'questions.finish': command({
    summary: 'The question was answered aloud.',
    input: onQuestion,
    ...manages,
  }),
  'questions.answer': command({
    summary: 'Answers a question in text, for everybody.',
    input: z.object({ question, text: text(questionLimits.answer) }),
    ...manages,
  }),
  'questions.dismiss': command({
    summary: 'Puts a question away without an answer; a held one is refused.',
    input: onQuestion,
    ...manages,
  }),
  'questions.reopen': command({
    summary:
      'Takes back that a question is being answered, was answered, dismissed, merged or refused.',
    input: onQuestion,
    ...manages,
  }),
  'questions.merge': command({
    summary: 'Joins a question to another that asks the same; its votes go there, one per person.',
    input: z.object({ question, into: question }),
    ...manages,
  }),
  'questions.pin': command({
    summary: 'Keeps a question at the top, or lets it go.',
    input: z.object({ question, pinned: z.boolean() }),
    ...manages,
  }),
  'questions.delete': command({
    summary: 'Deletes a question: one’s own, or as staff anybody’s. No reader gets it any more.',
    input: onQuestion,
    permission: 'class.see',
    rate: 'act',
  }),
  'questions.configure': command({
    summary: 'Whether questions are held for approval, and may be asked without a name.',
    input: settings.partial(),
    ...manages,
  }),
}

export const questionRequests = {
  'questions.tallies': request({
    summary: 'How many support each open question that one may see.',
    input: z.object({}),
    output: z.object({ tallies: z.array(tally) }),
    permission: 'class.see',
    rate: 'machine',
  }),
  'questions.page': request({
    summary: 'Older questions that are closed, newest first.',
    input: z.object({ before, limit: z.int().min(1).max(50) }),
    output: z.object({ questions: z.array(closedQuestion), more: z.boolean() }),
    permission: 'class.see',
    rate: 'machine',
  }),
}

export const questionSignals = {
  'questions.tally': signal({
    summary: 'How many support the questions whose votes changed.',
    data: z.object({ tallies: z.array(tally) }),
    permission: 'server',
    to: 'all',
  }),
}

export const questionFacts = {
  'questions.asked': fact({
    summary: 'A question was asked. While it is held, staff and its author alone see it.',
    version: 1,
    time: 'now',
    audience: 'author',
    actor: 'staff',
    body: z.object({ ...asked, held: z.boolean() }),
  }),
  'questions.written': fact({
    summary: 'Who asked a question without a name; for staff and for them.',
    version: 1,
    time: 'now',
    audience: 'concerned',
    body: z.object({
      question,
      participant: personal(participant),
      name: personal(z.string()),
    }),
  }),
  'questions.voted': fact({
    summary: 'One supports a question, or not any more; nobody else is told.',
    version: 1,
    time: 'now',
    audience: 'oneself',
    body: z.object({ question, voter: personal(participant), up: z.boolean() }),
  }),
  'questions.approved': fact({
    summary: 'A held question is shown to everybody; carries it whole.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object(asked),
  }),
  'questions.answering': fact({
    summary: 'A question is being answered now: a chapter of the recording begins.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({ question, chapter: z.literal(true) }),
  }),
  'questions.answered': fact({
    summary: 'A question was answered, aloud (`live`) or in text.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({
      question,
      live: z.boolean(),
      text: content(z.string()),
      /** Who answered in text. */
      by: personal(z.string()),
      count: z.number(),
    }),
  }),
  'questions.dismissed': fact({
    summary: 'A question was put away without an answer.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ question, count: z.number() }),
  }),
  'questions.refused': fact({
    summary:
      'A held question will not be shown, perhaps because another is `like` it; its author and staff know.',
    version: 1,
    time: 'now',
    audience: 'concerned',
    body: z.object({ question, like: question.nullable() }),
  }),
  'questions.reopened': fact({
    summary: 'A question is open again, or one that was refused is held again.',
    version: 1,
    time: 'now',
    audience: 'author',
    body: z.object({ question }),
  }),
  'questions.merged': fact({
    summary: 'A question is part of another, with all who support it.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ question, into: question, count: z.number() }),
  }),
  'questions.pinned': fact({
    summary: 'A question is kept at the top, or not any more.',
    version: 1,
    time: 'now',
    audience: 'author',
    body: z.object({ question, pinned: z.boolean() }),
  }),
  'questions.deleted': fact({
    summary: 'A question was deleted.',
    version: 1,
    time: 'now',
    audience: 'author',
    actor: 'staff',
    body: z.object({ question, by: z.enum(['author', 'staff']) }),
  }),
  'questions.configured': fact({
    summary: 'Whether questions are held, and may be asked without a name.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: settings,
  }),
}
