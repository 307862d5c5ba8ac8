// Classes in their table: planned on a lesson or alone, read with the role of who asks, and kept in step
// with their rooms' logs. What steps a class may take is the room's to say.
import type { Pool } from 'pg'
import { LyceumError } from '../../shared/errors.ts'
import {
  newId,
  type AccountId,
  type CourseId,
  type Id,
  type LessonId,
  type RoomId,
} from '../../shared/ids.ts'
import type { Role } from '../../shared/roles.ts'
import type { Clock } from '../auth/clock.ts'
import { hashSecret } from '../auth/secrets.ts'
import { row, rows, run } from '../storage/query.ts'
import { classQuery, classRow, roleIn, type ClassRow } from './classRows.ts'
import type { RoomDoor } from './ports.ts'

/** Who reads: their account, or the secret in a guest's browser. */
export interface Reader {
  readonly account: AccountId | null
  readonly guest: string | null
  readonly operator: boolean
}

export const nobody: Reader = { account: null, guest: null, operator: false }

export interface SeenClass {
  readonly class: ClassRow
  /** Null for a stranger. */
  readonly role: Role | null
  /** Its course and lesson are open to the reader; to who came by a link alone they are not. */
  readonly inCourse: boolean
}

export interface NewClass {
  readonly title: string
  readonly host: AccountId | null
  readonly lesson: LessonId | null
  readonly startsAt: number | null
  /** Minutes. */
  readonly duration: number | null
  readonly zone: string | null
  readonly series?: { readonly id: Id<'series'>; readonly date: string }
}

/** A role in one class that outweighs the one in the course. */
export type OwnRole = 'instructor' | 'moderator' | 'student'

export interface ClassSpan {
  readonly from: number
  readonly to: number
  /** Of the whole installation; heeded for operators only. */
  readonly everybodys?: boolean
}

export interface ClassStore {
  find(room: RoomId, reader: Reader): Promise<SeenClass | null>
  get(room: RoomId, reader: Reader): Promise<SeenClass>
  /** Classes of which an account is host, staff, member or guest, live or within the span. */
  mine(reader: Reader, span: ClassSpan): Promise<SeenClass[]>
  ofLesson(lesson: LessonId, reader: Reader): Promise<SeenClass[]>
  /** Those that are open or begin from then on. */
  ofCourse(course: CourseId, from: number, reader: Reader): Promise<SeenClass[]>
  ofSeries(series: Id<'series'>, reader: Reader): Promise<SeenClass[]>
  /** The rooms of all classes that are live. */
  live(): Promise<RoomId[]>
  /** Makes the room and tells it title and times; null when the occurrence was there already. */
  create(given: NewClass): Promise<RoomId | null>
  /** Tells a room again what its row says; harmless when it knows. */
  announce(room: RoomId): Promise<void>
  reschedule(
    room: RoomId,
    change: {
      title: string
      startsAt: number | null
      duration: number | null
      zone: string | null
    },
  ): Promise<void>
  /** Brings the row in step with the room's log. */
  refresh(room: RoomId): Promise<void>
  setStaff(room: RoomId, account: AccountId, role: OwnRole): Promise<void>
  setHost(room: RoomId, host: AccountId): Promise<void>
}

interface ClassParts {
  readonly db: Pool
  readonly clock: Clock
  readonly rooms: RoomDoor
}

const byTime = 'ORDER BY coalesce(c.starts_at, c.created_at), c.room'

function reading(db: Pool) {
  const seen = (found: ClassRow, reader: Reader): SeenClass => ({
    class: found,
    role: roleIn(found, reader),
    inCourse: reader.operator || found.course_role !== null,
  })
  const read = async (reader: Reader, rest: string, values: readonly unknown[]) => {
    const guest = reader.guest === null ? null : hashSecret(reader.guest)
    const statement = { text: `${classQuery} ${rest}`, values: [reader.account, guest, ...values] }
    const found = await rows(db, statement, classRow)
    return found.map((each) => seen(each, reader))
  }
  const find = async (room: RoomId, reader: Reader): Promise<SeenClass | null> => {
    const [found] = await read(reader, 'WHERE c.room = $3', [room])
    return found ?? null
  }
  return {
    find,
    async get(room: RoomId, reader: Reader) {
      const found = await find(room, reader)
      if (found === null) throw new LyceumError('missing', 'There is no such class.')
      return found
    },
    mine: (reader: Reader, { from, to, everybodys }: ClassSpan) =>
      read(
        reader,
        `WHERE (c.state IN ('lobby', 'live')
            OR (coalesce(c.starts_at, c.created_at) >= $3 AND coalesce(c.starts_at, c.created_at) < $4))
          AND ($5 OR c.host = $1
            OR EXISTS (SELECT 1 FROM course_members x WHERE x.course = co.id AND x.account = $1)
            OR EXISTS (SELECT 1 FROM class_staff x WHERE x.room = c.room AND x.account = $1)
            OR EXISTS (SELECT 1 FROM seats x WHERE x.room = c.room AND x.account = $1))
          ${byTime} LIMIT 500`,
        [from, to, everybodys === true && reader.operator],
      ),
    ofLesson: (lesson: LessonId, reader: Reader) =>
      read(reader, `WHERE c.lesson = $3 ${byTime}`, [lesson]),
    ofCourse: (course: CourseId, from: number, reader: Reader) =>
      read(
        reader,
        `WHERE co.id = $3 AND (c.state IN ('lobby', 'live') OR coalesce(c.starts_at, c.created_at) >= $4)
          ${byTime} LIMIT 1000`,
        [course, from],
      ),
    ofSeries: (series: Id<'series'>, reader: Reader) =>
      read(reader, `WHERE c.series = $3 ${byTime}`, [series]),
    async live() {
      const text = `SELECT room FROM classes WHERE state = 'live'`
      const found = await rows(db, { text }, classRow.pick({ room: true }))
      return found.map(({ room }) => room)
    },
  }
}

/** Brings the row in step with the room's log. */
async function refreshRow({ db, rooms }: ClassParts, room: RoomId): Promise<void> {
  const { state, title, startsAt, asOf } = await rooms.summary(room)
  // A room that nobody told anything yet knows less than the row.
  if (asOf === 0) return
  await run(db, {
    text: `UPDATE classes SET revision = revision + CASE
          WHEN state <> $2 AND $2 = 'cancelled' OR title <> $3 OR starts_at IS DISTINCT FROM $4 THEN 1
          ELSE 0 END,
        state = $2, title = $3, starts_at = $4, as_of = $5
      WHERE room = $1 AND as_of < $5`,
    values: [room, state, title, startsAt, asOf],
  })
}

function insertRow({ db, clock }: ClassParts, room: RoomId, given: NewClass): Promise<number> {
  const { lesson, series, host, title, startsAt, duration, zone } = given
  const occurrence = [series?.id ?? null, series?.date ?? null]
  return run(db, {
    text: `INSERT INTO classes
        (room, lesson, series, occurrence, host, title, starts_at, duration, zone, created_at)
      VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
      ON CONFLICT (series, occurrence) DO NOTHING`,
    values: [room, lesson, ...occurrence, host, title, startsAt, duration, zone, clock.now()],
  })
}

function writing(parts: ClassParts) {
  const { db, rooms } = parts
  const refresh = (room: RoomId): Promise<void> => refreshRow(parts, room)
  const tell = async (room: RoomId, plan: Pick<NewClass, 'title' | 'startsAt' | 'duration'>) => {
    const { title, startsAt, duration } = plan
    const input = { title, startsAt, duration }
    await rooms.command(room, 'system', { name: 'class.schedule', input })
    await refresh(room)
  }
  return {
    refresh,
    async create(given: NewClass): Promise<RoomId | null> {
      const room: RoomId = newId()
      if ((await insertRow(parts, room, given)) === 0) return null
      // If this is lost, `as_of` stays 0 and whoever extends the series tells the room again.
      await tell(room, given)
      return room
    },
    async announce(room: RoomId) {
      const found = await row(
        db,
        { text: `${classQuery} WHERE c.room = $3`, values: [null, null, room] },
        classRow,
      )
      if (found === null || found.as_of > 0) return
      await tell(room, { title: found.title, startsAt: found.starts_at, duration: found.duration })
    },
    async reschedule(
      room: RoomId,
      change: {
        title: string
        startsAt: number | null
        duration: number | null
        zone: string | null
      },
    ) {
      // The room first: it refuses when the class is over.
      await tell(room, change)
      const text =
        'UPDATE classes SET duration = $2, zone = $3, revision = revision + 1 WHERE room = $1'
      await run(db, { text, values: [room, change.duration, change.zone] })
    },
    async setStaff(room: RoomId, account: AccountId, role: OwnRole) {
      const text = `INSERT INTO class_staff (room, account, role) VALUES ($1, $2, $3)
        ON CONFLICT (room, account) DO UPDATE SET role = $3`
      await run(db, { text, values: [room, account, role] })
    },
    async setHost(room: RoomId, host: AccountId) {
      await run(db, { text: 'UPDATE classes SET host = $2 WHERE room = $1', values: [room, host] })
    },
  }
}

export function createClasses(parts: ClassParts): ClassStore {
  return { ...reading(parts.db), ...writing(parts) }
}
