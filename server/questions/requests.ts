// Answers what people ask about questions: how many support each, and pages of older ones. Everything is
// what the asker may see now.
import { foldInto } from '../../shared/room/feature.ts'
import { show } from '../../shared/room/marks.ts'
import { allQuestions, type ClosedQuestion } from '../../shared/room/questions.ts'
import type { Viewer } from '../../shared/room/viewer.ts'
import type { RequestHandlers, Sender } from '../dispatch/dispatcher.ts'
import type { Room } from '../rooms/room.ts'
import { standingOf } from './standing.ts'

type Handled = 'questions.tallies' | 'questions.page'

/** All that ever happens to questions but votes. */
const lifeTypes = [
  'asked',
  'written',
  'approved',
  'answered',
  'dismissed',
  'refused',
  'reopened',
  'merged',
  'deleted',
].map((what) => `questions.${what}`)
/** Of a class that had more facts about questions the newest are told. */
const lifeLimit = 5_000

const viewerOfSender = ({ room, member }: Sender) => room.viewer(member.arrival.participant)

async function closedQuestions(room: Room, viewer: Viewer): Promise<ClosedQuestion[]> {
  if (viewer.kind === 'waiting') return []
  const { seq } = room.log.position
  const newest = await room.log.readBack(seq + 1, lifeTypes, lifeLimit)
  const seen = show(newest.toReversed(), viewer)
  const fold = (slice: typeof allQuestions.initial, fact: (typeof seen)[number]) =>
    foldInto(allQuestions, slice, fact)
  return seen.reduce(fold, allQuestions.initial).closed.toArray()
}

function told(closed: ClosedQuestion) {
  const { question, participant, name, anonymous, text, author } = closed
  const { seq, at, closedSeq, closedAt, end, count } = closed
  const whose = author === null ? null : { ...author }
  const words = { question, participant, name, anonymous, text, author: whose }
  return { ...words, seq, at, closedSeq, closedAt, end: { ...end }, count }
}

export const questionRequests: Pick<RequestHandlers, Handled> = {
  'questions.tallies': (sender) => {
    const { kind } = viewerOfSender(sender)
    const { open } = sender.room.state.questions
    return Promise.resolve({ tallies: kind === 'waiting' ? [] : standingOf(open.values()) })
  },
  'questions.page': async (sender, { before, limit }) => {
    const viewer = viewerOfSender(sender)
    const closed = await closedQuestions(sender.room, viewer)
    const older = closed.filter(
      ({ closedSeq, end }) =>
        (before === null || closedSeq < before) &&
        (end.kind !== 'dismissed' || viewer.kind === 'staff'),
    )
    return { questions: older.slice(0, limit).map(told), more: older.length > limit }
  },
}
