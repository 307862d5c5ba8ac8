// The questions of a class that are closed.
import { Past, perRoom } from '../../classroom/past.svelte.ts'
import type { PastQuestion } from './questions.svelte.ts'

const pageSize = 20

export const pastQuestions = perRoom(
  (room) =>
    new Past<PastQuestion>({
      recent: () => room.state.questions.closed.toArray(),
      more: () => room.state.questions.older,
      numberOf: ({ closedSeq }) => closedSeq,
      ask: async (before) => {
        const answer = await room.request('questions.page', { before, limit: pageSize })
        return answer.ok ? { items: answer.output.questions, more: answer.output.more } : null
      },
    }),
)
