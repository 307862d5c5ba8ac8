// What one person may make media workers build, by a clock of the test.
import { expect, test } from 'vitest'
import type { LyceumError } from '../shared/errors.ts'
import { newId } from '../shared/ids.ts'
import { Toll } from './toll.ts'

test('what was spent comes back with time, for each person apart', () => {
  let now = 0
  const toll = new Toll(() => now)
  const [one, other] = [newId<'participant'>(), newId<'participant'>()]
  toll.pay(one, 800)
  const waits = () => {
    try {
      toll.pay(one, 20)
      return 0
    } catch (error) {
      return (error as LyceumError).refusal.retryAfter
    }
  }
  expect(waits()).toBe(500)
  toll.pay(other, 800)
  now += 500
  expect(waits()).toBe(0)
  now += 3_600_000
  toll.pay(one, 800)
  expect(() => {
    toll.pay(one, 1)
  }).toThrow()
})
