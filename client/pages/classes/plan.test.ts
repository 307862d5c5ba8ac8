import { expect, test } from 'vitest'
import { schedule } from '../../../shared/contract/http/entities.ts'
import {
  localTimeOf,
  newPlan,
  planOfClass,
  planOfSeries,
  problemsOf,
  scheduleOf,
  weekdayOf,
} from './plan.ts'

const now = Date.UTC(2026, 10, 22, 12, 34)
const fresh = newPlan(now, 'Europe/Berlin')

test('a new plan begins at the next full hour of its zone', () => {
  expect(fresh.start).toBe('2026-11-22T14:00')
  expect(newPlan(Date.UTC(2026, 11, 31, 23, 30), 'UTC').start).toBe('2027-01-01T00:00')
})

test('a moment is shown on the clock of its zone, also across daylight saving', () => {
  expect(localTimeOf(Date.UTC(2026, 6, 1, 8, 0), 'Europe/Berlin')).toBe('2026-07-01T10:00')
  expect(localTimeOf(Date.UTC(2026, 0, 1, 8, 0), 'Europe/Berlin')).toBe('2026-01-01T09:00')
  expect(localTimeOf(Date.UTC(2026, 0, 1, 0, 0), 'UTC')).toBe('2026-01-01T00:00')
})

test('the week begins on Monday', () => {
  expect(weekdayOf('2026-11-23')).toBe(1)
  expect(weekdayOf('2026-11-22T14:00')).toBe(7)
})

test('what the form makes is what the contract takes', () => {
  const weekly = { ...fresh, weekly: true, days: [5, 1], every: '2', ends: 'until' as const }
  const plan = { ...weekly, until: '2027-01-31', except: ['2026-12-25', '2026-12-04'] }
  const body = schedule.parse(scheduleOf(plan))
  expect(body.repeat).toEqual({
    every: 2,
    days: [1, 5],
    until: '2027-01-31',
    count: null,
    except: ['2026-12-04', '2026-12-25'],
  })
  expect(schedule.parse(scheduleOf({ ...fresh, title: ' ' }))).not.toHaveProperty('title')
})

test('a series comes back as it was planned', () => {
  const repeat = { every: 1, days: [2], until: null, count: 8, except: [] }
  const series = { title: 'A', start: '2026-11-24T09:00', zone: 'UTC', duration: 60, repeat }
  expect(schedule.parse(scheduleOf(planOfSeries(series)))).toEqual(series)
})

test('a class without a time takes the proposal’s', () => {
  const known = { title: 'A', startsAt: null, duration: null, zone: null }
  expect(planOfClass(known, fresh)).toEqual({ ...fresh, title: 'A' })
})

test('says what is missing', () => {
  expect(problemsOf(fresh)).toEqual([])
  expect(problemsOf({ ...fresh, start: '', duration: 3, weekly: true, days: [] })).toEqual([
    'start',
    'duration',
    'days',
  ])
})
