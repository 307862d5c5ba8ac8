// Random acts about polls and questions; `aim` points them at those that there are.
import fc from 'fast-check'
import type { RoomCommand } from '../command.ts'

export function asCommand(name: RoomCommand['name'], input: fc.Arbitrary<object>) {
  return input.map((value) => ({ name, input: value }))
}

const anyPoll = { poll: fc.constant(null) }
const definition = fc
  .record({
    kind: fc.constantFrom('single', 'multiple', 'text', 'scale', 'trueFalse'),
    anonymous: fc.boolean(),
    changes: fc.boolean(),
    results: fc.constantFrom('live', 'reveal', 'reveal', 'never'),
    quiz: fc.boolean(),
    seconds: fc.constantFrom(null, null, 60),
  })
  .map(({ kind, quiz, results, ...rest }) => ({
    ...rest,
    kind,
    results: kind === 'text' && results === 'live' ? 'reveal' : results,
    question: 'How many?',
    options: kind === 'single' || kind === 'multiple' ? ['one', 'two', 'three'] : [],
    min: 1,
    max: kind === 'multiple' ? 2 : 1,
    scale: kind === 'scale' ? { from: 1, to: 3, fromLabel: 'no', toLabel: 'yes' } : null,
    right: quiz && kind !== 'text' ? [1] : [],
  }))

export const aboutPolls = fc.oneof(
  asCommand('polls.ask', fc.record({ definition })),
  asCommand('polls.draft', fc.record({ ...anyPoll, definition })),
  asCommand('polls.open', fc.record(anyPoll)),
  {
    weight: 4,
    arbitrary: asCommand(
      'polls.vote',
      fc.record({ ...anyPoll, choices: fc.subarray([0, 1]), text: fc.constantFrom('two', 'Two ') }),
    ),
  },
  asCommand('polls.close', fc.record(anyPoll)),
  asCommand(
    'polls.reveal',
    fc.record({ ...anyPoll, right: fc.boolean(), texts: fc.constant(['two']) }),
  ),
  asCommand('polls.publish', fc.record({ ...anyPoll, stage: fc.boolean(), chat: fc.boolean() })),
  asCommand('polls.reopen', fc.record(anyPoll)),
  asCommand('polls.dismiss', fc.constant({})),
  asCommand('polls.discard', fc.record(anyPoll)),
)

const anyQuestion = { question: fc.nat(30) }

export const aboutQuestions = fc.oneof(
  {
    weight: 4,
    arbitrary: asCommand(
      'questions.ask',
      fc.record({ text: fc.constantFrom('Why?', 'How?'), anonymous: fc.boolean() }),
    ),
  },
  {
    weight: 4,
    arbitrary: asCommand('questions.vote', fc.record({ ...anyQuestion, up: fc.boolean() })),
  },
  asCommand('questions.approve', fc.record(anyQuestion)),
  asCommand('questions.take', fc.record(anyQuestion)),
  asCommand('questions.finish', fc.record(anyQuestion)),
  asCommand('questions.answer', fc.record({ ...anyQuestion, text: fc.constant('So.') })),
  asCommand('questions.dismiss', fc.record(anyQuestion)),
  asCommand('questions.reopen', fc.record(anyQuestion)),
  asCommand('questions.merge', fc.record({ ...anyQuestion, into: fc.nat(30) })),
  asCommand('questions.pin', fc.record({ ...anyQuestion, pinned: fc.boolean() })),
  asCommand('questions.delete', fc.record(anyQuestion)),
  asCommand('questions.configure', fc.record({ approval: fc.boolean() })),
)
