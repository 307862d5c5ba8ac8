// Weekly classes: the plan, and the rooms of its occurrences, made some weeks ahead. Making them is safe
// to repeat, and safe on several nodes at once.
import type { Pool } from 'pg'
import { z } from 'zod'
import { recurrence, type Recurrence } from '../../shared/contract/http/entities.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId, type AccountId, type Id, type LessonId, type RoomId } from '../../shared/ids.ts'
import { courseRoles, roleInClass, type Role } from '../../shared/roles.ts'
import type { Clock } from '../auth/clock.ts'
import { row, rows, run } from '../storage/query.ts'
import { nobody, type ClassStore, type Reader } from './classes.ts'
import type { RoomDoor } from './ports.ts'
import { occurrences } from './recurrence.ts'

const week = 7 * 24 * 3600_000
const hour = 3600_000
/** A plan whose next class is later than in two years is a mistake. */
const farthest = 104 * week
/** Rooms are there this far ahead. */
export const ahead = 8 * week

export type SeriesId = Id<'series'>

const seriesRow = z
  .object({
    id: z.uuid(),
    lesson: z.uuid().nullable(),
    title: z.string(),
    host: z.uuid().nullable(),
    start: z.string(),
    zone: z.string(),
    duration: z.number(),
    repeat: recurrence,
    cancelled: z.boolean(),
  })
  .transform(({ id, lesson, host, ...same }) => ({
    ...same,
    id: id as SeriesId,
    lesson: lesson as LessonId | null,
    host: host as AccountId | null,
  }))
export type Series = z.output<typeof seriesRow>

export interface SeriesPlan {
  readonly title: string
  readonly start: string
  readonly zone: string
  readonly duration: number
  readonly repeat: Recurrence
}

export interface SeriesStore {
  get(id: SeriesId): Promise<Series>
  /** By the series' own host and course, whatever somebody is in a single one of its classes. */
  roleOf(id: SeriesId, reader: Reader): Promise<Role | null>
  /** Makes the series and its first rooms; answers the first of them. */
  create(plan: SeriesPlan & { host: AccountId; lesson: LessonId | null }): Promise<{
    id: SeriesId
    first: RoomId
  }>
  /** Replans; rooms of occurrences that have not begun follow or are cancelled. */
  update(id: SeriesId, plan: SeriesPlan): Promise<void>
  cancel(id: SeriesId): Promise<void>
  /** The job: makes what is missing of all series. Answers how many rooms it made. */
  extend(): Promise<number>
}

interface SeriesParts {
  readonly db: Pool
  readonly clock: Clock
  readonly rooms: RoomDoor
  readonly classes: ClassStore
}

const columns = 'id, lesson, title, host, start, zone, duration, repeat, cancelled'

async function insertSeries(
  { db, clock }: SeriesParts,
  plan: SeriesPlan & { host: AccountId; lesson: LessonId | null },
): Promise<SeriesId> {
  const id: SeriesId = newId()
  const { title, start, zone, duration, repeat, host, lesson } = plan
  await run(db, {
    text: `INSERT INTO series (id, lesson, title, host, start, zone, duration, repeat, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
    values: [id, lesson, title, host, start, zone, duration, repeat, clock.now()],
  })
  return id
}

/** Rooms that have not begun are brought to the plan: told anew, revived by none, cancelled if left out. */
async function follow(parts: SeriesParts, series: Series): Promise<void> {
  const { classes, rooms, clock } = parts
  const wanted = new Map(
    occurrences(series, 0, clock.now() + ahead + week).map((each) => [each.date, each.startsAt]),
  )
  for (const { class: each } of await classes.ofSeries(series.id, nobody)) {
    if (each.state !== 'scheduled' && each.state !== 'lobby') continue
    const startsAt = wanted.get(each.occurrence ?? '')
    if (startsAt === undefined || series.cancelled) {
      await rooms.command(each.room, 'system', { name: 'class.cancel', input: {} })
      await classes.refresh(each.room)
      continue
    }
    const { title, duration, zone } = series
    const same = each.title === title && each.starts_at === startsAt && each.duration === duration
    if (!same) await classes.reschedule(each.room, { title, startsAt, duration, zone })
  }
}

/** Dates of which the old plan knew nothing and whose room it had cancelled get a new room. */
async function release(parts: SeriesParts, before: Series, after: Series): Promise<void> {
  const until = parts.clock.now() + ahead + week
  const datesOf = (each: Series) => occurrences(each, 0, until).map(({ date }) => date)
  const old = new Set(datesOf(before))
  await run(parts.db, {
    text: `UPDATE classes SET occurrence = occurrence || '~' || room
      WHERE series = $1 AND state = 'cancelled' AND occurrence = ANY ($2)`,
    values: [after.id, datesOf(after).filter((date) => !old.has(date))],
  })
}

/** Makes the rooms of one series that are missing from now to the horizon. */
async function extendOne(parts: SeriesParts, series: Series): Promise<RoomId[]> {
  const { clock, classes } = parts
  const now = clock.now()
  // What began an hour ago is still worth a room; the next one is, however far it is.
  const soon = occurrences(series, now - hour, now + ahead)
  const wanted = soon.length > 0 ? soon : occurrences(series, now, now + farthest).slice(0, 1)
  const there = new Map(
    (await classes.ofSeries(series.id, nobody)).map((each) => [each.class.occurrence, each.class]),
  )
  const made: RoomId[] = []
  for (const { date, startsAt } of wanted) {
    const known = there.get(date)
    if (known !== undefined) {
      if (known.as_of === 0) await classes.announce(known.room)
      continue
    }
    const { title, host, lesson, duration, zone, id } = series
    const plan = { title, host, lesson, startsAt, duration, zone, series: { id, date } }
    const room = await classes.create(plan)
    if (room !== null) made.push(room)
  }
  return made
}

const ownersRow = z.object({
  host: z.uuid().nullable(),
  course_role: z.enum(courseRoles).nullable(),
})

async function roleInSeries(db: Pool, id: SeriesId, reader: Reader): Promise<Role | null> {
  const text = `SELECT s.host, m.role AS course_role FROM series s
    LEFT JOIN lessons l ON l.id = s.lesson
    LEFT JOIN course_members m ON m.course = l.course AND m.account = $2 WHERE s.id = $1`
  const found = await row(db, { text, values: [id, reader.account] }, ownersRow)
  if (found === null) throw new LyceumError('missing', 'There is no such weekly class.')
  if (reader.operator || (found.host !== null && found.host === reader.account)) return 'instructor'
  return found.course_role && roleInClass(found.course_role)
}

export function createSeries(parts: SeriesParts): SeriesStore {
  const { db, classes } = parts
  const get = async (id: SeriesId): Promise<Series> => {
    const text = `SELECT ${columns} FROM series WHERE id = $1`
    const found = await row(db, { text, values: [id] }, seriesRow)
    if (found === null) throw new LyceumError('missing', 'There is no such weekly class.')
    return found
  }
  return {
    get,
    roleOf: (id, reader) => roleInSeries(db, id, reader),
    async create(plan) {
      const { start, zone, repeat } = plan
      const now = parts.clock.now()
      if (occurrences({ start, zone, repeat }, now - hour, now + farthest).length === 0) {
        throw new LyceumError('invalid', 'This plan has no class that is still to come.')
      }
      const id = await insertSeries(parts, plan)
      const [first] = await extendOne(parts, await get(id))
      const room = first ?? (await classes.ofSeries(id, nobody))[0]?.class.room
      if (room === undefined) throw new LyceumError('invalid', 'This plan has no class.')
      return { id, first: room }
    },
    async update(id, { title, start, zone, duration, repeat }) {
      const before = await get(id)
      await run(db, {
        text: `UPDATE series SET title = $2, start = $3, zone = $4, duration = $5, repeat = $6
          WHERE id = $1 AND NOT cancelled`,
        values: [id, title, start, zone, duration, repeat],
      })
      const series = await get(id)
      if (series.cancelled) throw new LyceumError('illegalStep', 'This weekly class was cancelled.')
      await release(parts, before, series)
      await follow(parts, series)
      await extendOne(parts, series)
    },
    async cancel(id) {
      await run(db, { text: 'UPDATE series SET cancelled = true WHERE id = $1', values: [id] })
      await follow(parts, await get(id))
    },
    async extend() {
      const text = `SELECT ${columns} FROM series WHERE NOT cancelled`
      let made = 0
      for (const series of await rows(db, { text }, seriesRow)) {
        made += (await extendOne(parts, series)).length
      }
      return made
    },
  }
}
