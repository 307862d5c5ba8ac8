import { describe, expect, it } from 'vitest'
import { Pace } from './pace.ts'

function spendable(pace: Pace, since: number): number {
  const allowance = pace.next(since, 'busy')
  let spent = 0
  while (allowance.left) {
    allowance.spend(1)
    spent += 1
  }
  return spent
}

describe('the pace of painting', () => {
  it('paints more while frames come in time, and less as soon as one is late', () => {
    const pace = new Pace(() => 0)
    const first = spendable(pace, 16.7)
    const second = spendable(pace, 16.7)
    expect(second).toBeGreaterThan(first)
    expect(spendable(pace, 40)).toBeLessThan(second)
  })

  it('never stops, and never takes a whole frame', () => {
    const pace = new Pace(() => 0)
    for (let frame = 0; frame < 100; frame += 1) spendable(pace, 500)
    expect(spendable(pace, 500)).toBeGreaterThan(10)
    for (let frame = 0; frame < 100; frame += 1) spendable(pace, 16)
    expect(spendable(pace, 16)).toBeLessThanOrEqual(70)
  })

  it('ends with its time, whatever was done in it', () => {
    let now = 0
    const allowance = new Pace(() => now).next(null, 'idle')
    expect(allowance.left).toBe(true)
    now = 1_000
    expect(allowance.left).toBe(false)
  })
})
