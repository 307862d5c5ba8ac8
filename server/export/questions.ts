// The class's questions as rows, with what became of each; whose an unsigned one is, staff may know.
import type { QuestionId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import type { RoomRecord } from '../catalogue/ports.ts'
import type { Row } from './formats.ts'
import { time } from './time.ts'

export const questionColumns = [
  'time',
  'name',
  'anonymous',
  'text',
  'state',
  'votes',
  'answer',
  'answeredBy',
]

interface Body {
  readonly question: string
  readonly name?: string | null
  readonly anonymous?: boolean
  readonly text?: string | null
  readonly live?: boolean
  readonly by?: string | null
  readonly count?: number
  readonly held?: boolean
}

interface Question {
  readonly at: number
  readonly anonymous: boolean
  readonly text: string | null
  name: string | null
  state: string
  votes: number | null
  answer: string | null
  answeredBy: string | null
}

/** What each kind of fact makes of a question; the names are those of its states. */
const ends: Readonly<Record<string, string>> = {
  'questions.approved': 'open',
  'questions.dismissed': 'dismissed',
  'questions.refused': 'refused',
  'questions.merged': 'merged',
  'questions.deleted': 'deleted',
}

function ask(at: number, { name, anonymous, text, held }: Body): Question {
  return {
    at,
    anonymous: anonymous === true,
    text: text ?? null,
    name: name ?? null,
    state: held === true ? 'held' : 'open',
    votes: null,
    answer: null,
    answeredBy: null,
  }
}

/** As if it had not ended: one that was refused is held again. */
function reopen(known: Question): void {
  const state = known.state === 'refused' ? 'held' : 'open'
  Object.assign(known, { state, votes: null, answer: null, answeredBy: null })
}

function hear(questions: Map<string, Question>, { type, at, body }: Fact): void {
  const about = body as Body
  const known = questions.get(about.question)
  if (type === 'questions.asked') questions.set(about.question, ask(at, about))
  if (known === undefined) return
  known.votes = about.count ?? known.votes
  known.state = ends[type] ?? known.state
  if (type === 'questions.reopened') reopen(known)
  if (type === 'questions.written') known.name = about.name ?? null
  if (type === 'questions.answered')
    Object.assign(known, {
      state: about.live === true ? 'answered aloud' : 'answered',
      answer: about.text ?? null,
      answeredBy: about.by ?? null,
    })
}

export async function* questionRows(record: RoomRecord): AsyncGenerator<Row> {
  const questions = new Map<string, Question>()
  for await (const fact of record.facts())
    if (fact.type.startsWith('questions.')) hear(questions, fact)
  for (const [id, { at, votes, ...question }] of questions) {
    // While it is open nothing is counted for good.
    const now = record.state.questions.open.get(id as QuestionId)?.votes.size ?? votes
    yield { time: time(at), ...question, votes: now }
  }
}
