// Questions as the room keeps them: those that are open, held or refused, with who supports them; which
// one is being answered; and the last closed ones. Older ones are pages read from the log.
import { List, OrderedMap, Set } from 'immutable'
import type { BodyOf } from '../contract/index.ts'
import type { ParticipantId, QuestionId } from '../ids.ts'
import type { Fact } from '../log.ts'
import type { Feature } from './feature.ts'
import type { Viewer } from './viewer.ts'

/** How many closed questions a joiner gets without asking. */
export const recentQuestions = 30

export interface QuestionAuthor {
  readonly participant: ParticipantId
  readonly name: string | null
}

interface Asked {
  readonly question: QuestionId
  /** Number and time of the fact by which everybody who may see it came to know it. */
  readonly seq: number
  readonly at: number
  /** The number under which it was held before; its author's and staff's to know. */
  readonly heldSeq: number | null
  /** Null without a name, and once the author was erased. */
  readonly participant: ParticipantId | null
  readonly name: string | null
  readonly anonymous: boolean
  readonly text: string | null
  /** Whose a question without a name is; staff's and theirs to know. */
  readonly author: QuestionAuthor | null
  /** A reader has nobody's vote but their own. */
  readonly votes: Set<ParticipantId>
}

export interface Question extends Asked {
  readonly state: 'held' | 'refused' | 'open'
  readonly pinned: boolean
  /** Of a refused one: the question that asks the same. */
  readonly like: QuestionId | null
}

export type QuestionEnd =
  | {
      readonly kind: 'answered'
      readonly live: boolean
      readonly text: string | null
      readonly by: string | null
    }
  | { readonly kind: 'dismissed' }
  | { readonly kind: 'merged'; readonly into: QuestionId }

export interface ClosedQuestion extends Asked {
  readonly closedSeq: number
  readonly closedAt: number
  readonly end: QuestionEnd
  /** How many supported it. */
  readonly count: number
  /** Who support the other question since the two were merged, and did not before. */
  readonly lent: Set<ParticipantId>
}

export interface QuestionSlice {
  readonly approval: boolean
  readonly anonymous: boolean
  /** In the order in which their readers came to know them. */
  readonly open: OrderedMap<QuestionId, Question>
  readonly answering: { readonly question: QuestionId; readonly since: number } | null
  /** Newest first. */
  readonly closed: List<ClosedQuestion>
  /** True when older ones than these were closed. */
  readonly older: boolean
}

const initial: QuestionSlice = {
  approval: false,
  anonymous: true,
  open: OrderedMap(),
  answering: null,
  closed: List(),
  older: false,
}

/** Whose it is, as far as the reader may know. */
export function authorOf({ author, participant, name }: Asked): QuestionAuthor | null {
  return author ?? (participant === null ? null : { participant, name })
}

function change(
  slice: QuestionSlice,
  id: QuestionId,
  next: (question: Question) => Question,
): QuestionSlice {
  const question = slice.open.get(id)
  return question === undefined ? slice : { ...slice, open: slice.open.set(id, next(question)) }
}

function shown(body: BodyOf<'questions.approved'>) {
  const { question, participant, name, anonymous, text } = body
  return { question, participant, name, anonymous, text }
}

function notAnswering(slice: QuestionSlice, id: QuestionId): QuestionSlice {
  return slice.answering?.question === id ? { ...slice, answering: null } : slice
}

interface Closing {
  readonly end: QuestionEnd
  readonly count: number
  readonly lent?: Set<ParticipantId>
  /** How many of the newest stay. */
  readonly kept: number
}

function close(slice: QuestionSlice, fact: Fact, { kept, ...closing }: Closing): QuestionSlice {
  const id = (fact.body as { question: QuestionId }).question
  const question = slice.open.get(id)
  if (question === undefined) return slice
  const { state: _, pinned: __, like: ___, ...asked } = question
  const { seq: closedSeq, at: closedAt } = fact
  const closed = slice.closed.unshift({ ...asked, lent: Set(), ...closing, closedSeq, closedAt })
  return {
    ...notAnswering(slice, id),
    open: slice.open.delete(id),
    closed: closed.size > kept ? closed.take(kept) : closed,
    older: slice.older || closed.size > kept,
  }
}

/** A refused question makes room for the next one of its author's that is refused. */
function refused(
  slice: QuestionSlice,
  { question: id, like }: BodyOf<'questions.refused'>,
): QuestionSlice {
  const question = slice.open.get(id)
  if (question === undefined) return slice
  const whose = authorOf(question)?.participant
  const others = slice.open.filter(
    (one) => one.state !== 'refused' || authorOf(one)?.participant !== whose,
  )
  return { ...slice, open: others.set(id, { ...question, state: 'refused', like }) }
}

/** Votes that came with it go with it. */
function giveBack(slice: QuestionSlice, { end, lent }: ClosedQuestion): QuestionSlice {
  if (end.kind !== 'merged') return slice
  return change(slice, end.into, (into) => ({ ...into, votes: into.votes.subtract(lent) }))
}

function reopen(slice: QuestionSlice, id: QuestionId): QuestionSlice {
  const known = slice.open.get(id)
  if (known?.state === 'refused')
    return change(slice, id, (one) => ({ ...one, state: 'held', like: null }))
  if (known !== undefined) return notAnswering(slice, id)
  const closed = slice.closed.find(({ question }) => question === id)
  if (closed === undefined) return slice
  const { closedSeq: _, closedAt: __, end: ___, count: ____, lent: _____, ...asked } = closed
  const back = giveBack(slice, closed)
  return {
    ...back,
    open: back.open.set(id, { ...asked, state: 'open', pinned: false, like: null }),
    closed: back.closed.filter(({ question }) => question !== id),
  }
}

const openFold: Feature<QuestionSlice>['fold'] = {
  'questions.asked': (slice, { body, seq, at }) => {
    const question: Question = {
      ...shown(body),
      seq,
      at,
      heldSeq: null,
      author: null,
      votes: Set(),
      state: body.held ? 'held' : 'open',
      pinned: false,
      like: null,
    }
    return { ...slice, open: slice.open.set(body.question, question) }
  },
  'questions.written': (slice, { body: { question, participant, name } }) =>
    participant === null
      ? slice
      : change(slice, question, (one) => ({ ...one, author: { participant, name } })),
  'questions.voted': (slice, { body: { question, voter, up } }) =>
    voter === null
      ? slice
      : change(slice, question, (one) => ({
          ...one,
          votes: up ? one.votes.add(voter) : one.votes.delete(voter),
        })),
  'questions.approved': (slice, { body, seq, at }) => {
    const held = slice.open.get(body.question)
    const question: Question = {
      author: null,
      votes: Set(),
      ...held,
      ...shown(body),
      pinned: false,
      like: null,
      heldSeq: held?.seq ?? null,
      seq,
      at,
      state: 'open',
    }
    // It stands where those stand who see it only now.
    const open = slice.open.delete(body.question).set(body.question, question)
    return { ...slice, open }
  },
  'questions.answering': (slice, { body: { question }, at }) =>
    slice.open.has(question) ? { ...slice, answering: { question, since: at } } : slice,
  'questions.refused': (slice, { body }) => refused(slice, body),
  'questions.reopened': (slice, { body }) => reopen(slice, body.question),
  'questions.pinned': (slice, { body: { question, pinned } }) =>
    change(slice, question, (one) => ({ ...one, pinned })),
  'questions.deleted': (slice, { body: { question } }) => ({
    ...notAnswering(slice, question),
    open: slice.open.delete(question),
    closed: slice.closed.filter((one) => one.question !== question),
  }),
  'questions.configured': (slice, { body }) => ({ ...slice, ...body }),
}

const foldKeeping = (kept: number): Feature<QuestionSlice>['fold'] => ({
  ...openFold,
  'questions.answered': (slice, fact) => {
    const { live, text, by, count } = fact.body
    return close(slice, fact, { end: { kind: 'answered', live, text, by }, count, kept })
  },
  'questions.dismissed': (slice, fact) =>
    close(slice, fact, { end: { kind: 'dismissed' }, count: fact.body.count, kept }),
  'questions.merged': (slice, fact) => {
    const { question, into, count } = fact.body
    const votes = slice.open.get(question)?.votes ?? Set()
    const lent = votes.subtract(slice.open.get(into)?.votes ?? Set())
    const closing = { end: { kind: 'merged', into }, count, lent, kept } as const
    return change(close(slice, fact, closing), into, (one) => ({
      ...one,
      votes: one.votes.union(votes),
    }))
  },
})

function own(votes: Set<ParticipantId>, { participant }: Viewer): Set<ParticipantId> {
  return votes.has(participant) ? Set([participant]) : Set()
}

/** Names and numbers that are the author's and staff's alone. */
function discreet<One extends Asked>(asked: One, viewer: Viewer): One {
  const votes = own(asked.votes, viewer)
  if (viewer.kind === 'staff' || authorOf(asked)?.participant === viewer.participant)
    return { ...asked, votes }
  return { ...asked, votes, heldSeq: null, author: null }
}

function project(slice: QuestionSlice, viewer: Viewer): QuestionSlice {
  if (viewer.kind === 'waiting') return initial
  const mayKnow = (one: Question) =>
    one.state === 'open' ||
    viewer.kind === 'staff' ||
    authorOf(one)?.participant === viewer.participant
  return {
    ...slice,
    open: slice.open.filter(mayKnow).map((one) => discreet(one, viewer)),
    closed: slice.closed.map((one) => ({
      ...discreet(one, viewer),
      lent: own(one.lent, viewer),
    })),
  }
}

type Plain<One extends Asked> = Omit<One, 'votes' | 'lent'> & { votes: ParticipantId[] }

interface Encoded extends Omit<QuestionSlice, 'open' | 'closed'> {
  open: Plain<Question>[]
  closed: (Plain<ClosedQuestion> & { lent: ParticipantId[] })[]
}

function encode({ open, closed, ...rest }: QuestionSlice): Encoded {
  return {
    ...rest,
    open: [...open.values()].map((one) => ({ ...one, votes: [...one.votes] })),
    closed: closed.toArray().map((one) => ({ ...one, votes: [...one.votes], lent: [...one.lent] })),
  }
}

function decode(json: unknown): QuestionSlice {
  const { open, closed, ...rest } = json as Encoded
  return {
    ...rest,
    open: OrderedMap(
      open.map((one): [QuestionId, Question] => [one.question, { ...one, votes: Set(one.votes) }]),
    ),
    closed: List(closed.map((one) => ({ ...one, votes: Set(one.votes), lent: Set(one.lent) }))),
  }
}

const keeping = (kept: number): Feature<QuestionSlice> => ({
  initial,
  fold: foldKeeping(kept),
  project,
  encode,
  decode,
})

export const questions = keeping(recentQuestions)
/** For pages: folds all that ever happened to questions, and keeps every closed one. */
export const allQuestions = keeping(Infinity)
