// Weekly plans as dates and moments: pure. A plan stands on the clock of its zone, so that half past nine
// stays half past nine when daylight saving begins or ends.
import rrule from 'rrule'
import { Temporal } from 'temporal-polyfill'
import type { Recurrence } from '../../shared/contract/http/entities.ts'

export interface Plan {
  /** `2026-11-23T09:30` */
  readonly start: string
  readonly zone: string
  readonly repeat: Recurrence
}

export interface Occurrence {
  /** The local date, which names it within its series. */
  readonly date: string
  readonly startsAt: number
}

const day = 24 * 3600_000

/**
 * The moment of a local time. One that a clock change skips is taken later by as much; one that happens
 * twice is the first.
 */
export function momentOf(local: string, zone: string): number {
  return Temporal.PlainDateTime.from(local).toZonedDateTime(zone).epochMilliseconds
}

export function localOf(moment: number, zone: string): string {
  const local = Temporal.Instant.fromEpochMilliseconds(moment).toZonedDateTimeISO(zone)
  return local.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

// rrule counts in UTC; given local times as if they were UTC it never meets a clock change.
const asUtc = (local: string): Date => new Date(`${local}:00Z`)

function ruleOf({ start, repeat }: Plan): rrule.RRule {
  return new rrule.RRule({
    freq: rrule.RRule.WEEKLY,
    interval: repeat.every,
    byweekday: repeat.days.map((each) => each - 1),
    wkst: rrule.RRule.MO,
    dtstart: asUtc(start),
    ...(repeat.until === null ? {} : { until: asUtc(`${repeat.until}T23:59`) }),
    ...(repeat.count === null ? {} : { count: repeat.count }),
  })
}

/** Occurrences that begin in [from, to), without the excepted days, in order. */
export function occurrences(plan: Plan, from: number, to: number): Occurrence[] {
  const time = plan.start.slice(11)
  const except = new Set(plan.repeat.except)
  // A day's slack on both sides covers every zone.
  const dates = ruleOf(plan).between(new Date(from - day), new Date(to + day), true)
  return dates
    .map((date) => date.toISOString().slice(0, 10))
    .filter((date) => !except.has(date))
    .map((date) => ({ date, startsAt: momentOf(`${date}T${time}`, plan.zone) }))
    .filter(({ startsAt }) => startsAt >= from && startsAt < to)
}
