// Decides questions: who asks and supports what, what is held until staff approves it, which one is
// being answered, and how they end.
import type { CommandName } from '../contract/index.ts'
import { questionLimits } from '../contract/questionLimits.ts'
import { refuse, type Refusal } from '../errors.ts'
import type { QuestionId } from '../ids.ts'
import type { Actor, Decision, Draft, Visibility } from '../log.ts'
import { isStaff } from '../roles.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { mayDo } from './standing.ts'
import type { Person } from './people.ts'
import { authorOf, type ClosedQuestion, type Question } from './questions.ts'
import type { RoomState } from './state.ts'

type Names = Extract<CommandName, `questions.${string}`>

const noQuestion: Refusal = refuse('missing', 'There is no such question.', 'no-question')
const closed: Refusal = refuse('conflict', 'This question is closed.', 'question-closed')
const full: Refusal = refuse(
  'conflict',
  'There are too many open questions; wait until some are answered.',
  'questions-full',
)

function closedOne(room: RoomState, id: QuestionId): ClosedQuestion | undefined {
  return room.questions.closed.find(({ question }) => question === id)
}

/** One that staff can do something with; a refused one must be reopened first. */
function pending(room: RoomState, id: QuestionId): Question | Refusal {
  const question = room.questions.open.get(id)
  if (question !== undefined && question.state !== 'refused') return question
  return question === undefined && closedOne(room, id) === undefined ? noQuestion : closed
}

/** While only its author and staff know a question, so it is with what happens to it. */
function readers(question: Question): Visibility {
  if (question.state === 'open') return 'all'
  const author = authorOf(question)
  return author === null ? ['staff'] : ['staff', author.participant]
}

function approval(question: Question): Draft[] {
  if (question.state !== 'held') return []
  const { question: id, participant, name, anonymous, text } = question
  return [draft('questions.approved', { question: id, participant, name, anonymous, text })]
}

function answered(
  { question, votes }: Question,
  words: { text: string; by: string | null } | null,
) {
  const { text, by } = words ?? { text: null, by: null }
  const body = { question, live: words === null, text, by, count: votes.size }
  return draft('questions.answered', body)
}

/** What was being answered counts as answered once another is taken. */
function answeredBefore(room: RoomState): Draft[] {
  const { answering, open } = room.questions
  const question = answering === null ? undefined : open.get(answering.question)
  return question === undefined ? [] : [answered(question, null)]
}

function crowded(room: RoomState, person: Person): boolean {
  const { open } = room.questions
  if (isStaff(person.role)) return false
  const own = open.count((one) => authorOf(one)?.participant === person.participant)
  return open.size >= questionLimits.open || own >= questionLimits.own
}

function ask(
  room: RoomState,
  person: Person,
  wish: { text: string; anonymous: boolean; id: QuestionId },
) {
  const { text, anonymous, id: question } = wish
  const { participant, name } = person
  const held = room.questions.approval && !isStaff(person.role)
  const signed = anonymous ? { participant: null, name: null } : { participant, name }
  const body = { question, ...signed, anonymous, text, held }
  const written = draft('questions.written', { question, participant, name }, [
    'staff',
    participant,
  ])
  return [
    draft('questions.asked', body, held ? ['staff', participant] : 'all'),
    ...(anonymous ? [written] : []),
    draft('questions.voted', { question, voter: participant, up: true }, [participant]),
  ]
}

/** A held question joins another without ever being shown; its author's vote goes there. */
function mergeHeld(question: Question, into: Question): Draft[] {
  const author = authorOf(question)
  const refused = draft(
    'questions.refused',
    { question: question.question, like: into.question },
    readers(question),
  )
  if (author === null || into.votes.has(author.participant)) return [refused]
  const { participant: voter } = author
  const body = { question: into.question, voter, up: true }
  return [refused, draft('questions.voted', body, [voter])]
}

function mayDelete(room: RoomState, question: Question | ClosedQuestion, actor: Actor) {
  if (authorOf(question)?.participant === actor) return 'author'
  return actor === 'system' || mayDo(room, actor, 'questions.manage') ? 'staff' : null
}

function remove(room: RoomState, id: QuestionId, actor: Actor): Decision {
  const open = room.questions.open.get(id)
  const question = open ?? closedOne(room, id)
  if (question === undefined) return noQuestion
  const by = mayDelete(room, question, actor)
  // Whoever may not see a held question must not learn of it.
  if (by === null)
    return open !== undefined && open.state !== 'open'
      ? noQuestion
      : refuse('forbidden', 'You can delete your own questions only.')
  const { seq, heldSeq } = question
  const answer = 'end' in question && question.end.kind === 'answered' ? [question.closedSeq] : []
  const redacts = [seq, ...(heldSeq === null ? [] : [heldSeq]), ...answer]
  const visibleTo = open === undefined ? 'all' : readers(open)
  return [{ ...draft('questions.deleted', { question: id, by }, visibleTo), redacts }]
}

export const questionDeciders: Deciders<Names> = {
  'questions.ask': (room, { text, anonymous }, { actor, id }) => {
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    if (anonymous && !room.questions.anonymous)
      return refuse('conflict', 'Questions are asked with one’s name here.', 'questions-named')
    if (crowded(room, person)) return full
    return ask(room, person, { text, anonymous, id: id as QuestionId })
  },
  'questions.vote': (room, { question: id, up }, { actor }) => {
    if (actor === 'system') return notThere
    const question = room.questions.open.get(id)
    if (question?.state !== 'open') return closedOne(room, id) === undefined ? noQuestion : closed
    if (question.votes.has(actor) === up) return []
    return [draft('questions.voted', { question: id, voter: actor, up }, [actor])]
  },
  'questions.approve': (room, { question: id }) => {
    const question = pending(room, id)
    return 'code' in question ? question : approval(question)
  },
  'questions.take': (room, { question: id }) => {
    const question = pending(room, id)
    if ('code' in question) return question
    if (room.questions.answering?.question === id) return []
    const answering = draft('questions.answering', { question: id, chapter: true })
    return [...answeredBefore(room), ...approval(question), answering]
  },
  'questions.finish': (room, { question: id }) => {
    const question = pending(room, id)
    if ('code' in question) return question
    return [...approval(question), answered(question, null)]
  },
  'questions.answer': (room, { question: id, text }, { actor }) => {
    const question = pending(room, id)
    if ('code' in question) return question
    const by = actor === 'system' ? null : (room.people.get(actor)?.name ?? null)
    return [...approval(question), answered(question, { text, by })]
  },
  'questions.dismiss': (room, { question: id }) => {
    const question = pending(room, id)
    if ('code' in question) return question
    const { votes } = question
    if (question.state === 'open')
      return [draft('questions.dismissed', { question: id, count: votes.size })]
    return [draft('questions.refused', { question: id, like: null }, readers(question))]
  },
  'questions.reopen': (room, { question: id }) => {
    const { open, answering } = room.questions
    const question = open.get(id)
    if (question === undefined)
      return closedOne(room, id) === undefined
        ? noQuestion
        : [draft('questions.reopened', { question: id })]
    if (question.state !== 'refused' && answering?.question !== id) return []
    return [draft('questions.reopened', { question: id }, readers(question))]
  },
  'questions.merge': (room, { question: id, into: other }) => {
    const question = pending(room, id)
    if ('code' in question) return question
    const into = room.questions.open.get(other)
    if (into?.state !== 'open') return noQuestion
    if (id === other) return refuse('invalid', 'A question cannot be merged with itself.')
    if (question.state === 'held') return mergeHeld(question, into)
    return [draft('questions.merged', { question: id, into: other, count: question.votes.size })]
  },
  'questions.pin': (room, { question: id, pinned }) => {
    const question = pending(room, id)
    if ('code' in question) return question
    if (question.pinned === pinned) return []
    return [draft('questions.pinned', { question: id, pinned }, readers(question))]
  },
  'questions.delete': (room, { question }, { actor }) => remove(room, question, actor),
  'questions.configure': (room, input) => {
    const { approval: held, anonymous } = room.questions
    const next = { approval: input.approval ?? held, anonymous: input.anonymous ?? anonymous }
    const same = next.approval === held && next.anonymous === anonymous
    return same ? [] : [draft('questions.configured', next)]
  },
}

/** With the class ends what was being answered. */
export const questionAftermath: Aftermath = (before, after) => {
  if (before.class.phase === after.class.phase || after.class.phase === 'live') return []
  return answeredBefore(after)
}
