import fc from 'fast-check'
import { expect, it } from 'vitest'
import { recurrence } from '../../shared/contract/http/entities.ts'
import { localOf, momentOf, occurrences, type Plan } from './recurrence.ts'

const iso = (moment: number) => new Date(moment).toISOString()
const plan = (change: Partial<Plan> & { repeat?: Plan['repeat'] }): Plan => ({
  start: '2026-03-16T09:30',
  zone: 'Europe/Berlin',
  repeat: recurrence.parse({ days: [1] }),
  ...change,
})
const all = (given: Plan) => occurrences(given, 0, Date.UTC(2030, 0))

it('keeps the time of day when daylight saving begins', () => {
  const found = all(plan({ repeat: recurrence.parse({ days: [1], count: 3 }) }))
  expect(found.map(({ date, startsAt }) => [date, iso(startsAt)])).toEqual([
    ['2026-03-16', '2026-03-16T08:30:00.000Z'],
    ['2026-03-23', '2026-03-23T08:30:00.000Z'],
    ['2026-03-30', '2026-03-30T07:30:00.000Z'],
  ])
})

it('takes a skipped time later and a doubled one first', () => {
  expect(iso(momentOf('2026-03-29T02:30', 'Europe/Berlin'))).toBe('2026-03-29T01:30:00.000Z')
  expect(iso(momentOf('2026-10-25T02:30', 'Europe/Berlin'))).toBe('2026-10-25T00:30:00.000Z')
  expect(localOf(Date.UTC(2026, 2, 29, 1, 30), 'Europe/Berlin')).toBe('2026-03-29T03:30')
})

it('leaves out exceptions, which still count, and ends on the last day', () => {
  const repeat = recurrence.parse({ days: [1, 3], until: '2026-03-30', except: ['2026-03-18'] })
  expect(all(plan({ repeat })).map(({ date }) => date)).toEqual([
    '2026-03-16',
    '2026-03-23',
    '2026-03-25',
    '2026-03-30',
  ])
  const counted = recurrence.parse({ days: [1], count: 3, except: ['2026-03-23'] })
  expect(all(plan({ repeat: counted }))).toHaveLength(2)
})

it('skips weeks, and weekdays are those of the zone', () => {
  const repeat = recurrence.parse({ every: 2, days: [7], count: 2 })
  const sydney = plan({ zone: 'Australia/Sydney', start: '2026-06-07T08:00', repeat })
  expect(all(sydney).map(({ date, startsAt }) => [date, iso(startsAt)])).toEqual([
    ['2026-06-07', '2026-06-06T22:00:00.000Z'],
    ['2026-06-21', '2026-06-20T22:00:00.000Z'],
  ])
})

it('answers the same whatever span is asked for', () => {
  const zones = ['Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Apia', 'UTC']
  const start = Date.UTC(2026, 0)
  fc.assert(
    fc.property(
      fc.constantFrom(...zones),
      fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
      fc.array(fc.integer({ min: 0, max: 500 * 24 }), { minLength: 2, maxLength: 2 }),
      (zone, days, hours) => {
        const given = plan({ zone, start: '2026-01-05T00:15', repeat: recurrence.parse({ days }) })
        const [from = 0, to = 0] = hours
          .map((each) => start + each * 3600_000)
          .sort((a, b) => a - b)
        const whole = occurrences(given, start, start + 600 * 24 * 3600_000)
        const part = occurrences(given, from, to)
        expect(part).toEqual(whole.filter(({ startsAt }) => startsAt >= from && startsAt < to))
        for (const { date, startsAt } of part) expect(localOf(startsAt, zone)).toBe(`${date}T00:15`)
      },
    ),
    { numRuns: 100 },
  )
})
