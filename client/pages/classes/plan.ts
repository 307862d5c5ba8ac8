// A plan of a class as its form holds it, and as the server takes it. Pure.
import type { InputOf } from '../../../shared/contract/http/routes.ts'

export type ScheduleBody = InputOf<'classes.schedule'>['body']
type RecurrenceBody = NonNullable<ScheduleBody['repeat']>

export interface Plan {
  title: string
  /** `2026-11-23T09:30` on the clock of `zone`, as the browser's field has it. */
  start: string
  duration: number | null
  zone: string
  weekly: boolean
  every: string
  /** Monday is 1. */
  days: number[]
  ends: 'never' | 'until' | 'count'
  until: string
  count: number | null
  except: string[]
}

/** What a clock in a zone shows at a moment. */
export function localTimeOf(at: number, zone: string): string {
  const parts = new Intl.DateTimeFormat('en-CA', {
    timeZone: zone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
  }).formatToParts(at)
  const part = (type: string): string => parts.find((one) => one.type === type)?.value ?? ''
  return `${part('year')}-${part('month')}-${part('day')}T${part('hour')}:${part('minute')}`
}

/** Monday is 1. The local date alone decides, whatever zone it is in. */
export function weekdayOf(localDate: string): number {
  const day = new Date(`${localDate.slice(0, 10)}T00:00:00Z`).getUTCDay()
  return day === 0 ? 7 : day
}

const hour = 3_600_000

export function newPlan(now: number, zone: string): Plan {
  const start = `${localTimeOf(now + hour, zone).slice(0, 13)}:00`
  return {
    title: '',
    start,
    duration: 45,
    zone,
    weekly: false,
    every: '1',
    days: [weekdayOf(start)],
    ends: 'never',
    until: '',
    count: 10,
    except: [],
  }
}

export interface KnownTimes {
  readonly title: string
  readonly startsAt: number | null
  readonly duration: number | null
  readonly zone: string | null
}

export function planOfClass(known: KnownTimes, fallback: Plan): Plan {
  const zone = known.zone ?? fallback.zone
  return {
    ...fallback,
    zone,
    title: known.title,
    start: known.startsAt === null ? fallback.start : localTimeOf(known.startsAt, zone),
    duration: known.duration ?? fallback.duration,
  }
}

export interface KnownSeries {
  readonly title: string
  readonly start: string
  readonly zone: string
  readonly duration: number
  readonly repeat: {
    readonly every: number
    readonly days: readonly number[]
    readonly until: string | null
    readonly count: number | null
    readonly except: readonly string[]
  }
}

export function planOfSeries(series: KnownSeries): Plan {
  const { repeat } = series
  const ends = repeat.until !== null ? 'until' : repeat.count !== null ? 'count' : 'never'
  return {
    title: series.title,
    start: series.start,
    duration: series.duration,
    zone: series.zone,
    weekly: true,
    every: String(repeat.every),
    days: [...repeat.days],
    ends,
    until: repeat.until ?? '',
    count: repeat.count ?? 10,
    except: [...repeat.except],
  }
}

export function repeatOf(plan: Plan): RecurrenceBody {
  return {
    every: Number(plan.every),
    days: plan.days.toSorted((one, other) => one - other),
    until: plan.ends === 'until' && plan.until !== '' ? plan.until : null,
    count: plan.ends === 'count' ? plan.count : null,
    except: plan.except.toSorted(),
  }
}

export function scheduleOf(plan: Plan): ScheduleBody {
  const title = plan.title.trim()
  return {
    ...(title === '' ? {} : { title }),
    start: plan.start.slice(0, 16),
    zone: plan.zone,
    duration: plan.duration ?? 0,
    repeat: plan.weekly ? repeatOf(plan) : null,
  }
}

export type PlanProblem = 'start' | 'duration' | 'days'

export function problemsOf(plan: Plan): readonly PlanProblem[] {
  const problems: PlanProblem[] = []
  if (plan.start === '') problems.push('start')
  if (plan.duration === null || plan.duration < 5 || plan.duration > 24 * 60)
    problems.push('duration')
  if (plan.weekly && plan.days.length === 0) problems.push('days')
  return problems
}
