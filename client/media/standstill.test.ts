import { expect, test } from 'vitest'
import { Standstill } from './standstill.ts'

test('a picture stands still when no frame comes for seconds in which somebody could see it', () => {
  const standstill = new Standstill()
  expect(standstill.look(1, true, 0)).toBe(false)
  expect(standstill.look(1, true, 5_000)).toBe(false)
  expect(standstill.look(2, true, 5_500)).toBe(false)
  expect(standstill.look(2, false, 60_000)).toBe(false)
  expect(standstill.look(2, true, 65_000)).toBe(false)
  expect(standstill.look(2, true, 66_000)).toBe(true)
})
