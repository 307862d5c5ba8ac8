import { expect, test } from 'vitest'
import { backoffMs } from './backoff.ts'

test('waiting grows, has a ceiling, and is spread', () => {
  expect(backoffMs(0, 0)).toBe(50)
  expect(backoffMs(0, 1)).toBe(100)
  expect(backoffMs(3, 1)).toBe(800)
  expect(backoffMs(60, 1)).toBe(3_000)
})
