// Budgets of calls, per caller and per address. In memory, or in Redis so that nodes share them; when
// Redis is away each node counts for itself.
import type { Redis } from 'ioredis'
import {
  RateLimiterMemory,
  RateLimiterRedis,
  RateLimiterRes,
  type RateLimiterAbstract,
} from 'rate-limiter-flexible'
import { routeRates, type RouteRate } from '../../shared/contract/http/define.ts'
import { LyceumError } from '../../shared/errors.ts'

export interface Limits {
  /** Throws `rateLimited` with how long to wait. */
  spend(rate: RouteRate, who: { own: string | null; address: string }): Promise<void>
}

export type LimitsConfig =
  | { readonly kind: 'lifted' }
  | { readonly kind: 'memory' }
  | { readonly kind: 'redis'; readonly redis: Redis }

interface Budget {
  readonly points: number
  readonly seconds: number
}

function limiter(name: string, { points, seconds }: Budget, config: LimitsConfig) {
  const memory = new RateLimiterMemory({ keyPrefix: name, points, duration: seconds })
  if (config.kind !== 'redis') return memory
  return new RateLimiterRedis({
    storeClient: config.redis,
    keyPrefix: `lyceum:limit:${name}`,
    points,
    duration: seconds,
    insuranceLimiter: memory,
  })
}

async function consume(from: RateLimiterAbstract, key: string): Promise<void> {
  try {
    await from.consume(key)
  } catch (error) {
    if (!(error instanceof RateLimiterRes)) throw error
    const retryAfter = Math.max(1000, error.msBeforeNext)
    const seconds = Math.ceil(retryAfter / 1000)
    throw new LyceumError('rateLimited', `Too many attempts; try again in ${seconds} s.`, {
      retryAfter,
    })
  }
}

export function createLimits(config: LimitsConfig): Limits {
  if (config.kind === 'lifted') return { spend: async () => undefined }
  const names = Object.keys(routeRates) as RouteRate[]
  const limiters = new Map(
    names.map((name) => [
      name,
      {
        own: limiter(`${name}:own`, routeRates[name].own, config),
        address: limiter(`${name}:address`, routeRates[name].address, config),
      },
    ]),
  )
  return {
    async spend(rate, { own, address }) {
      const pair = limiters.get(rate)
      if (pair === undefined) return
      await consume(pair.address, address)
      if (own !== null) await consume(pair.own, own)
    },
  }
}
