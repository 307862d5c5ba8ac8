// Who belongs to a course, with which role.
import type { Pool } from 'pg'
import { z } from 'zod'
import { LyceumError } from '../../shared/errors.ts'
import type { AccountId, CourseId } from '../../shared/ids.ts'
import { courseRoles, type CourseRole } from '../../shared/roles.ts'
import { row, rows, run, transaction } from '../storage/query.ts'

const memberRow = z
  .object({ id: z.uuid(), login: z.string(), name: z.string(), role: z.enum(courseRoles) })
  .transform(({ id, ...same }) => ({ account: id as AccountId, ...same }))
export type Member = z.output<typeof memberRow>

export interface MemberStore {
  list(course: CourseId): Promise<Member[]>
  /** Adds a member; never lowers the role of one. */
  add(course: CourseId, account: AccountId, role: CourseRole): Promise<void>
  /** Adds an existing account, or changes a member's role. */
  set(course: CourseId, login: string, role: CourseRole): Promise<Member>
  remove(course: CourseId, account: AccountId): Promise<void>
  roleOf(course: CourseId, account: AccountId): Promise<CourseRole | null>
  /** True for whoever has a part in teaching any course or class. */
  isStaffAnywhere(account: AccountId): Promise<boolean>
}

const rank = `array_position(ARRAY['instructor', 'assistant', 'student'], `
const lastInstructor = 'A course keeps at least one instructor.'
const columns = 'a.id, a.login, a.name, m.role'
const from = 'course_members m JOIN accounts a ON a.id = m.account'

export function createMembers(db: Pool): MemberStore {
  const one = (course: CourseId, account: AccountId) => {
    const text = `SELECT ${columns} FROM ${from} WHERE m.course = $1 AND m.account = $2`
    return row(db, { text, values: [course, account] }, memberRow)
  }
  /** Makes a change and undoes it when nobody is left to teach. */
  const keepingInstructor = (course: CourseId, text: string, values: unknown[]) =>
    transaction(db, async (client) => {
      await client.query('SELECT 1 FROM courses WHERE id = $1 FOR UPDATE', [course])
      const touched = await run(client, { text, values })
      const left = {
        text: `SELECT 1 AS one FROM course_members WHERE course = $1 AND role = 'instructor'`,
        values: [course],
      }
      const taught = await row(client, left, z.unknown())
      if (taught === null) throw new LyceumError('conflict', lastInstructor)
      return touched
    })
  return {
    list(course) {
      const text = `SELECT ${columns} FROM ${from} WHERE m.course = $1
        ORDER BY ${rank}m.role), lower(a.name), a.id`
      return rows(db, { text, values: [course] }, memberRow)
    },
    async add(course, account, role) {
      const text = `INSERT INTO course_members AS m (course, account, role) VALUES ($1, $2, $3)
        ON CONFLICT (course, account) DO UPDATE SET role = $3
        WHERE ${rank}excluded.role) < ${rank}m.role)`
      await run(db, { text, values: [course, account, role] })
    },
    async set(course, login, role) {
      const found = { text: 'SELECT id FROM accounts WHERE login = $1', values: [login] }
      const account = await row(db, found, z.object({ id: z.uuid() }))
      if (account === null) {
        throw new LyceumError('missing', 'There is no account with this login; make one first.')
      }
      const text = `INSERT INTO course_members (course, account, role) VALUES ($1, $2, $3)
        ON CONFLICT (course, account) DO UPDATE SET role = $3`
      await keepingInstructor(course, text, [course, account.id, role])
      const member = await one(course, account.id as AccountId)
      if (member === null) throw new LyceumError('missing')
      return member
    },
    async remove(course, account) {
      const text = 'DELETE FROM course_members WHERE course = $1 AND account = $2'
      const touched = await keepingInstructor(course, text, [course, account])
      if (touched === 0) throw new LyceumError('missing', 'They are no member of this course.')
    },
    async roleOf(course, account) {
      return (await one(course, account))?.role ?? null
    },
    async isStaffAnywhere(account) {
      const text = `SELECT 1 AS one FROM course_members WHERE account = $1 AND role <> 'student'
        UNION ALL SELECT 1 FROM class_staff WHERE account = $1 AND role <> 'student'
        UNION ALL SELECT 1 FROM classes WHERE host = $1
        UNION ALL SELECT 1 FROM seats s LEFT JOIN invites i ON i.id = s.invite
          WHERE s.account = $1 AND coalesce(s.appointed, i.role) IN ('instructor', 'moderator') LIMIT 1`
      return (await row(db, { text, values: [account] }, z.unknown())) !== null
    },
  }
}
