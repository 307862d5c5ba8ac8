// What HTTP answers are made of: accounts, the catalogue's parts, classes, invitations.
import { z } from 'zod'
import { titleLimit } from '../class.ts'
import { countCharacters, id, line, name, role, time } from '../fields.ts'
import { courseRoles, installationRoles } from '../../roles.ts'

export const account = id<'account'>()
export const room = id<'room'>()
export const program = id<'program'>()
export const course = id<'course'>()
export const module = id<'module'>()
export const lesson = id<'lesson'>()
export const invite = id<'invite'>()
export const series = id<'series'>()
export const participant = id<'participant'>()

export const title = line(titleLimit)
export const courseRole = z.enum(courseRoles)
export const installationRole = z.enum(installationRoles)
export const language = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8}){0,2}$/, 'a language tag')

/** An e-mail address or a user name; letters do not differ by case. */
export const login = z
  .string()
  .max(254)
  .transform((value) => value.normalize('NFKC').trim().toLowerCase())
  .refine((value) => /^[^\s\p{C}<>"'`,;]{2,254}$/u.test(value), 'an e-mail address or user name')
  .meta({ description: 'an e-mail address or a user name' })

export const passwordMinimum = 10
export const password = z
  .string()
  .max(1000)
  .refine(
    (value) => countCharacters(value) >= passwordMinimum,
    `at least ${passwordMinimum} characters`,
  )
  .meta({ description: `at least ${passwordMinimum} characters` })

/** A secret out of a link; what it must look like is the server's business. */
export const secret = z.string().min(1).max(200)
export const empty = z.object({})
export const nothing = z.strictObject({})

export const me = z.object({
  id: account,
  login: z.string(),
  name: z.string(),
  role: installationRole,
  /** May make courses and classes. */
  teaches: z.boolean(),
  language: z.string().nullable(),
  /** False until a first password is chosen, as after a one-time link. */
  hasPassword: z.boolean(),
})
export type Me = z.output<typeof me>

export const accountEntry = z.object({
  ...me.shape,
  disabled: z.boolean(),
  createdAt: time,
  lastSeenAt: time.nullable(),
})
export type AccountEntry = z.output<typeof accountEntry>

export const oneTimeLink = z.object({ url: z.string(), expiresAt: time })

export const visibilities = ['visible', 'hidden', 'archived'] as const
export const visibility = z.enum(visibilities)

/** What programs, courses, modules and lessons have in common; `position` orders siblings from 0. */
export const placed = z.object({ title: z.string(), position: z.int(), visibility })

export const programEntry = z.object({ id: program, ...placed.shape, mayEdit: z.boolean() })
export const courseEntry = z.object({
  id: course,
  ...placed.shape,
  program: program.nullable(),
  /** The caller's own role; null for an operator who is no member. */
  role: courseRole.nullable(),
  mayEdit: z.boolean(),
  mayTeach: z.boolean(),
})
export const moduleEntry = z.object({ id: module, ...placed.shape, course })
export const lessonEntry = z.object({
  id: lesson,
  ...placed.shape,
  course,
  /** Null stands before the first module. */
  module: module.nullable(),
})
export const member = z.object({ account, login: z.string(), name: z.string(), role: courseRole })

export const classStates = ['scheduled', 'lobby', 'live', 'ended', 'cancelled'] as const
export const classState = z.enum(classStates)
export type ClassState = z.output<typeof classState>

const named = z.object({ title: z.string() })
export const classEntry = z.object({
  room,
  title: z.string(),
  state: classState,
  /** When it was planned or started at once: the time that one without `startsAt` has. */
  createdAt: time,
  startsAt: time.nullable(),
  /** Minutes. */
  duration: z.int().nullable(),
  zone: z.string().nullable(),
  series: series.nullable(),
  /** Lesson and course are null, too, for whoever may not open them, such as a guest. */
  lesson: z.object({ id: lesson, ...named.shape }).nullable(),
  course: z.object({ id: course, ...named.shape }).nullable(),
  hosts: z.array(z.string()),
  /** The caller's role in it. */
  role,
})
export type ClassEntry = z.output<typeof classEntry>

/** A day that the calendar has, in this century or the next. */
function isDay(date: string): boolean {
  const moment = new Date(`${date}T00:00Z`)
  return !Number.isNaN(moment.getTime()) && moment.toISOString().startsWith(date)
}
const datePattern = '2[01]\\d\\d-(0[1-9]|1[0-2])-(0[1-9]|[12]\\d|3[01])'

/** `2026-11-23T09:30`, on the clock of the schedule's time zone. */
export const localTime = z
  .string()
  .regex(new RegExp(`^${datePattern}T([01]\\d|2[0-3]):[0-5]\\d$`), 'a local time')
  .refine((value) => isDay(value.slice(0, 10)), 'a day that the calendar has')
export const localDate = z
  .string()
  .regex(new RegExp(`^${datePattern}$`), 'a date')
  .refine(isDay, 'a day that the calendar has')

const zones = new Set<string>()
function isZone(value: string): boolean {
  if (zones.has(value)) return true
  try {
    new Intl.DateTimeFormat('en', { timeZone: value })
  } catch {
    return false
  }
  if (zones.size < 1000) zones.add(value)
  return true
}
export const zone = z
  .string()
  .max(64)
  .refine((value) => /^[A-Za-z]/.test(value) && isZone(value), 'an IANA time zone')
  .meta({ description: 'an IANA time zone, such as Europe/Berlin' })

export const duration = z
  .int()
  .min(5)
  .max(24 * 60)

export const recurrence = z
  .object({
    /** Every so many weeks. */
    every: z.int().min(1).max(8).default(1),
    /** Days of the week, Monday is 1. */
    days: z.array(z.int().min(1).max(7)).min(1).max(7),
    /** The last day it may fall on; or how often. */
    until: localDate.nullable().default(null),
    count: z.int().min(1).max(200).nullable().default(null),
    /** Days it is left out. */
    except: z.array(localDate).max(200).default([]),
  })
  .meta({ description: 'weekly, with exceptions' })
export type Recurrence = z.output<typeof recurrence>

export const schedule = z.object({
  title: title.optional(),
  start: localTime,
  zone,
  duration,
  repeat: recurrence.nullable().default(null),
})
export type Schedule = z.output<typeof schedule>

export const seriesEntry = z.object({
  id: series,
  title: z.string(),
  start: localTime,
  zone: z.string(),
  duration: z.int(),
  repeat: recurrence,
  occurrences: z.array(classEntry),
})

export const inviteEntry = z.object({
  id: invite,
  role,
  /** The link to hand out. */
  url: z.string(),
  createdAt: time,
  expiresAt: time.nullable(),
  revoked: z.boolean(),
  /** How many people came by it. */
  uses: z.int(),
})

export { name, role, time }
