// The routes of classes: planning, starting, stepping, handing over, weekly series and calendars.
import type { Pool } from 'pg'
import { z } from 'zod'
import type { classesRoutes } from '../../shared/contract/http/classes.ts'
import type { Schedule } from '../../shared/contract/http/entities.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { AccountId, LessonId, RoomId } from '../../shared/ids.ts'
import type { AccountStore } from '../auth/accounts.ts'
import type { Clock } from '../auth/clock.ts'
import type { SeatStore } from '../auth/seats.ts'
import { accountOf, type Call, type Handlers } from '../http/handler.ts'
import { row, rows } from '../storage/query.ts'
import { calendarOf } from './calendar.ts'
import { visibleClasses } from './catalogueHandlers.ts'
import type { ClassStore, SeenClass } from './classes.ts'
import type { CourseStore } from './courses.ts'
import { readerOf } from './gate.ts'
import type { InviteStore } from './invites.ts'
import type { MemberStore } from './members.ts'
import type { RoomDoor } from './ports.ts'
import { localOf, momentOf } from './recurrence.ts'
import type { SeriesId, SeriesStore } from './series.ts'

export interface ClassesParts {
  readonly db: Pool
  readonly clock: Clock
  readonly rooms: RoomDoor
  readonly classes: ClassStore
  readonly series: SeriesStore
  readonly invites: InviteStore
  readonly courses: CourseStore
  readonly members: MemberStore
  readonly seats: SeatStore
  readonly accounts: AccountStore
  readonly publicUrl: string
}

export function classesHandlers(parts: ClassesParts): Handlers<keyof typeof classesRoutes> {
  return {
    ...looking(parts),
    ...planning(parts),
    ...starting(parts),
    ...changing(parts),
    ...handing(parts),
    ...weekly(parts),
    ...calendars(parts),
  }
}

/** The class for whoever calls; a student is not told of what is hidden. */
async function entry(classes: ClassStore, room: RoomId, call: Call) {
  const [visible] = visibleClasses([await classes.get(room, readerOf(call))])
  if (visible === undefined) throw new LyceumError('missing', 'There is no such class.')
  return visible
}

function looking({ classes, clock }: ClassesParts): Handlers<'classes.list' | 'classes.get'> {
  return {
    'classes.list': async ({ query }, call) => ({
      classes: visibleClasses(await classes.mine(readerOf(call), query)),
      now: clock.now(),
    }),
    'classes.get': async ({ params }, call) => ({
      class: await entry(classes, params.room, call),
    }),
  }
}

interface Place {
  readonly title: string
  readonly lesson: LessonId | null
}

type Planning = 'classes.schedule' | 'classes.plan'

function planning({ classes, series, courses }: ClassesParts): Handlers<Planning> {
  const plan = async (body: Schedule, { title, lesson }: Place, call: Call) => {
    const { start, zone, duration, repeat } = body
    const host = accountOf(call).id
    if (repeat !== null) {
      const given = { title, start, zone, duration, repeat, host, lesson }
      const { id, first } = await series.create(given)
      return { class: await entry(classes, first, call), series: id }
    }
    const startsAt = momentOf(start, zone)
    const room = await classes.create({ title, host, lesson, startsAt, duration, zone })
    if (room === null) throw new LyceumError('conflict')
    return { class: await entry(classes, room, call), series: null }
  }
  return {
    'classes.schedule': async ({ params, body }, call) => {
      const lesson = await courses.lesson(params.lesson)
      return plan(body, { title: body.title ?? lesson.title, lesson: lesson.id }, call)
    },
    'classes.plan': ({ body }, call) => plan(body, { title: body.title, lesson: null }, call),
  }
}

type Starting = 'classes.startLesson' | 'classes.startNow'

function starting({ classes, invites, rooms, courses }: ClassesParts): Handlers<Starting> {
  const start = async ({ title, lesson }: Place, call: Call) => {
    const host = accountOf(call).id
    const plan = { title, host, lesson, startsAt: null, duration: null, zone: null }
    const room = await classes.create(plan)
    if (room === null) throw new LyceumError('conflict')
    await rooms.command(room, 'system', { name: 'class.start', input: {} })
    await classes.refresh(room)
    const invite = await invites.make({ room, role: 'student', by: host, expiresAt: null })
    return { class: await entry(classes, room, call), invite }
  }
  return {
    'classes.startLesson': async ({ params, body }, call) => {
      const lesson = await courses.lesson(params.lesson)
      return start({ title: body.title ?? lesson.title, lesson: lesson.id }, call)
    },
    'classes.startNow': ({ body }, call) => start({ title: body.title, lesson: null }, call),
  }
}

type Changing = 'classes.update' | 'classes.step'

function changing({ classes, rooms }: ClassesParts): Handlers<Changing> {
  return {
    'classes.update': async ({ params, body }, call) => {
      const { class: before } = await classes.get(params.room, readerOf(call))
      const zone = body.zone ?? before.zone
      const local =
        body.start ??
        (before.starts_at === null || before.zone === null
          ? null
          : localOf(before.starts_at, before.zone))
      if (local !== null && zone === null) {
        throw new LyceumError('invalid', 'A start needs its time zone.')
      }
      await classes.reschedule(params.room, {
        title: body.title ?? before.title,
        startsAt: local === null || zone === null ? null : momentOf(local, zone),
        duration: body.duration ?? before.duration,
        zone,
      })
      return { class: await entry(classes, params.room, call) }
    },
    'classes.step': async ({ params, body }, call) => {
      // The door has checked the right; inside, a person may not be there yet.
      await rooms.command(params.room, 'system', { name: `class.${body.step}`, input: {} })
      await classes.refresh(params.room)
      return { class: await entry(classes, params.room, call) }
    },
  }
}

const staffRow = z
  .object({ account: z.uuid(), name: z.string(), role: z.enum(['instructor', 'moderator']) })
  .transform((found) => ({ ...found, account: found.account as AccountId }))

/** One row per person; the role in the class itself comes first. */
const staffQuery = `
  SELECT * FROM (SELECT DISTINCT ON (x.account) x.account, a.name, x.role FROM (
    SELECT account, role, 0 AS rank FROM class_staff WHERE room = $1
    UNION ALL SELECT host, 'instructor', 1 FROM classes WHERE room = $1 AND host IS NOT NULL
    UNION ALL SELECT m.account, CASE m.role WHEN 'assistant' THEN 'moderator' ELSE 'instructor' END, 2
      FROM classes c JOIN lessons l ON l.id = c.lesson JOIN course_members m ON m.course = l.course
      WHERE c.room = $1 AND m.role IN ('instructor', 'assistant')
    UNION ALL SELECT s.account, coalesce(s.appointed, i.role), 3
      FROM seats s LEFT JOIN invites i ON i.id = s.invite
      WHERE s.room = $1 AND s.account IS NOT NULL
        AND coalesce(s.appointed, i.role) IN ('instructor', 'moderator')
  ) x JOIN accounts a ON a.id = x.account WHERE NOT a.disabled ORDER BY x.account, x.rank
  ) best WHERE role <> 'student'`

type Handing = 'classes.staff' | 'classes.handOver'

function handing({ db, classes, seats, rooms }: ClassesParts): Handlers<Handing> {
  const staff = (room: RoomId) => rows(db, { text: staffQuery, values: [room] }, staffRow)
  /** In the class at once, if they are there; else they come with the new role. */
  const appoint = async (room: RoomId, account: AccountId, role: 'instructor' | 'moderator') => {
    await classes.setStaff(room, account, role)
    const participant = await seats.setRole(room, account, role)
    if (participant === null) return
    try {
      await rooms.command(room, 'system', { name: 'people.appoint', input: { participant, role } })
    } catch (error) {
      if (!(error instanceof LyceumError) || !['missing', 'conflict'].includes(error.code))
        throw error
    }
  }
  return {
    'classes.staff': async ({ params }) => ({ staff: await staff(params.room) }),
    'classes.handOver': async ({ params, body }, call) => {
      const giver = accountOf(call)
      const all = await staff(params.room)
      if (body.account === giver.id || !all.some((each) => each.account === body.account)) {
        throw new LyceumError('conflict', 'A class is handed over to another one of its staff.', {
          reason: 'not-staff',
        })
      }
      await appoint(params.room, body.account, 'instructor')
      await classes.setHost(params.room, body.account)
      await appoint(params.room, giver.id, 'moderator')
      return { class: await entry(classes, params.room, call) }
    },
  }
}

type Weekly = 'series.get' | 'series.update' | 'series.cancel'

function weekly({ series, classes }: ClassesParts): Handlers<Weekly> {
  const read = async (id: SeriesId, call: Call) => {
    const { title, start, zone, duration, repeat } = await series.get(id)
    const occurrences = visibleClasses(await classes.ofSeries(id, readerOf(call)))
    return { series: { id, title, start, zone, duration, repeat, occurrences } }
  }
  return {
    'series.get': ({ params }, call) => read(params.series, call),
    'series.update': async ({ params, body }, call) => {
      await series.update(params.series, body)
      return read(params.series, call)
    },
    'series.cancel': async ({ params }) => {
      await series.cancel(params.series)
      return {}
    },
  }
}

type Calendars = 'classes.calendar' | 'courses.calendar' | 'calendar.feed'
const month = 31 * 24 * 3600_000

function calendars(parts: ClassesParts): Handlers<Calendars> {
  const { db, classes, series, courses, accounts, clock, publicUrl } = parts
  const write = async (name: string, seen: readonly SeenClass[]) => {
    const shown = seen.filter((each) => visibleClasses([each]).length > 0).map((each) => each.class)
    const ids = new Set(shown.flatMap((each) => each.series ?? []))
    const plans = await Promise.all([...ids].map((id) => series.get(id)))
    return calendarOf({ name, publicUrl, now: clock.now(), classes: shown, series: plans })
  }
  return {
    'classes.calendar': async ({ params }, call) => {
      const reader = readerOf(call)
      const one = await classes.get(params.room, reader)
      const id = one.class.series
      return write(one.class.title, id === null ? [one] : await classes.ofSeries(id, reader))
    },
    'courses.calendar': async ({ params }, call) => {
      const course = await courses.course(params.course, accountOf(call).id)
      const seen = await classes.ofCourse(course.id, clock.now() - month, readerOf(call))
      return write(course.title, seen)
    },
    'calendar.feed': async ({ params }) => {
      const text = 'SELECT id FROM accounts WHERE feed = $1 AND NOT disabled'
      const values = [params.feed.replace(/\.ics$/, '')]
      const found = await row(db, { text, values }, z.object({ id: z.uuid() }))
      if (found === null) throw new LyceumError('missing', 'This calendar address is not known.')
      const account = await accounts.get(found.id as AccountId)
      const reader = { account: account.id, guest: null, operator: false }
      const span = { from: clock.now() - month, to: clock.now() + 12 * month }
      return write('Lyceum', await classes.mine(reader, span))
    },
  }
}
