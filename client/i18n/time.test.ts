import { expect, test } from 'vitest'
import { daysAhead, elapsed, relative, weekOf } from './time.ts'

const at = (year: number, month: number, date: number, hour = 0): number =>
  new Date(year, month - 1, date, hour).getTime()

test('a week begins on Monday', () => {
  const week = { from: at(2026, 11, 16), to: at(2026, 11, 23) }
  expect(weekOf(at(2026, 11, 22, 15), 0)).toEqual(week)
  expect(weekOf(at(2026, 11, 16), 0)).toEqual(week)
  expect(weekOf(at(2026, 11, 23, 1), -1)).toEqual(week)
})

test('days ahead begin at midnight', () => {
  expect(daysAhead(at(2026, 11, 22, 15), 7)).toEqual({
    from: at(2026, 11, 22),
    to: at(2026, 11, 29),
  })
})

test('a running clock', () => {
  expect([0, 65_999, 3_723_000, -5].map(elapsed)).toEqual(['0:00', '1:05', '1:02:03', '0:00'])
})

test('the largest unit that fits', () => {
  expect(relative(0, 80_000)).toBe('1 minute ago')
  expect(relative(3 * 3_600_000, 0)).toBe('in 3 hours')
  expect(relative(0, 25 * 3_600_000)).toBe('yesterday')
  expect(relative(0, 10_000)).toBe('this minute')
})
