// Programs, courses, modules and lessons in their tables. Who may change them is decided before; what a
// student may see of them is decided here, by visibility.
import type { Pool, PoolClient } from 'pg'
import { z } from 'zod'
import { visibilities } from '../../shared/contract/http/entities.ts'
import { LyceumError } from '../../shared/errors.ts'
import {
  newId,
  type AccountId,
  type CourseId,
  type LessonId,
  type ModuleId,
  type ProgramId,
} from '../../shared/ids.ts'
import { courseRoles, type CourseRole } from '../../shared/roles.ts'
import { row, rows, run, transaction } from '../storage/query.ts'
import type { Clock } from '../auth/clock.ts'
import { place, type PlacedTable, type Siblings } from './placing.ts'

const placed = {
  title: z.string(),
  position: z.number(),
  visibility: z.enum(visibilities),
}
const uuid = <Kind>() => z.uuid().transform((value) => value as Kind)

const programRow = z.object({
  id: uuid<ProgramId>(),
  ...placed,
  created_by: uuid<AccountId>().nullable(),
})
const courseRow = z.object({
  id: uuid<CourseId>(),
  ...placed,
  program: uuid<ProgramId>().nullable(),
  role: z.enum(courseRoles).nullable(),
})
const moduleRow = z.object({ id: uuid<ModuleId>(), ...placed, course: uuid<CourseId>() })
const lessonRow = z.object({
  id: uuid<LessonId>(),
  ...placed,
  course: uuid<CourseId>(),
  module: uuid<ModuleId>().nullable(),
})

export type Program = z.output<typeof programRow>
export type Course = z.output<typeof courseRow>
export type Module = z.output<typeof moduleRow>
export type Lesson = z.output<typeof lessonRow>

export interface Changes {
  readonly title?: string | undefined
  readonly visibility?: (typeof visibilities)[number] | undefined
  readonly position?: number | undefined
}

export interface CourseStore {
  programs(): Promise<Program[]>
  program(id: ProgramId): Promise<Program>
  /** The courses of an account; all of them for an operator. */
  courses(who: { account: AccountId; all: boolean }): Promise<Course[]>
  course(id: CourseId, account: AccountId): Promise<Course>
  modules(course: CourseId): Promise<Module[]>
  lessons(course: CourseId): Promise<Lesson[]>
  module(id: ModuleId): Promise<Module>
  lesson(id: LessonId): Promise<Lesson>
  createProgram(title: string, by: AccountId): Promise<Program>
  createCourse(course: {
    title: string
    program: ProgramId | null
    instructor: AccountId
  }): Promise<Course>
  createModule(course: CourseId, title: string): Promise<Module>
  createLesson(lesson: {
    course: CourseId
    module: ModuleId | null
    title: string
  }): Promise<Lesson>
  updateProgram(id: ProgramId, changes: Changes): Promise<Program>
  updateCourse(
    id: CourseId,
    changes: Changes & { program?: ProgramId | null | undefined },
    by: AccountId,
  ): Promise<Course>
  updateModule(id: ModuleId, changes: Changes): Promise<Module>
  updateLesson(
    id: LessonId,
    changes: Changes & { module?: ModuleId | null | undefined },
  ): Promise<Lesson>
  roleOf(course: CourseId, account: AccountId): Promise<CourseRole | null>
}

const courseColumns = 'c.id, c.title, c.position, c.visibility, c.program, m.role'
const moduleColumns = 'id, title, position, visibility, course'
const lessonColumns = 'id, title, position, visibility, course, module'

function existing<T>(found: T | null, what: string): T {
  if (found === null) throw new LyceumError('missing', `There is no such ${what}.`)
  return found
}

function reader(db: Pool) {
  const program = async (id: ProgramId): Promise<Program> => {
    const text = 'SELECT id, title, position, visibility, created_by FROM programs WHERE id = $1'
    return existing(await row(db, { text, values: [id] }, programRow), 'program')
  }
  const course = async (id: CourseId, account: AccountId): Promise<Course> => {
    const text = `SELECT ${courseColumns} FROM courses c
      LEFT JOIN course_members m ON m.course = c.id AND m.account = $2 WHERE c.id = $1`
    return existing(await row(db, { text, values: [id, account] }, courseRow), 'course')
  }
  const module = async (id: ModuleId): Promise<Module> => {
    const text = `SELECT ${moduleColumns} FROM modules WHERE id = $1`
    return existing(await row(db, { text, values: [id] }, moduleRow), 'module')
  }
  const lesson = async (id: LessonId): Promise<Lesson> => {
    const text = `SELECT ${lessonColumns} FROM lessons WHERE id = $1`
    return existing(await row(db, { text, values: [id] }, lessonRow), 'lesson')
  }
  return { program, course, module, lesson }
}

function lister(db: Pool) {
  return {
    programs() {
      const text = `SELECT id, title, position, visibility, created_by FROM programs ORDER BY position, id`
      return rows(db, { text }, programRow)
    },
    courses({ account, all }: { account: AccountId; all: boolean }) {
      const text = `SELECT ${courseColumns} FROM courses c
        LEFT JOIN course_members m ON m.course = c.id AND m.account = $1
        WHERE $2 OR m.role IS NOT NULL ORDER BY c.program, c.position, c.id`
      return rows(db, { text, values: [account, all] }, courseRow)
    },
    modules(course: CourseId) {
      const text = `SELECT ${moduleColumns} FROM modules WHERE course = $1 ORDER BY position, id`
      return rows(db, { text, values: [course] }, moduleRow)
    },
    lessons(course: CourseId) {
      const text = `SELECT ${lessonColumns} FROM lessons WHERE course = $1 ORDER BY position, id`
      return rows(db, { text, values: [course] }, lessonRow)
    },
    async roleOf(course: CourseId, account: AccountId) {
      const text = 'SELECT role FROM course_members WHERE course = $1 AND account = $2'
      const found = await row(
        db,
        { text, values: [course, account] },
        z.object({ role: z.enum(courseRoles) }),
      )
      return found?.role ?? null
    },
  }
}

/** Sets title, visibility and parent, then the place among the siblings there. */
async function change(
  client: PoolClient,
  siblings: Siblings,
  { id, changes, moves }: { id: string; changes: Changes; moves: boolean },
): Promise<void> {
  const { table, of } = siblings
  const parents = Object.keys(of)
  const sets = parents.map((column, index) => `, ${column} = $${index + 4}`).join('')
  await run(client, {
    text: `UPDATE ${table} SET title = coalesce($2, title), visibility = coalesce($3, visibility)
      ${sets} WHERE id = $1`,
    values: [id, changes.title ?? null, changes.visibility ?? null, ...Object.values(of)],
  })
  if (moves || changes.position !== undefined) {
    await place(client, siblings, { id, position: changes.position })
  }
}

/** Behind all siblings, until `place` numbers them. */
const last = 2_000_000_000

async function insert(
  client: PoolClient,
  table: PlacedTable,
  values: Readonly<Record<string, unknown>>,
): Promise<string> {
  const id = newId()
  const columns = Object.keys(values)
  const marks = columns.map((_, index) => `$${index + 2}`)
  await run(client, {
    text: `INSERT INTO ${table} (id, position, ${columns.join(', ')})
      VALUES ($1, ${last}, ${marks.join(', ')})`,
    values: [id, ...Object.values(values)],
  })
  return id
}

function creators(db: Pool, clock: Clock, read: ReturnType<typeof reader>) {
  const add = (table: PlacedTable, siblings: Siblings['of'], more: Record<string, unknown>) =>
    transaction(db, async (client) => {
      const id = await insert(client, table, { ...siblings, ...more })
      await place(client, { table, of: siblings }, { id })
      return id
    })
  return {
    async createProgram(title: string, by: AccountId) {
      const more = { title, created_by: by, created_at: clock.now() }
      return read.program((await add('programs', {}, more)) as ProgramId)
    },
    async createCourse(given: { title: string; program: ProgramId | null; instructor: AccountId }) {
      const { title, program, instructor } = given
      if (program !== null) await read.program(program)
      const id = await transaction(db, async (client) => {
        const course = await insert(client, 'courses', { title, program, created_at: clock.now() })
        await place(client, { table: 'courses', of: { program } }, { id: course })
        const text = `INSERT INTO course_members (course, account, role) VALUES ($1, $2, 'instructor')`
        await run(client, { text, values: [course, instructor] })
        return course as CourseId
      })
      return read.course(id, instructor)
    },
    async createModule(course: CourseId, title: string) {
      return read.module((await add('modules', { course }, { title })) as ModuleId)
    },
    async createLesson(given: { course: CourseId; module: ModuleId | null; title: string }) {
      const { course, module, title } = given
      if (module !== null) await assertSameCourse(read, course, module)
      return read.lesson((await add('lessons', { course, module }, { title })) as LessonId)
    },
  }
}

async function assertSameCourse(
  read: ReturnType<typeof reader>,
  course: CourseId,
  module: ModuleId,
): Promise<void> {
  if ((await read.module(module)).course !== course) {
    throw new LyceumError('conflict', 'The module belongs to another course.')
  }
}

function updaters(db: Pool, read: ReturnType<typeof reader>) {
  const apply = (siblings: Siblings, order: { id: string; changes: Changes; moves: boolean }) =>
    transaction(db, (client) => change(client, siblings, order))
  return {
    async updateProgram(id: ProgramId, changes: Changes) {
      await apply({ table: 'programs', of: {} }, { id, changes, moves: false })
      return read.program(id)
    },
    async updateCourse(
      id: CourseId,
      changes: Changes & { program?: ProgramId | null | undefined },
      by: AccountId,
    ) {
      const before = await read.course(id, by)
      const program = changes.program === undefined ? before.program : changes.program
      if (program !== null) await read.program(program)
      const moves = program !== before.program
      await apply({ table: 'courses', of: { program } }, { id, changes, moves })
      return read.course(id, by)
    },
    async updateModule(id: ModuleId, changes: Changes) {
      const { course } = await read.module(id)
      await apply({ table: 'modules', of: { course } }, { id, changes, moves: false })
      return read.module(id)
    },
    async updateLesson(id: LessonId, changes: Changes & { module?: ModuleId | null | undefined }) {
      const before = await read.lesson(id)
      const { course } = before
      const module = changes.module === undefined ? before.module : changes.module
      if (module !== null) await assertSameCourse(read, course, module)
      const moves = module !== before.module
      await apply({ table: 'lessons', of: { course, module } }, { id, changes, moves })
      return read.lesson(id)
    },
  }
}

export function createCourses({ db, clock }: { db: Pool; clock: Clock }): CourseStore {
  const read = reader(db)
  return { ...read, ...lister(db), ...creators(db, clock, read), ...updaters(db, read) }
}
