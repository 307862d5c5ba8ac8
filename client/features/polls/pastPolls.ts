// The polls of a class that are over.
import type { ClosedPoll } from '../../../shared/room/polls.ts'
import { Past, perRoom } from '../../classroom/past.svelte.ts'

const pageSize = 10

export const pastPolls = perRoom(
  (room) =>
    new Past<ClosedPoll>({
      recent: () => room.state.polls.closed.toArray(),
      more: () => room.state.polls.older,
      numberOf: ({ seq }) => seq,
      ask: async (before) => {
        const answer = await room.request('polls.page', { before, limit: pageSize })
        return answer.ok ? { items: answer.output.polls, more: answer.output.more } : null
      },
    }),
)
