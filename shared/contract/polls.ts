// Polls and quizzes: drafts, votes, tallies, what is shown of them. An answer is a list of places in
// `options` from 0 (of true/false: 0 is true; of a scale: 0 is `from`), or a short text.
import { z } from 'zod'
import { command, fact, request, signal } from './define.ts'
import { before, content, id, line, personal, seq, text, time } from './fields.ts'
import { pollKinds, pollLimits, resultModes } from './pollLimits.ts'

const poll = id<'poll'>()
const choices = z
  .array(z.int().min(0).max(pollLimits.options))
  .max(pollLimits.options)
  .meta({ description: 'places from 0, each once; see Polls' })
const scale = z.object({
  from: z.int().min(0).max(1),
  to: z.int().min(2).max(10),
  fromLabel: text(pollLimits.label, { min: 0 }),
  toLabel: text(pollLimits.label, { min: 0 }),
})

/** What whoever makes a poll decides; `shared/room/polls.ts` says what of it fits together. */
export const pollDefinition = z.object({
  kind: z.enum(pollKinds),
  question: text(pollLimits.question),
  /** Of single and multiple choice; else empty. */
  options: z.array(line(pollLimits.option)).max(pollLimits.options),
  /** How many one may choose; of multiple choice, else 1 and 1. */
  min: z.int().min(1).max(pollLimits.options),
  max: z.int().min(1).max(pollLimits.options),
  scale: scale.nullable(),
  anonymous: z.boolean(),
  /** Whether a vote may be changed while the poll is open. */
  changes: z.boolean(),
  results: z.enum(resultModes),
  /** The right answers; empty when there are none. */
  right: choices,
  /** How long it is open; null until somebody closes it. */
  seconds: z.int().min(pollLimits.seconds.min).max(pollLimits.seconds.max).nullable(),
})
export type PollDefinition = z.output<typeof pollDefinition>

const texts = z.array(z.object({ text: z.string(), count: z.number() }))

/** How many chose each option, how many people voted, and of text the answers grouped by equal text. */
const tallyBody = { counts: z.array(z.number()), voters: z.number(), texts: content(texts) }
export const pollTally = z.object({ poll, ...tallyBody, texts })
export type PollTallyOf = z.output<typeof pollTally>

const asked = {
  poll,
  kind: z.enum(pollKinds),
  question: content(z.string()),
  options: content(z.array(z.string())),
  min: z.number(),
  max: z.number(),
  scale: z
    .object({ from: z.number(), to: z.number(), fromLabel: z.string(), toLabel: z.string() })
    .nullable(),
  anonymous: z.boolean(),
  changes: z.boolean(),
  results: z.enum(resultModes),
}
const right = z.array(z.number())

/** A closed poll as a page of older ones tells it; staff’s fields are null for others. */
const closedPoll = z.object({
  ...asked,
  quiz: z.boolean(),
  seq,
  at: time,
  openedSeq: seq,
  openedAt: time,
  right: right.nullable(),
  count: pollTally.omit({ poll: true }).nullable(),
  revealed: z
    .object({ ...pollTally.omit({ poll: true }).shape, right: right.nullable() })
    .nullable(),
})

const onPoll = z.object({ poll })

export const pollCommands = {
  'polls.draft': command({
    summary: 'Makes a draft that only staff sees, or changes one.',
    input: z.object({ poll: poll.nullable(), definition: pollDefinition }),
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.ask': command({
    summary: 'Opens a poll at once, without a draft.',
    input: z.object({ definition: pollDefinition }),
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.open': command({
    summary: 'Opens a draft: everybody may vote.',
    input: onPoll,
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.discard': command({
    summary: 'Drops a poll with its votes, whatever it has come to: draft, open or closed.',
    input: onPoll,
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.vote': command({
    summary: 'Votes, or changes one’s vote where that is allowed; one vote per person.',
    input: z.object({
      poll,
      choices,
      /** Of a text poll, and of no other. */
      text: text(pollLimits.answer).nullable(),
    }),
    blind: ({ poll }) => poll,
    permission: 'polls.vote',
    rate: 'act',
  }),
  'polls.close': command({
    summary: 'Ends the voting.',
    input: onPoll,
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.reopen': command({
    summary:
      'Takes back the last closing within a minute: votes go on where they stood. Not of anonymous polls, whose voters nobody knows any more.',
    input: onPoll,
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.expire': command({
    summary: 'Ends the voting of a poll whose time is over.',
    input: onPoll,
    permission: 'system',
    rate: 'system',
  }),
  'polls.reveal': command({
    summary:
      'Shows everybody the result, and the right answers if wished; of text the chosen answers. Closes an open poll.',
    input: z.object({
      poll,
      right: z.boolean(),
      texts: z.array(text(pollLimits.answer)).max(pollLimits.texts),
    }),
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.publish': command({
    summary: 'Puts the result of a closed poll on the stage, into the chat, or both.',
    input: z.object({ poll, stage: z.boolean(), chat: z.boolean() }),
    permission: 'polls.manage',
    rate: 'act',
  }),
  'polls.dismiss': command({
    summary: 'Takes the result off the stage.',
    input: z.object({}),
    permission: 'polls.manage',
    rate: 'act',
  }),
}

export const pollRequests = {
  'polls.tallies': request({
    summary: 'How the open polls stand, as far as one may see it now.',
    input: z.object({}),
    output: z.object({ tallies: z.array(pollTally) }),
    permission: 'class.see',
    rate: 'machine',
  }),
  'polls.mine': request({
    summary: 'One’s own votes in open polls, also in anonymous ones.',
    input: z.object({}),
    output: z.object({
      votes: z.array(z.object({ poll, choices: right, text: z.string().nullable() })),
    }),
    permission: 'polls.vote',
    rate: 'machine',
  }),
  'polls.answers': request({
    summary: 'Who voted what in a poll that is not anonymous.',
    input: onPoll,
    output: z.object({
      answers: z.array(
        z.object({
          participant: id<'participant'>(),
          name: z.string().nullable(),
          choices: right,
          text: z.string().nullable(),
        }),
      ),
    }),
    permission: 'polls.manage',
    rate: 'machine',
  }),
  'polls.page': request({
    summary: 'Older closed polls, newest first.',
    input: z.object({ before, limit: z.int().min(1).max(50) }),
    output: z.object({ polls: z.array(closedPoll), more: z.boolean() }),
    permission: 'class.see',
    rate: 'machine',
  }),
}

export const pollSignals = {
  'polls.tally': signal({
    summary: 'How polls stand whose result is shown to all while they are open.',
    data: z.object({ tallies: z.array(pollTally) }),
    permission: 'server',
    to: 'all',
  }),
  'polls.count': signal({
    summary: 'How the other open polls stand.',
    data: z.object({ tallies: z.array(pollTally) }),
    permission: 'server',
    to: 'staff',
  }),
}

export const pollFacts = {
  'polls.drafted': fact({
    summary: 'Staff has a draft, new or changed.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({ ...asked, right, seconds: z.number().nullable() }),
  }),
  'polls.opened': fact({
    summary: 'A poll is open; until `deadline`, where there is one. `quiz` has right answers.',
    version: 1,
    time: 'asPictured',
    audience: 'all',
    body: z.object({ ...asked, quiz: z.boolean(), deadline: z.number().nullable() }),
  }),
  'polls.keyed': fact({
    summary: 'The right answers of an open poll, for staff.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({ poll, right }),
  }),
  'polls.voted': fact({
    summary:
      'A vote, or the change of one. `voter` is a participant; in an anonymous poll it is nobody’s name, and nobody is told.',
    version: 1,
    time: 'now',
    audience: 'oneself',
    body: z.object({
      poll,
      voter: personal(z.string()),
      choices: right,
      text: content(z.string()),
    }),
  }),
  'polls.closed': fact({
    summary: 'Nobody can vote any more.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ poll, by: z.enum(['staff', 'deadline', 'class']) }),
  }),
  'polls.reopened': fact({
    summary: 'The poll that was closed last is open again, without a deadline.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ poll }),
  }),
  'polls.counted': fact({
    summary: 'The whole tally of a closed poll, for staff.',
    version: 1,
    time: 'now',
    audience: 'staff',
    body: z.object({ poll, ...tallyBody }),
  }),
  'polls.revealed': fact({
    summary: 'Everybody may see the tally; the right answers too, unless they are null.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ poll, ...tallyBody, right: right.nullable() }),
  }),
  'polls.published': fact({
    summary: 'A result is on the stage until dismissed, or in the chat; carries it whole.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({
      ...asked,
      ...tallyBody,
      right: right.nullable(),
      stage: z.boolean(),
      chat: z.boolean(),
    }),
  }),
  'polls.dismissed': fact({
    summary: 'No result is on the stage.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({}),
  }),
  'polls.discarded': fact({
    summary: 'A poll is dropped; of a draft only staff is told.',
    version: 1,
    time: 'now',
    audience: 'all',
    body: z.object({ poll }),
  }),
}
