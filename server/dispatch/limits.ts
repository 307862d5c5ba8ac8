// Budgets per participant and class of command, as the contract states them.
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible'
import { rateClasses, type RateClass } from '../../shared/contract/define.ts'
import { LyceumError } from '../../shared/errors.ts'

export interface Limits {
  /** Throws `rateLimited` with the time to wait. */
  spend(rate: RateClass, who: string): Promise<void>
}

export const noLimits: Limits = { spend: () => Promise.resolve() }

function limiter(rate: RateClass): RateLimiterMemory {
  const { points, seconds } = rateClasses[rate]
  return new RateLimiterMemory({ points, duration: seconds, keyPrefix: rate })
}

export function memoryLimits(): Limits {
  const limiters = {
    act: limiter('act'),
    chat: limiter('chat'),
    machine: limiter('machine'),
    signal: limiter('signal'),
  }
  return {
    async spend(rate, who) {
      if (rate === 'system') return
      try {
        await limiters[rate].consume(who)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const retryAfter = Math.max(error.msBeforeNext, 100)
        const seconds = Math.ceil(retryAfter / 1_000)
        throw new LyceumError('rateLimited', `Too fast; try again in ${seconds} s.`, { retryAfter })
      }
    },
  }
}
