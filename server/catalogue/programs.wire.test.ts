// Programs stand in order, and a hidden or archived one takes its courses with it.
import { expect, test } from 'vitest'
import { openSite, type Browser } from '../http/testing/site.ts'

async function seen(browser: Browser, archived: 'true' | 'false' = 'false') {
  const { programs, courses } = await browser.call('catalogue.list', { query: { archived } })
  return { programs: programs.map(({ title }) => title), courses: courses.map((c) => c.title) }
}

test('who came by a link alone is not led to a course that is closed to them', async () => {
  await using site = await openSite()
  const teacher = await site.person('ines', { teaches: true })
  const { course } = await teacher.call('courses.create', { body: { title: 'Physics' } })
  const params = { course: course.id }
  const { lesson } = await teacher.call('lessons.create', { params, body: { title: 'Light' } })
  const started = await teacher.call('classes.startLesson', {
    params: { lesson: lesson.id },
    body: {},
  })
  const room = { room: started.class.room }
  const invite = new URL(started.invite.url).searchParams.get('invite')!
  const visitor = await site.person('vera')
  await visitor.call('join.enter', { params: room, body: { invite } })
  const seen = async (browser: Browser) =>
    (await browser.call('classes.get', { params: room })).class
  expect(await seen(visitor)).toMatchObject({ course: null, lesson: null, role: 'student' })
  expect(await seen(teacher)).toMatchObject({ course: { title: 'Physics' } })
  expect(await seen(await site.owner())).toMatchObject({ course: { title: 'Physics' } })
})

test('a program and its courses are hidden, archived and brought back together', async () => {
  await using site = await openSite()
  const teacher = await site.person('ines', { teaches: true })
  const student = await site.person('stu')
  const make = async (title: string) =>
    (await teacher.call('programs.create', { body: { title } })).program
  const spring = await make('Spring')
  await make('Autumn')
  const body = { title: 'Physics', program: spring.id }
  const { course } = await teacher.call('courses.create', { body })
  const params = { course: course.id }
  await teacher.call('members.add', { params, body: { login: 'stu', role: 'student' } })
  const { lesson } = await teacher.call('lessons.create', { params, body: { title: 'Light' } })
  const before = site.clock.now()
  const { class: live } = await teacher.call('classes.startLesson', {
    params: { lesson: lesson.id },
    body: {},
  })
  expect(live.createdAt).toBeGreaterThanOrEqual(before)
  expect(live.createdAt).toBeLessThanOrEqual(site.clock.now())
  expect(await seen(student)).toEqual({ programs: ['Spring'], courses: ['Physics'] })

  const change = { params: { program: spring.id } }
  await teacher.call('programs.update', { ...change, body: { position: 1, title: 'Summer' } })
  expect((await seen(teacher)).programs).toEqual(['Autumn', 'Summer'])

  await teacher.call('programs.update', { ...change, body: { visibility: 'hidden' } })
  expect(await seen(student)).toEqual({ programs: [], courses: [] })
  expect(await seen(teacher)).toEqual({ programs: ['Autumn', 'Summer'], courses: ['Physics'] })
  const statuses = await Promise.all([
    student.try('courses.get', { params }),
    student.try('lessons.get', { params: { lesson: lesson.id } }),
    student.try('classes.get', { params: { room: live.room } }),
  ])
  expect(statuses.map(({ status }) => status)).toEqual([404, 404, 404])

  await teacher.call('programs.update', { ...change, body: { visibility: 'archived' } })
  expect(await seen(teacher)).toEqual({ programs: ['Autumn'], courses: [] })
  expect(await seen(student, 'true')).toEqual({ programs: ['Summer'], courses: ['Physics'] })

  await teacher.call('programs.update', { ...change, body: { visibility: 'visible' } })
  expect(await seen(student)).toEqual({ programs: ['Summer'], courses: ['Physics'] })
  const denied = await student.try('programs.update', { ...change, body: { position: 0 } })
  expect(denied.status).toBe(403)
})
