// A small school for tests over the table of routes: who is there, and what there is to ask for.
import type { ClassEntry } from '../../../shared/contract/http/entities.ts'
import type { InputOf, OutputOf } from '../../../shared/contract/http/routes.ts'
import { openSite, testPassword, type Browser, type Site } from './site.ts'

export type Who = 'nobody' | 'outsider' | 'student' | 'teacher' | 'owner'

export interface Scene extends AsyncDisposable {
  readonly site: Site
  readonly browsers: Readonly<Record<Who, Browser>>
  readonly accounts: Readonly<Record<'student' | 'teacher' | 'helper', { id: never }>>
  readonly program: OutputOf<'programs.create'>['program']
  readonly course: OutputOf<'courses.create'>['course']
  readonly module: OutputOf<'modules.create'>['module']
  readonly lesson: OutputOf<'lessons.create'>['lesson']
  readonly room: ClassEntry['room']
  readonly series: NonNullable<OutputOf<'classes.schedule'>['series']>
  /** The secret of a link for students. */
  readonly invite: string
  readonly inviteId: OutputOf<'invites.make'>['invite']['id']
}

/** A plan that is always in the future of a test. */
export function weekly(): InputOf<'classes.schedule'>['body'] {
  const start = new Date(Date.now() + 48 * 3600_000).toISOString().slice(0, 16)
  return { start, zone: 'Europe/Berlin', duration: 45, repeat: { days: [1, 4], count: 6 } }
}

export const secretIn = (url: string, name: 'invite' | 'link'): string =>
  new URL(url).searchParams.get(name)!

async function idOf(browser: Browser): Promise<{ id: never }> {
  const { account } = await browser.call('auth.me', {})
  return { id: account!.id as never }
}

async function build(site: Site, teacher: Browser) {
  const { program } = await teacher.call('programs.create', { body: { title: 'School' } })
  const body = { title: 'Physics', program: program.id }
  const { course } = await teacher.call('courses.create', { body })
  const params = { course: course.id }
  const { module } = await teacher.call('modules.create', { params, body: { title: 'One' } })
  const { lesson } = await teacher.call('lessons.create', {
    params,
    body: { title: 'Light', module: module.id },
  })
  for (const [login, role] of [
    ['student', 'student'],
    ['helper', 'assistant'],
  ] as const) {
    await teacher.call('members.add', { params, body: { login, role } })
  }
  const onLesson = { lesson: lesson.id }
  const planned = await teacher.call('classes.schedule', { params: onLesson, body: weekly() })
  const started = await teacher.call('classes.startLesson', { params: onLesson, body: {} })
  const { url, id } = started.invite
  return {
    site,
    program,
    course,
    module,
    lesson,
    room: started.class.room,
    series: planned.series!,
    invite: secretIn(url, 'invite'),
    inviteId: id,
  }
}

export async function openScene(): Promise<Scene> {
  const site = await openSite()
  const owner = await site.owner()
  const teacher = await site.person('teacher', { teaches: true })
  const student = await site.person('student')
  const helper = await site.person('helper')
  const outsider = await site.person('outsider')
  const scene = await build(site, teacher)
  return {
    ...scene,
    browsers: { nobody: site.browser(), outsider, student, teacher, owner },
    accounts: {
      student: await idOf(student),
      teacher: await idOf(teacher),
      helper: await idOf(helper),
    },
    [Symbol.asyncDispose]: () => site[Symbol.asyncDispose](),
  }
}

export { testPassword }
