// How many support the open questions: a source of the running tallies, and what a joiner asks for. Pure.
import type { Question } from '../../shared/room/questions.ts'
import type { RoomState } from '../../shared/room/state.ts'
import type { Telling } from '../tallies/tallies.ts'

/** Held questions have no votes to tell: nobody can support what they do not see. */
export function standingOf(open: Iterable<Question>) {
  return [...open]
    .filter(({ state }) => state === 'open')
    .map(({ question, votes }) => ({ question, votes: votes.size }))
}

/** What changed in the votes from one state to a later one. */
export function questionNews(before: RoomState, after: RoomState): Telling[] {
  const { open: then } = before.questions
  const { open: now } = after.questions
  if (then === now) return []
  const changed = [...now.values()].filter((question) => {
    const known = then.get(question.question)
    return known?.votes !== question.votes || known.state !== question.state
  })
  const tallies = standingOf(changed)
  return tallies.length === 0 ? [] : [{ name: 'questions.tally', data: { tallies } }]
}
