// What may be spent in a time: counted in memory, or in Redis so that nodes share it. While Redis is away or
// does not answer, each node counts for itself and nobody waits.
import type { Redis } from 'ioredis'
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible'
import { LyceumError } from '../../shared/errors.ts'

export type LimitsConfig =
  | { readonly kind: 'lifted' }
  | { readonly kind: 'memory' }
  | { readonly kind: 'redis'; readonly redis: Redis }

export interface Allowance {
  readonly points: number
  readonly seconds: number
}

export interface Budget {
  /** Throws `rateLimited` with the time to wait. */
  spend(key: string): Promise<void>
}

export interface BudgetOptions extends Allowance {
  readonly name: string
  /** What a refusal says, before the time to wait. */
  readonly words: string
  /** The shortest wait that a refusal asks for, in ms. */
  readonly shortestWait: number
}

/** Redis failed: so long it is not asked again. In ms. */
const distrust = 2_000

type Counter = Pick<RateLimiterAbstract, 'consume'>

function shared(redis: Redis, { name, points, seconds }: BudgetOptions, own: Counter): Counter {
  const counter = new RateLimiterRedis({
    storeClient: redis,
    keyPrefix: `lyceum:limit:${name}`,
    points,
    duration: seconds,
    inMemoryBlockOnConsumed: points + 1,
    rejectIfRedisNotReady: true,
  })
  let trustedFrom = 0
  return {
    async consume(key) {
      if (performance.now() < trustedFrom) return own.consume(key)
      try {
        return await counter.consume(key)
      } catch (error) {
        if (error instanceof RateLimiterRes) throw error
        trustedFrom = performance.now() + distrust
        return own.consume(key)
      }
    },
  }
}

function counterFor(options: BudgetOptions, config: LimitsConfig): Counter {
  const { name, points, seconds } = options
  const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })
  return config.kind === 'redis' ? shared(config.redis, options, memory) : memory
}

export function openBudget(options: BudgetOptions, config: LimitsConfig): Budget {
  if (config.kind === 'lifted') return { spend: async () => undefined }
  const counter = counterFor(options, config)
  return {
    async spend(key) {
      try {
        await counter.consume(key)
      } catch (error) {
        if (!(error instanceof RateLimiterRes)) throw error
        const retryAfter = Math.max(options.shortestWait, error.msBeforeNext)
        const seconds = Math.ceil(retryAfter / 1_000)
        const message = `${options.words}; try again in ${seconds} s.`
        throw new LyceumError('rateLimited', message, { retryAfter })
      }
    },
  }
}
