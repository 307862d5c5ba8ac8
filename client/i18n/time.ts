// Dates, times and lengths in the page's language. Every function reads the current locale, so what
// is shown follows a switch.
import { currentLocale } from './i18n.svelte.ts'

const formats = new Map<string, Intl.DateTimeFormat>()

function format(options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const locale = currentLocale()
  const key = locale + JSON.stringify(options)
  const known = formats.get(key) ?? new Intl.DateTimeFormat(locale, options)
  formats.set(key, known)
  return known
}

export const clock = (at: number): string => format({ timeStyle: 'short' }).format(at)

/** To the second. */
export const exactClock = (at: number): string => format({ timeStyle: 'medium' }).format(at)

export const day = (at: number): string =>
  format({ weekday: 'short', day: 'numeric', month: 'short' }).format(at)

export const date = (at: number): string => format({ dateStyle: 'medium' }).format(at)

export const dayAndClock = (at: number): string =>
  format({
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at)

/** A span such as “9:00 – 9:45”. */
export const span = (from: number, to: number): string =>
  format({ timeStyle: 'short' }).formatRange(from, to)

/** “in 12 minutes”, “yesterday”: the largest unit that fits. */
export function relative(at: number, now: number): string {
  const seconds = Math.round((at - now) / 1000)
  const units = [
    ['day', 86_400],
    ['hour', 3600],
    ['minute', 60],
  ] as const
  const text = new Intl.RelativeTimeFormat(currentLocale(), { numeric: 'auto' })
  for (const [unit, size] of units) {
    if (Math.abs(seconds) >= size) return text.format(Math.round(seconds / size), unit)
  }
  return text.format(0, 'minute')
}

/** A running clock such as 4:05 or 1:02:03. */
export function elapsed(milliseconds: number): string {
  const seconds = Math.max(0, Math.floor(milliseconds / 1000))
  const two = (value: number): string => String(value).padStart(2, '0')
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor(seconds / 60) % 60
  const rest = two(seconds % 60)
  return hours > 0 ? `${hours}:${two(minutes)}:${rest}` : `${minutes}:${rest}`
}

export function sameDay(one: number, other: number): boolean {
  return new Date(one).toDateString() === new Date(other).toDateString()
}

export const longDay = (at: number): string =>
  format({ weekday: 'long', day: 'numeric', month: 'long' }).format(at)

/** “16 – 22 Nov”. */
export const daySpan = (from: number, to: number): string =>
  format({ day: 'numeric', month: 'short' }).formatRange(from, to)

export interface Span {
  readonly from: number
  readonly to: number
}

/** Today and the days after it, on this device's calendar. */
export function daysAhead(now: number, days: number): Span {
  const from = new Date(now)
  from.setHours(0, 0, 0, 0)
  const to = new Date(from)
  to.setDate(to.getDate() + days)
  return { from: from.getTime(), to: to.getTime() }
}

/** The week, from Monday, that is so many weeks after the present one. */
export function weekOf(now: number, offset: number): Span {
  const monday = new Date(now)
  monday.setDate(monday.getDate() - ((monday.getDay() + 6) % 7) + offset * 7)
  return daysAhead(monday.getTime(), 7)
}
