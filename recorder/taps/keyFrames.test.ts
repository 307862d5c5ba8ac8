// When a whole picture is asked for.
import { expect, test } from 'vitest'
import { KeyFrames } from './keyFrames.ts'

test('at once when one is needed, and again while none comes', () => {
  const keys = new KeyFrames(null)
  expect([0, 100, 499, 500].map((now) => keys.isDue(now, true))).toEqual([true, false, false, true])
  keys.see(600)
  expect(keys.isDue(2_000, false)).toBe(false)
  expect(keys.asked).toBe(2)
  expect(keys.came).toBe(1)
})

test('when somebody wants one, until it came', () => {
  const keys = new KeyFrames(null)
  keys.want()
  expect(keys.isDue(0, false)).toBe(true)
  keys.see(100)
  expect(keys.isDue(1_000, false)).toBe(false)
})

test('when the last is old', () => {
  const keys = new KeyFrames(4_000)
  expect(keys.isDue(0, false)).toBe(false)
  keys.see(1_000)
  expect(keys.isDue(4_999, false)).toBe(false)
  expect(keys.isDue(5_000, false)).toBe(true)
})
