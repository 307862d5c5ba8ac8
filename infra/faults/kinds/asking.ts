// Polls and questions of a class under faults.
import type { PollDefinition } from '../../../shared/contract/polls.ts'
import type { OpenPoll } from '../../../shared/room/polls.ts'
import type { Question } from '../../../shared/room/questions.ts'
import { at, kind, type Kind, type Scene } from '../acts.ts'
import { all, learners, nothing, staff } from './aims.ts'
const asked = (state: 'open' | 'held') => (scene: Scene) =>
  [...scene.room.questions.open.values()].filter((one) => one.state === state)
const openPolls = ({ room }: Scene) => room.polls.open.values()
const closedPolls = ({ room }: Scene) => room.polls.closed

const which = ({ question: id }: Pick<Question, 'question'>) => ({ question: id })
const poll = ({ poll: id }: Pick<OpenPoll, 'poll'>) => ({ poll: id })

function question({ words, chance }: Scene): PollDefinition {
  const shape = chance(0.3)
    ? ({ kind: 'text', options: [], results: 'reveal', right: [] } as const)
    : ({ kind: 'single', options: ['one', 'two', 'three'], results: 'live', right: [1] } as const)
  const rules = { anonymous: chance(0.5), changes: chance(0.5), seconds: chance(0.2) ? 5 : null }
  const { options, right, ...rest } = shape
  const lists = { options: [...options], right: [...right] }
  return { ...rest, ...lists, ...rules, question: words, min: 1, max: 1, scale: null }
}

function answer({ poll: id, kind: how }: OpenPoll, { any, chance }: Scene) {
  if (how === 'text') return { poll: id, choices: [], text: chance(0.5) ? 'yes' : 'no' }
  return { poll: id, choices: [any([0, 1, 2]) ?? 0], text: null }
}

export const asking: readonly Kind[] = [
  kind(staff, 1)('polls.draft', (scene) => ({ poll: null, definition: question(scene) })),
  kind(staff, 2)(
    'polls.open',
    at(({ room }) => room.polls.drafts.values(), poll),
  ),
  kind(staff, 2)('polls.ask', (scene) => ({ definition: question(scene) })),
  kind(learners, 6)('polls.vote', at(openPolls, answer)),
  kind(staff, 1)('polls.close', at(openPolls, poll)),
  kind(staff, 3)('polls.reopen', at(closedPolls, poll)),
  kind(staff, 1)(
    'polls.reveal',
    at(closedPolls, (one) => ({ ...poll(one), right: true, texts: ['yes'] })),
  ),
  kind(staff, 1)(
    'polls.publish',
    at(closedPolls, (one, { chance }) => ({ ...poll(one), stage: chance(0.5), chat: true })),
  ),
  kind(staff, 1)('polls.dismiss', nothing),
  kind(staff, 1)('polls.discard', at(closedPolls, poll)),
  kind(learners, 3)('questions.ask', ({ words: text, chance }) => ({
    text,
    anonymous: chance(0.5),
  })),
  kind(learners, 5)(
    'questions.vote',
    at(asked('open'), (one, { chance }) => ({ ...which(one), up: chance(0.8) })),
  ),
  kind(staff, 1)('questions.configure', ({ chance }) => ({ approval: chance(0.3) })),
  kind(staff, 4)('questions.approve', at(asked('held'), which)),
  kind(staff, 1)('questions.take', at(asked('open'), which)),
  kind(staff, 1)(
    'questions.finish',
    at(({ room }) => (room.questions.answering === null ? [] : [room.questions.answering]), which),
  ),
  kind(staff, 2)(
    'questions.answer',
    at(asked('open'), (one, { words: text }) => ({ ...which(one), text })),
  ),
  kind(staff, 1)('questions.dismiss', at(asked('open'), which)),
  kind(staff, 1)(
    'questions.reopen',
    at(({ room }) => room.questions.closed, which),
  ),
  kind(staff, 2)(
    'questions.merge',
    at(asked('open'), (one, scene) => ({
      ...which(one),
      into: (scene.any(asked('open')(scene)) ?? one).question,
    })),
  ),
  kind(staff, 1)(
    'questions.pin',
    at(asked('open'), (one) => ({ ...which(one), pinned: !one.pinned })),
  ),
  kind(all, 1)('questions.delete', at(asked('open'), which)),
]
