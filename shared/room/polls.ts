// Polls as the room keeps them: drafts, open ones with their votes, the last closed ones, and what is on
// the stage and in the chat of them. Older polls are pages read from the log.
import { List, Map, OrderedMap } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { PollDefinition } from '../contract/polls.ts'
import type { PollId } from '../ids.ts'
import type { Feature, FactOf } from './feature.ts'
import { tallyOf, type PollTally } from './pollTally.ts'
import type { Viewer } from './viewer.ts'

/** How many closed polls, and results in the chat, a joiner gets without asking. */
export const recentPolls = 5

/** A question as everybody may see it; null are its words where they were erased. */
export interface PollQuestion extends Omit<
  PollDefinition,
  'question' | 'options' | 'right' | 'seconds'
> {
  readonly poll: PollId
  readonly question: string | null
  readonly options: readonly string[] | null
}

export interface PollDraft extends PollQuestion {
  readonly right: readonly number[]
  readonly seconds: number | null
}

export interface PollAnswer {
  readonly choices: readonly number[]
  readonly text: string | null
}

interface AskedPoll extends PollQuestion {
  readonly openedSeq: number
  readonly openedAt: number
  readonly quiz: boolean
  /** Staff's alone. */
  readonly right: readonly number[] | null
}

export interface OpenPoll extends AskedPoll {
  readonly deadline: number | null
  /** By voter; a reader has nobody's but their own. */
  readonly votes: Map<string, PollAnswer>
}

export interface Revealed extends PollTally {
  readonly right: readonly number[] | null
}

export interface ClosedPoll extends AskedPoll {
  /** Number and time of the fact that closed it. */
  readonly seq: number
  readonly at: number
  /** Staff's alone. */
  readonly count: PollTally | null
  readonly revealed: Revealed | null
}

/** A result that was published, whole. */
export interface PollCard extends PollQuestion, Revealed {
  readonly seq: number
  readonly at: number
}

export interface PollSlice {
  readonly drafts: OrderedMap<PollId, PollDraft>
  readonly open: OrderedMap<PollId, OpenPoll>
  /** Newest first. */
  readonly closed: List<ClosedPoll>
  /** The last closed one as it was, so that closing can be taken back; null if it was anonymous. */
  readonly justClosed: OpenPoll | null
  /** True when older ones than these were closed. */
  readonly older: boolean
  readonly stage: PollCard | null
  /** Results in the chat, oldest first. */
  readonly cards: List<PollCard>
}

type Body<Type extends 'opened' | 'drafted' | 'published'> = BodyOf<`polls.${Type}`>

export function questionOf(body: Omit<PollQuestion, 'poll'> & { poll: PollId }): PollQuestion {
  const { poll, kind, question, options, min, max, scale, anonymous, changes, results } = body
  return { poll, kind, question, options, min, max, scale, anonymous, changes, results }
}

function cardOf(body: Body<'published'>, seq: number, at: number): PollCard {
  const { counts, voters, texts, right } = body
  return { ...questionOf(body), counts, voters, texts: texts ?? [], right, seq, at }
}

function changeClosed(
  slice: PollSlice,
  poll: PollId,
  change: (closed: ClosedPoll) => ClosedPoll,
): PollSlice {
  const index = slice.closed.findIndex((one) => one.poll === poll)
  const closed = slice.closed.get(index)
  if (index < 0 || closed === undefined) return slice
  return { ...slice, closed: slice.closed.set(index, change(closed)) }
}

/** Closes polls, of which the newest `kept` stay. */
const closer =
  (kept: number) =>
  (slice: PollSlice, { body, seq, at }: FactOf<'polls.closed'>): PollSlice => {
    const { poll } = body
    const open = slice.open.get(poll)
    if (open === undefined) return slice
    const { deadline: _, votes: __, ...asked } = open
    const closed = slice.closed.unshift({ ...asked, seq, at, count: null, revealed: null })
    return {
      ...slice,
      open: slice.open.delete(poll),
      closed: closed.size > kept ? closed.take(kept) : closed,
      justClosed: open.anonymous ? null : open,
      older: slice.older || closed.size > kept,
    }
  }

function reopen(slice: PollSlice, poll: PollId): PollSlice {
  const { justClosed } = slice
  if (justClosed?.poll !== poll) return slice
  return {
    ...slice,
    open: slice.open.set(poll, { ...justClosed, deadline: null }),
    closed: slice.closed.filter((one) => one.poll !== poll),
    justClosed: null,
    stage: slice.stage?.poll === poll ? null : slice.stage,
  }
}

function discard(slice: PollSlice, poll: PollId): PollSlice {
  return {
    ...slice,
    drafts: slice.drafts.delete(poll),
    open: slice.open.delete(poll),
    closed: slice.closed.filter((one) => one.poll !== poll),
    justClosed: slice.justClosed?.poll === poll ? null : slice.justClosed,
    stage: slice.stage?.poll === poll ? null : slice.stage,
    cards: slice.cards.filter((one) => one.poll !== poll),
  }
}

const initial: PollSlice = {
  drafts: OrderedMap(),
  open: OrderedMap(),
  closed: List(),
  justClosed: null,
  older: false,
  stage: null,
  cards: List(),
}

const foldKeeping = (kept: number): Feature<PollSlice>['fold'] => ({
  'polls.drafted': (slice, { body }) => {
    const { right, seconds } = body
    const draft = { ...questionOf(body), right, seconds }
    return { ...slice, drafts: slice.drafts.set(body.poll, draft) }
  },
  'polls.opened': (slice, { body, seq, at }) => {
    const { poll, quiz, deadline } = body
    const asked = { ...questionOf(body), quiz, right: null, openedSeq: seq, openedAt: at }
    return {
      ...slice,
      drafts: slice.drafts.delete(poll),
      open: slice.open.set(poll, { ...asked, deadline, votes: Map() }),
    }
  },
  'polls.keyed': (slice, { body }) => {
    const open = slice.open.get(body.poll)
    if (open === undefined) return slice
    return { ...slice, open: slice.open.set(body.poll, { ...open, right: body.right }) }
  },
  'polls.voted': (slice, { body }) => {
    const { poll, voter, choices, text } = body
    const open = slice.open.get(poll)
    if (open === undefined || voter === null) return slice
    const votes = open.votes.set(voter, { choices, text })
    return { ...slice, open: slice.open.set(poll, { ...open, votes }) }
  },
  'polls.closed': closer(kept),
  'polls.reopened': (slice, { body }) => reopen(slice, body.poll),
  'polls.counted': (slice, { body: { poll, counts, voters, texts } }) => {
    const count = { counts, voters, texts: texts ?? [] }
    return changeClosed(slice, poll, (closed) => ({ ...closed, count }))
  },
  'polls.revealed': (slice, { body: { poll, counts, voters, texts, right } }) => {
    const revealed = { counts, voters, texts: texts ?? [], right }
    return changeClosed(slice, poll, (closed) => ({ ...closed, revealed }))
  },
  'polls.published': (slice, { body, seq, at }) => {
    const card = cardOf(body, seq, at)
    const cards = body.chat ? slice.cards.push(card).takeLast(recentPolls) : slice.cards
    return { ...slice, cards, stage: body.stage ? card : slice.stage }
  },
  'polls.dismissed': (slice) => (slice.stage === null ? slice : { ...slice, stage: null }),
  'polls.discarded': (slice, { body }) => discard(slice, body.poll),
})

/** One's own vote; whose an anonymous one is, no reader can tell. */
function ownVote(open: OpenPoll, { participant }: Viewer): OpenPoll['votes'] {
  const own = open.anonymous ? undefined : open.votes.get(participant)
  return own === undefined ? Map() : Map([[participant as string, own]])
}

function project(slice: PollSlice, viewer: Viewer): PollSlice {
  if (viewer.kind === 'waiting') return initial
  const staff = viewer.kind === 'staff'
  const seen = (one: OpenPoll): OpenPoll => ({
    ...one,
    right: staff ? one.right : null,
    votes: ownVote(one, viewer),
  })
  const open = slice.open.map(seen)
  const justClosed = slice.justClosed === null ? null : seen(slice.justClosed)
  if (staff) return { ...slice, open, justClosed }
  return {
    ...slice,
    drafts: initial.drafts,
    open,
    justClosed,
    closed: slice.closed.map((one) => ({ ...one, right: null, count: null })),
  }
}

type EncodedOpen = Omit<OpenPoll, 'votes'> & { votes: [string, PollAnswer][] }

interface Encoded extends Pick<PollSlice, 'older' | 'stage'> {
  drafts: PollDraft[]
  open: EncodedOpen[]
  justClosed: EncodedOpen | null
  closed: ClosedPoll[]
  cards: PollCard[]
}

const encodeOpen = (one: OpenPoll): EncodedOpen => ({ ...one, votes: [...one.votes] })
const decodeOpen = (one: EncodedOpen): OpenPoll => ({ ...one, votes: Map(one.votes) })

function encode({ drafts, open, closed, justClosed, older, stage, cards }: PollSlice): Encoded {
  return {
    drafts: [...drafts.values()],
    open: [...open.values()].map(encodeOpen),
    justClosed: justClosed === null ? null : encodeOpen(justClosed),
    closed: closed.toArray(),
    older,
    stage,
    cards: cards.toArray(),
  }
}

function decode(json: unknown): PollSlice {
  const { drafts, open, closed, justClosed, older, stage, cards } = json as Encoded
  return {
    drafts: OrderedMap(drafts.map((one): [PollId, PollDraft] => [one.poll, one])),
    open: OrderedMap(open.map((one): [PollId, OpenPoll] => [one.poll, decodeOpen(one)])),
    closed: List(closed),
    justClosed: justClosed === null ? null : decodeOpen(justClosed),
    older,
    stage,
    cards: List(cards),
  }
}

const keeping = (kept: number): Feature<PollSlice> => ({
  initial,
  fold: foldKeeping(kept),
  project,
  encode,
  decode,
})

export const polls = keeping(recentPolls)
/** For pages: folds all that ever happened to polls, and keeps every closed one. */
export const allPolls = keeping(Infinity)

/** How an open poll stands. */
export function standing(open: OpenPoll): PollTally {
  return tallyOf(open, open.votes.values())
}
