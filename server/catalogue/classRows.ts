// How a class is read from the tables, and which role an account or a guest has in it: pure over a row.
import { z } from 'zod'
import { classStates, type ClassEntry } from '../../shared/contract/http/entities.ts'
import type { AccountId, CourseId, Id, LessonId, RoomId } from '../../shared/ids.ts'
import { courseRoles, roleInClass, roles, type Role } from '../../shared/roles.ts'

const uuid = <Kind>() => z.uuid().transform((value) => value as Kind)

export const classRow = z.object({
  room: uuid<RoomId>(),
  title: z.string(),
  state: z.enum(classStates),
  created_at: z.number(),
  starts_at: z.number().nullable(),
  duration: z.number().nullable(),
  zone: z.string().nullable(),
  series: uuid<Id<'series'>>().nullable(),
  occurrence: z.string().nullable(),
  host: uuid<AccountId>().nullable(),
  as_of: z.number(),
  revision: z.number(),
  lesson: uuid<LessonId>().nullable(),
  lesson_title: z.string().nullable(),
  /** Program, course, module and lesson are there for students. */
  shown: z.boolean(),
  course: uuid<CourseId>().nullable(),
  course_title: z.string().nullable(),
  hosts: z.array(z.string()),
  course_role: z.enum(courseRoles).nullable(),
  staff_role: z.enum(['instructor', 'moderator', 'student']).nullable(),
  /**
   * Of the links that let them in, or given to them in class while they were guests: who came by their
   * role in the course has it no longer than that.
   */
  seat_roles: z.array(z.enum(roles)),
})
export type ClassRow = z.output<typeof classRow>

/** `$1` is the account, `$2` the hash of the guest's secret; both may be null. */
export const classQuery = `
  SELECT c.room, c.title, c.state, c.created_at, c.starts_at, c.duration, c.zone, c.series,
    c.occurrence, c.host, c.as_of, c.revision, l.id AS lesson, l.title AS lesson_title,
    coalesce(l.visibility, 'visible') <> 'hidden' AND coalesce(co.visibility, 'visible') <> 'hidden'
      AND coalesce(m.visibility, 'visible') <> 'hidden'
      AND coalesce(p.visibility, 'visible') <> 'hidden' AS shown,
    co.id AS course, co.title AS course_title,
    ARRAY(SELECT a.name FROM accounts a WHERE a.id = c.host
      UNION SELECT a.name FROM class_staff s JOIN accounts a ON a.id = s.account
      WHERE s.room = c.room AND s.role = 'instructor') AS hosts,
    (SELECT cm.role FROM course_members cm WHERE cm.course = co.id AND cm.account = $1) AS course_role,
    (SELECT s.role FROM class_staff s WHERE s.room = c.room AND s.account = $1) AS staff_role,
    ARRAY(SELECT DISTINCT coalesce(s.appointed, i.role) FROM seats s
      LEFT JOIN invites i ON i.id = s.invite
      WHERE s.room = c.room AND coalesce(s.appointed, i.role) IS NOT NULL AND (s.account = $1 OR ($1::uuid IS NULL AND s.account IS NULL AND s.guest = $2::bytea))
    ) AS seat_roles
  FROM classes c
    LEFT JOIN lessons l ON l.id = c.lesson
    LEFT JOIN modules m ON m.id = l.module
    LEFT JOIN courses co ON co.id = l.course
    LEFT JOIN programs p ON p.id = co.program`

const order: readonly Role[] = ['instructor', 'moderator', 'student', 'guest', 'observer']

/** The one that may do most. */
export function highest(given: readonly Role[]): Role | null {
  return order.find((role) => given.includes(role)) ?? null
}

/**
 * The role of whoever the row was read for, or null for a stranger. A role of their own in the class
 * outweighs the one in the course, since it may be lower: after handing over, or by appointment in class.
 */
export function roleIn(
  found: ClassRow,
  who: { account: AccountId | null; operator: boolean },
): Role | null {
  if (who.operator) return 'instructor'
  if (found.staff_role !== null) return found.staff_role
  if (found.host !== null && found.host === who.account) return 'instructor'
  const byCourse = found.course_role === null ? [] : [roleInClass(found.course_role)]
  return highest([...byCourse, ...found.seat_roles])
}

export function entryOf(found: ClassRow, role: Role): ClassEntry {
  const { room, title, state, duration, zone, series, hosts } = found
  return {
    room,
    title,
    state,
    createdAt: found.created_at,
    startsAt: found.starts_at,
    duration,
    zone,
    series,
    lesson: found.lesson && { id: found.lesson, title: found.lesson_title ?? '' },
    course: found.course && { id: found.course, title: found.course_title ?? '' },
    hosts,
    role,
  }
}
