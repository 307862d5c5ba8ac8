// The routes of the polls prepared on lessons.
import type { pollsRoutes } from '../../shared/contract/http/polls.ts'
import type { Handlers } from '../http/handler.ts'
import type { PollBank } from './bank.ts'

export function bankHandlers({
  bank,
}: {
  readonly bank: PollBank
}): Handlers<keyof typeof pollsRoutes> {
  return {
    'polls.prepared': async ({ params }) => ({ polls: await bank.list(params.lesson) }),
    'polls.ofClass': async ({ params }) => ({ polls: await bank.ofClass(params.room) }),
    'polls.prepare': async ({ params, body }) => ({
      poll: await bank.prepare(params.lesson, body.definition),
    }),
    'polls.change': async ({ params, body }) => ({
      poll: await bank.change(params.lesson, params.poll, body),
    }),
    'polls.copy': async ({ params }) => ({ poll: await bank.copy(params.lesson, params.poll) }),
    'polls.delete': async ({ params }) => {
      await bank.delete(params.lesson, params.poll)
      return {}
    },
  }
}
