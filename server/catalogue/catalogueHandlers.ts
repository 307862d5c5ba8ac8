// The routes of programs, courses, modules, lessons and members.
import { canInCourse } from '../../shared/contract/http/access.ts'
import type { catalogueRoutes } from '../../shared/contract/http/catalogue.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { CourseId, LessonId } from '../../shared/ids.ts'
import { isOperator, type Account } from '../auth/accounts.ts'
import type { Clock } from '../auth/clock.ts'
import { accountOf, courseOf, type Call, type Handlers } from '../http/handler.ts'
import { entryOf } from './classRows.ts'
import type { ClassStore, SeenClass } from './classes.ts'
import type { Course, CourseStore, Program } from './courses.ts'
import { readerOf } from './gate.ts'
import type { MemberStore } from './members.ts'

export interface CatalogueParts {
  readonly courses: CourseStore
  readonly members: MemberStore
  readonly classes: ClassStore
  readonly clock: Clock
}

function rights(account: Account, course: Course) {
  const who = { installation: account.role, course: course.role }
  return {
    mayEdit: canInCourse(who, 'course.edit'),
    mayTeach: canInCourse(who, 'course.teach'),
  }
}

function courseEntry(account: Account, course: Course) {
  return { ...course, ...rights(account, course) }
}

function mayEditProgram(account: Account, program: Program): boolean {
  return isOperator(account) || program.created_by === account.id
}

function programEntry(account: Account, program: Program) {
  return { ...program, mayEdit: mayEditProgram(account, program) }
}

/** Classes that the reader has a part in; students do not see those of hidden lessons. */
export function visibleClasses(seen: readonly SeenClass[]) {
  return seen.flatMap(({ class: each, role, inCourse }) => {
    if (role === null) return []
    const staff = role === 'instructor' || role === 'moderator'
    if (!each.shown && !staff) return []
    const entry = entryOf(each, role)
    return [inCourse ? entry : { ...entry, course: null, lesson: null }]
  })
}

export function catalogueHandlers(parts: CatalogueParts): Handlers<keyof typeof catalogueRoutes> {
  return {
    ...lists(parts),
    ...programs(parts),
    ...courses(parts),
    ...inside(parts),
    ...people(parts),
  }
}

function lists({ courses }: CatalogueParts): Handlers<'catalogue.list'> {
  return {
    'catalogue.list': async ({ query }, call) => {
      const account = accountOf(call)
      const all = (await courses.programs()).map((each) => programEntry(account, each))
      const holds = new Map(all.map((each) => [each.id, each.visibility]))
      const mine = await courses.courses({ account: account.id, all: isOperator(account) })
      const entries = mine
        .map((each) => courseEntry(account, each))
        .filter(({ visibility, program, mayTeach }) => {
          const states = [visibility, program === null ? undefined : holds.get(program)]
          if (states.includes('hidden') && !mayTeach) return false
          return query.archived || !states.includes('archived')
        })
      const used = new Set(entries.map(({ program }) => program))
      const shown = all
        .filter((each) => query.archived || each.visibility !== 'archived')
        .filter(({ id, mayEdit, visibility }) => {
          return mayEdit || used.has(id) || (account.teaches && visibility === 'visible')
        })
      return { programs: shown, courses: entries }
    },
  }
}

function programs({ courses }: CatalogueParts): Handlers<'programs.create' | 'programs.update'> {
  return {
    'programs.create': async ({ body }, call) => {
      const account = accountOf(call)
      return { program: programEntry(account, await courses.createProgram(body.title, account.id)) }
    },
    'programs.update': async ({ params, body }, call) => {
      const account = accountOf(call)
      const program = await courses.program(params.program)
      if (!mayEditProgram(account, program)) throw new LyceumError('forbidden')
      return { program: programEntry(account, await courses.updateProgram(program.id, body)) }
    },
  }
}

/** A student is not told that a hidden course is there. */
async function readCourse(store: CourseStore, id: CourseId, call: Call) {
  const account = accountOf(call)
  const entry = courseEntry(account, await store.course(id, account.id))
  const program = entry.program === null ? null : await store.program(entry.program)
  const hidden = [entry, program].some((each) => each?.visibility === 'hidden')
  if (hidden && !entry.mayTeach) throw new LyceumError('missing')
  return entry
}

/** A student is not told that a hidden lesson is there. */
export async function readLesson(store: CourseStore, id: LessonId, call: Call) {
  const lesson = await store.lesson(id)
  const course = await readCourse(store, lesson.course, call)
  const module = lesson.module === null ? null : await store.module(lesson.module)
  const hidden = [lesson, module].some((each) => each !== null && each.visibility === 'hidden')
  if (hidden && !course.mayTeach) throw new LyceumError('missing')
  return { lesson, course }
}

type Courses = 'courses.create' | 'courses.get' | 'courses.update'

function courses({ courses: store, classes, clock }: CatalogueParts): Handlers<Courses> {
  return {
    'courses.create': async ({ body }, call) => {
      const account = accountOf(call)
      const made = await store.createCourse({ ...body, instructor: account.id })
      return { course: courseEntry(account, made) }
    },
    'courses.get': async ({ params }, call) => {
      const course = await readCourse(store, params.course, call)
      const modules = await store.modules(course.id)
      const lessons = await store.lessons(course.id)
      const seen = await classes.ofCourse(course.id, clock.now(), readerOf(call))
      const shown = (each: { visibility: string }) =>
        each.visibility === 'visible' || course.mayTeach
      const open = new Set([null, ...modules.filter(shown).map(({ id }) => id)])
      return {
        course,
        modules: modules.filter(shown),
        lessons: lessons.filter((each) => shown(each) && open.has(each.module)),
        classes: visibleClasses(seen),
      }
    },
    'courses.update': async ({ params, body }, call) => {
      const account = accountOf(call)
      const changed = await store.updateCourse(params.course, body, account.id)
      return { course: courseEntry(account, changed) }
    },
  }
}

type Inside =
  'modules.create' | 'modules.update' | 'lessons.create' | 'lessons.get' | 'lessons.update'

function inside({ courses: store, classes }: CatalogueParts): Handlers<Inside> {
  return {
    'modules.create': async ({ params, body }) => ({
      module: await store.createModule(params.course, body.title),
    }),
    'modules.update': async ({ params, body }) => ({
      module: await store.updateModule(params.module, body),
    }),
    'lessons.create': async ({ params, body }) => ({
      lesson: await store.createLesson({ course: params.course, ...body }),
    }),
    'lessons.get': async ({ params }, call) => {
      const { lesson, course } = await readLesson(store, params.lesson, call)
      const seen = await classes.ofLesson(lesson.id, readerOf(call))
      return { lesson, course, classes: visibleClasses(seen) }
    },
    'lessons.update': async ({ params, body }) => ({
      lesson: await store.updateLesson(params.lesson, body),
    }),
  }
}

type People = 'members.list' | 'members.add' | 'members.remove'

function people({ members }: CatalogueParts): Handlers<People> {
  return {
    'members.list': async ({ params }) => ({ members: await members.list(params.course) }),
    'members.add': async ({ body }, call) => ({
      member: await members.set(courseOf(call).id, body.login, body.role),
    }),
    'members.remove': async ({ params }) => {
      await members.remove(params.course, params.account)
      return {}
    },
  }
}
