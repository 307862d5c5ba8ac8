// Time listened, by a clock of the test.
import { expect, test } from 'vitest'
import { Listening } from './listening.ts'

test('it passes like any other, but for the time nobody listened', () => {
  const listening = new Listening()
  expect([1_000, 1_010, 1_020, 1_020].map((now) => listening.until(now))).toEqual([0, 10, 20, 20])
  expect(listening.until(5_000)).toBe(70)
  expect(listening.until(5_010)).toBe(80)
})
