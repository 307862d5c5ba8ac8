import { expect, test } from 'vitest'
import { newId } from '../shared/ids.ts'
import { Toll } from './toll.ts'

test('what was spent comes back with time, for each person apart', () => {
  let now = 0
  const toll = new Toll(() => now)
  const [one, other] = [newId<'participant'>(), newId<'participant'>()]
  toll.pay(one, 800)
  expect(() => {
    toll.pay(one, 20)
  }).toThrow(expect.objectContaining({ refusal: expect.objectContaining({ retryAfter: 500 }) }))
  toll.pay(other, 800)
  now += 500
  toll.pay(one, 20)
  now += 3_600_000
  toll.pay(one, 800)
  expect(() => {
    toll.pay(one, 1)
  }).toThrow()
})
