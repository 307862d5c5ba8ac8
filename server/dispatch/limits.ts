// Budgets of what comes over sockets, per participant and per class of command, and of a whole class.
import { rateClasses, roomRates, type RateClass } from '../../shared/contract/define.ts'
import { openBudget, type LimitsConfig } from '../limits/budgets.ts'

export interface Spender {
  readonly participant: string
  /** Null where only the person's budget counts: staff must be able to act in a class that is flooded. */
  readonly room: string | null
}

export interface Limits {
  /** Throws `rateLimited` with the time to wait. */
  spend(rate: RateClass, by: Spender): Promise<void>
}

const shortestWait = 100

export function createLimits(config: LimitsConfig): Limits {
  const budgetsOf = (rate: Exclude<RateClass, 'system'>) => ({
    own: openBudget({ name: rate, ...rateClasses[rate], words: 'Too fast', shortestWait }, config),
    room: openBudget(
      { name: `room:${rate}`, ...roomRates[rate], words: 'Very many act at once', shortestWait },
      config,
    ),
  })
  const budgets = {
    act: budgetsOf('act'),
    chat: budgetsOf('chat'),
    machine: budgetsOf('machine'),
    signal: budgetsOf('signal'),
  }
  return {
    async spend(rate, { participant, room }) {
      if (rate === 'system') return
      // The person's first, so that one who is much too fast cannot spend what is everybody's.
      await budgets[rate].own.spend(participant)
      if (room !== null) await budgets[rate].room.spend(room)
    },
  }
}
