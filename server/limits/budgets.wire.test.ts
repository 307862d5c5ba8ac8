import { expect, it } from 'vitest'
import { freshRedis } from '../../infra/test/redis.ts'
import { newId } from '../../shared/ids.ts'
import { LyceumError } from '../../shared/errors.ts'
import { connectRedis } from '../storage/redis.ts'
import { openBudget, type Budget, type LimitsConfig } from './budgets.ts'

const options = { name: 'test', points: 4, seconds: 600, words: 'Too fast', shortestWait: 100 }

/** How often it may be spent before it refuses. */
async function spendAll(budgets: readonly Budget[], key: string): Promise<number> {
  for (let spent = 0; spent < 100; spent += 1) {
    const budget = budgets[spent % budgets.length]
    try {
      await budget?.spend(key)
    } catch (error) {
      expect(error).toBeInstanceOf(LyceumError)
      expect((error as LyceumError).refusal.retryAfter).toBeGreaterThan(0)
      return spent
    }
  }
  throw new Error('nothing was refused')
}

it('refuses beyond the budget, and says when to come again', async () => {
  expect(await spendAll([openBudget(options, { kind: 'memory' })], newId())).toBe(options.points)
})

it('is one budget for nodes that share Redis, and one for each while Redis does not answer', async () => {
  await using redis = await freshRedis()
  const ignore = () => undefined
  const connections = [connectRedis(redis.url, ignore), connectRedis(redis.url, ignore)]
  try {
    await Promise.all(
      connections.map(async ({ limits }) => {
        while (limits.status !== 'ready') await new Promise((again) => limits.once('ready', again))
      }),
    )
    const nodes = connections.map(({ limits }): LimitsConfig => ({ kind: 'redis', redis: limits }))
    const budgets = nodes.map((node) => openBudget(options, node))
    expect(await spendAll(budgets, newId())).toBe(options.points)
    process.kill(redis.pid, 'SIGSTOP')
    expect(await spendAll(budgets, newId())).toBe(2 * options.points)
  } finally {
    for (const connection of connections) connection.close()
  }
})
