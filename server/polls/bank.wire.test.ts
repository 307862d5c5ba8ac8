// Polls prepared on a lesson: made, ordered, copied, deleted, and found from any class of the lesson.
import { expect, test } from 'vitest'
import type { PollDefinition } from '../../shared/contract/polls.ts'
import { openSite } from '../http/testing/site.ts'

const base: PollDefinition = {
  kind: 'scale',
  question: 'How sure are you?',
  options: [],
  min: 1,
  max: 1,
  scale: { from: 1, to: 5, fromLabel: 'not at all', toLabel: 'very' },
  anonymous: true,
  changes: true,
  results: 'live',
  right: [],
  seconds: null,
}

test('a lesson’s polls keep their order and serve all its classes', async () => {
  await using site = await openSite()
  const teacher = await site.person('ines', { teaches: true })
  const student = await site.person('stu')
  const { course } = await teacher.call('courses.create', { body: { title: 'Physics' } })
  const inCourse = { params: { course: course.id } }
  await teacher.call('members.add', { ...inCourse, body: { login: 'stu', role: 'student' } })
  const make = async (title: string) =>
    (await teacher.call('lessons.create', { ...inCourse, body: { title } })).lesson.id
  const [lesson, other] = [await make('Light'), await make('Sound')]
  const params = { lesson }
  const prepare = async (question: string) =>
    (await teacher.call('polls.prepare', { params, body: { definition: { ...base, question } } }))
      .poll.id
  const questions = async () =>
    (await teacher.call('polls.prepared', { params })).polls.map(
      ({ definition }) => definition.question,
    )
  const [one, two] = [await prepare('One?'), await prepare('Two?')]
  await teacher.call('polls.change', { params: { lesson, poll: two }, body: { position: 0 } })
  expect(await questions()).toEqual(['Two?', 'One?'])
  await teacher.call('polls.copy', { params: { lesson, poll: two }, body: {} })
  expect(await questions()).toEqual(['Two?', 'Two?', 'One?'])
  const definition = { ...base, question: 'New?' }
  await teacher.call('polls.change', { params: { lesson, poll: one }, body: { definition } })
  await teacher.call('polls.delete', { params: { lesson, poll: two } })
  expect(await questions()).toEqual(['Two?', 'New?'])

  const { class: live } = await teacher.call('classes.startLesson', { params, body: {} })
  const inClass = { params: { room: live.room } }
  expect(await teacher.call('polls.ofClass', inClass)).toEqual(
    await teacher.call('polls.prepared', { params }),
  )
  expect((await student.try('polls.ofClass', inClass)).status).toBe(403)
  expect((await student.try('polls.prepared', { params })).status).toBe(403)

  const flawed = { params, body: { definition: { ...base, scale: null } } }
  expect((await teacher.try('polls.prepare', flawed)).status).toBe(400)
  // Found by its own lesson only.
  const elsewhere = { params: { lesson: other, poll: one }, body: { position: 0 } }
  expect((await teacher.try('polls.change', elsewhere)).status).toBe(404)
})
