import { expect, test } from 'vitest'
import { daysAhead, elapsed, relative, weekOf } from './time.ts'

const at = (local: string): number => new Date(local).getTime()

test('a week begins on Monday', () => {
  const week = { from: at('2026-11-16T00:00'), to: at('2026-11-23T00:00') }
  expect(weekOf(at('2026-11-22T15:00'), 0)).toEqual(week)
  expect(weekOf(at('2026-11-16T00:00'), 0)).toEqual(week)
  expect(weekOf(at('2026-11-23T01:00'), -1)).toEqual(week)
})

test('days ahead begin at midnight', () => {
  expect(daysAhead(at('2026-11-22T15:00'), 7)).toEqual({
    from: at('2026-11-22T00:00'),
    to: at('2026-11-29T00:00'),
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
