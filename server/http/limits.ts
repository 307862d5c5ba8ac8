// Budgets of calls, per caller and per address.
import { routeRates, type RouteRate } from '../../shared/contract/http/define.ts'
import { openBudget, type Allowance, type LimitsConfig } from '../limits/budgets.ts'

export interface Limits {
  /** Throws `rateLimited` with how long to wait. */
  spend(rate: RouteRate, who: { own: string | null; address: string }): Promise<void>
}

const manner = { words: 'Too many attempts', shortestWait: 1_000 }

export function createLimits(config: LimitsConfig): Limits {
  const open = (name: string, allowance: Allowance) =>
    openBudget({ name, ...allowance, ...manner }, config)
  const names = Object.keys(routeRates) as RouteRate[]
  const budgets = new Map(
    names.map((name) => [
      name,
      {
        own: open(`${name}:own`, routeRates[name].own),
        address: open(`${name}:address`, routeRates[name].address),
      },
    ]),
  )
  return {
    async spend(rate, { own, address }) {
      const pair = budgets.get(rate)
      if (pair === undefined) return
      await pair.address.spend(address)
      if (own !== null) await pair.own.spend(own)
    },
  }
}
