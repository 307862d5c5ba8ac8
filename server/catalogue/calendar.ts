// Calendar files. Each occurrence is an event of its own, in UTC, since each has its own link and daylight
// saving is settled by then; an event keeps its id whether its room exists yet or not.
import ical, { ICalCalendarMethod, ICalEventStatus } from 'ical-generator'
import type { ClassRow } from './classRows.ts'
import { occurrences } from './recurrence.ts'
import type { Series } from './series.ts'

const defaultMinutes = 60
const year = 366 * 24 * 3600_000

export interface CalendarInput {
  readonly name: string
  readonly publicUrl: string
  readonly now: number
  readonly classes: readonly ClassRow[]
  /** Weekly classes whose later occurrences have no room yet. */
  readonly series: readonly Series[]
}

interface Event {
  readonly id: string
  readonly title: string
  readonly startsAt: number
  readonly minutes: number
  readonly url: string
  readonly revision: number
  readonly cancelled: boolean
}

function eventOf(each: ClassRow, publicUrl: string): Event | null {
  if (each.starts_at === null) return null
  const name = each.series === null ? each.room : `${each.series}/${each.occurrence ?? ''}`
  return {
    id: name,
    title: each.course_title === null ? each.title : `${each.course_title}: ${each.title}`,
    startsAt: each.starts_at,
    minutes: each.duration ?? defaultMinutes,
    url: `${publicUrl}/c/${each.room}`,
    revision: each.revision,
    cancelled: each.state === 'cancelled',
  }
}

/** What has no room yet, a year ahead. */
function laterEvents(series: Series, known: ReadonlySet<string>, input: CalendarInput): Event[] {
  if (series.cancelled) return []
  const { now, publicUrl } = input
  return occurrences(series, now, now + year)
    .map(({ date, startsAt }) => ({
      id: `${series.id}/${date}`,
      title: series.title,
      startsAt,
      minutes: series.duration,
      url: series.lesson === null ? publicUrl : `${publicUrl}/lessons/${series.lesson}`,
      revision: 0,
      cancelled: false,
    }))
    .filter(({ id }) => !known.has(id))
}

export function calendarOf(input: CalendarInput): string {
  const { name, publicUrl, now } = input
  const made = input.classes.flatMap((each) => eventOf(each, publicUrl) ?? [])
  const known = new Set(made.map(({ id }) => id))
  const later = input.series.flatMap((each) => laterEvents(each, known, input))
  const calendar = ical({
    name,
    prodId: { company: 'Lyceum', product: 'Classes' },
    method: ICalCalendarMethod.PUBLISH,
    ttl: 3600,
  })
  const host = new URL(publicUrl).hostname
  for (const event of [...made, ...later]) {
    calendar.createEvent({
      id: `${event.id}@${host}`,
      summary: event.title,
      start: new Date(event.startsAt),
      end: new Date(event.startsAt + event.minutes * 60_000),
      stamp: new Date(now),
      url: event.url,
      location: event.url,
      sequence: event.revision,
      status: event.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    })
  }
  return calendar.toString()
}
