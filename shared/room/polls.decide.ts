// Decides polls: drafts, opening, voting, closing in time, and what is shown of the result to whom.
import type { CommandName } from '../contract/index.ts'
import { pollLimits } from '../contract/pollLimits.ts'
import type { PollDefinition } from '../contract/polls.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { PollId } from '../ids.ts'
import type { Decision, Draft } from '../log.ts'
import type { Chore } from './class.decide.ts'
import { draft, notThere, type Aftermath, type Deciders, type RoomContext } from './command.ts'
import {
  questionOf,
  standing,
  type ClosedPoll,
  type OpenPoll,
  type PollDraft,
  type Revealed,
} from './polls.ts'
import { fits, flawOf, sameAnswer, type PollTally } from './pollTally.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `polls.${string}`>

const noPoll: Refusal = refuse('missing', 'There is no such poll.', 'no-poll')
/** How long a closing can be taken back. In ms. */
const regret = 60_000
const over: Refusal = refuse('conflict', 'The poll is over.', 'poll-over')

const mutable = (tally: PollTally) => ({
  counts: [...tally.counts],
  voters: tally.voters,
  texts: tally.texts.map((one) => ({ ...one })),
})
const words = (asked: Parameters<typeof questionOf>[0]) => {
  const question = questionOf(asked)
  return { ...question, options: question.options === null ? null : [...question.options] }
}

/** Why no poll can be opened now, or null. */
function full(room: RoomState): Refusal | null {
  if (room.class.phase !== 'live')
    return refuse('illegalStep', 'The class is not live.', 'class-not-live')
  return room.polls.open.size < pollLimits.open
    ? null
    : refuse('conflict', 'Close another poll first.', 'polls-open')
}

function open(room: RoomState, poll: PollDraft, now: number): Decision {
  const refusal = full(room)
  if (refusal !== null) return refusal
  const deadline = poll.seconds === null ? null : now + poll.seconds * 1_000
  const right = [...poll.right]
  const quiz = right.length > 0
  const opened = draft('polls.opened', { ...words(poll), quiz, deadline })
  return quiz ? [opened, draft('polls.keyed', { poll: poll.poll, right }, ['staff'])] : [opened]
}

function flawed(definition: PollDefinition): Refusal | null {
  const flaw = flawOf(definition)
  return flaw === null ? null : refuse('invalid', flaw, 'poll-flawed')
}

function vote(
  poll: OpenPoll,
  answer: { choices: number[]; text: string | null },
  context: RoomContext,
) {
  const { actor, blind, now } = context
  if (poll.deadline !== null && now > poll.deadline) return over
  // Without a name for the voter nobody could tell a second vote; the node is behind, or just starting.
  if (poll.anonymous && blind === null) return refuse('unavailable')
  const voter = poll.anonymous ? (blind ?? '') : actor
  if (!fits(poll, answer)) return refuse('invalid', 'This is no answer to that poll.', 'no-answer')
  const before = poll.votes.get(voter)
  if (before !== undefined && sameAnswer(before, answer)) return []
  if (before !== undefined && !poll.changes)
    return refuse('conflict', 'You have voted already.', 'voted')
  const body = { poll: poll.poll, voter, ...answer }
  if (poll.anonymous) return [{ ...draft('polls.voted', body, []), anonymous: true as const }]
  return actor === 'system' ? notThere : [draft('polls.voted', body, [actor])]
}

function closing(poll: OpenPoll, by: 'staff' | 'deadline' | 'class'): Draft[] {
  const id = poll.poll
  const tally = standing(poll)
  const drafts = [
    draft('polls.closed', { poll: id, by }),
    draft('polls.counted', { poll: id, ...mutable(tally) }, ['staff']),
  ]
  // What everybody saw while it was open does not vanish.
  if (poll.results === 'live')
    drafts.push(draft('polls.revealed', { poll: id, ...mutable(tally), right: null }))
  return drafts
}

interface Counted extends Pick<ClosedPoll, 'results' | 'kind' | 'right' | 'poll'> {
  readonly tally: PollTally
}

function reveal(poll: Counted, wish: { right: boolean; texts: readonly string[] }): Decision {
  if (poll.results === 'never')
    return refuse('conflict', 'The result of this poll is for staff alone.', 'poll-secret')
  const { tally } = poll
  const texts = tally.texts.filter(({ text }) => wish.texts.includes(text))
  const right = wish.right && poll.right !== null ? [...poll.right] : null
  return [draft('polls.revealed', { poll: poll.poll, ...mutable({ ...tally, texts }), right })]
}

function closedPoll(room: RoomState, poll: PollId): ClosedPoll | undefined {
  return room.polls.closed.find((one) => one.poll === poll)
}

function publish(poll: ClosedPoll, places: { stage: boolean; chat: boolean }): Decision {
  if (poll.results === 'never')
    return refuse('conflict', 'The result of this poll is for staff alone.', 'poll-secret')
  if (poll.count === null || (!places.stage && !places.chat)) return []
  const shown: Revealed = poll.revealed ?? { ...poll.count, texts: [], right: null }
  const right = shown.right === null ? null : [...shown.right]
  const result = { ...mutable(shown), right }
  const card = draft('polls.published', { ...words(poll), ...result, ...places })
  if (poll.revealed !== null) return [card]
  return [draft('polls.revealed', { poll: poll.poll, ...result }), card]
}

export const pollDeciders: Deciders<Names> = {
  'polls.draft': (room, { poll, definition }, { id }) => {
    const { drafts } = room.polls
    if (poll !== null && !drafts.has(poll)) return noPoll
    if (poll === null && drafts.size >= pollLimits.drafts)
      return refuse('conflict', 'There are too many drafts.', 'poll-drafts')
    const body = { ...definition, poll: poll ?? (id as PollId) }
    return flawed(definition) ?? [draft('polls.drafted', body, ['staff'])]
  },
  'polls.ask': (room, { definition }, { id, now }) =>
    flawed(definition) ?? open(room, { ...definition, poll: id as PollId }, now),
  'polls.open': (room, { poll }, { now }) => {
    const ready = room.polls.drafts.get(poll)
    if (ready !== undefined) return open(room, ready, now)
    return room.polls.open.has(poll) ? [] : noPoll
  },
  'polls.discard': (room, { poll }) => {
    if (room.polls.drafts.has(poll)) return [draft('polls.discarded', { poll }, ['staff'])]
    const asked = room.polls.open.has(poll) || closedPoll(room, poll) !== undefined
    return asked ? [draft('polls.discarded', { poll })] : noPoll
  },
  'polls.vote': (room, { poll, choices, text }, context) => {
    const asked = room.polls.open.get(poll)
    if (asked !== undefined)
      return vote(asked, { choices: choices.toSorted((a, b) => a - b), text }, context)
    return closedPoll(room, poll) === undefined ? noPoll : over
  },
  'polls.close': (room, { poll }) => {
    const asked = room.polls.open.get(poll)
    if (asked !== undefined) return closing(asked, 'staff')
    return closedPoll(room, poll) === undefined ? noPoll : []
  },
  'polls.reopen': (room, { poll }, { now }) => {
    if (room.polls.open.has(poll)) return []
    const closed = closedPoll(room, poll)
    if (closed === undefined) return noPoll
    const late = room.polls.justClosed?.poll !== poll || now - closed.at > regret
    if (late) return refuse('conflict', 'This poll stays closed.', 'poll-over')
    return full(room) ?? [draft('polls.reopened', { poll })]
  },
  'polls.expire': (room, { poll }, { now }) => {
    const asked = room.polls.open.get(poll)
    if (asked === undefined) return []
    if (asked.deadline === null || now < asked.deadline)
      return refuse('conflict', 'Not yet.', 'not-due')
    return closing(asked, 'deadline')
  },
  'polls.reveal': (room, { poll, right, texts }) => {
    const asked = room.polls.open.get(poll)
    if (asked !== undefined) {
      const shown = reveal({ ...asked, tally: standing(asked) }, { right, texts })
      if (!Array.isArray(shown)) return shown
      return [...closing(asked, 'staff'), ...(shown as Draft[])]
    }
    const closed = closedPoll(room, poll)
    if (closed === undefined || closed.count === null) return noPoll
    return reveal({ ...closed, tally: closed.count }, { right, texts })
  },
  'polls.publish': (room, { poll, stage, chat }) => {
    const closed = closedPoll(room, poll)
    return closed === undefined ? noPoll : publish(closed, { stage, chat })
  },
  'polls.dismiss': (room) => (room.polls.stage === null ? [] : [draft('polls.dismissed', {})]),
}

/** A class that is over has no open polls. */
export const pollAftermath: Aftermath = (before, after) => {
  if (before.class.phase === after.class.phase || after.class.phase === 'live') return []
  return [...after.polls.open.values()].flatMap((poll) => closing(poll, 'class'))
}

export function pollChores({ polls }: RoomState): Chore[] {
  return [...polls.open.values()].flatMap(({ poll, deadline }) =>
    deadline === null
      ? []
      : [
          {
            at: deadline,
            key: `polls.expire:${poll}:${deadline}`,
            name: 'polls.expire',
            input: { poll },
          },
        ],
  )
}
