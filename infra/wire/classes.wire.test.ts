// Classes as the HTTP doors plan and step them, over the real rooms: refusals have reasons, rows follow
// the log, and a hand-over reaches whoever is inside.
import { expect, it } from 'vitest'
import { openSchool } from './school.ts'

it('takes a planned class through its life and refuses illegal steps with a reason', async () => {
  await using school = await openSchool({ phase: 'scheduled' })
  const params = { room: school.room }
  const step = (step: 'open' | 'start' | 'end' | 'reopen' | 'cancel') =>
    school.owner.try('classes.step', { params, body: { step } })
  const change = { title: 'Algebra', start: '2027-03-01T10:00', zone: 'Europe/Berlin' }
  const moved = await school.owner.call('classes.update', { params, body: change })
  expect(moved.class).toMatchObject({ title: 'Algebra', startsAt: Date.UTC(2027, 2, 1, 9) })
  for (const name of ['end', 'reopen'] as const) {
    expect((await step(name)).problem).toMatchObject({ code: 'illegalStep', status: 409 })
  }
  expect((await step('open')).output.class.state).toBe('lobby')
  expect((await step('start')).output.class.state).toBe('live')
  expect((await step('cancel')).problem?.reason).toBeDefined()
  expect((await step('end')).output.class.state).toBe('ended')
  const late = await school.owner.try('classes.update', { params, body: { title: 'Too late' } })
  expect(late.problem?.code).toBe('illegalStep')
  expect((await step('reopen')).output.class.state).toBe('live')
})

it('keeps a class’s row in step with what is done inside', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const params = { room: school.room }
  await teacher.do('class.end', {})
  await expect
    .poll(async () => (await school.owner.call('classes.get', { params })).class.state)
    .toBe('ended')
})

it('hands a class over to somebody inside', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const body = { login: 'hugo', name: 'Hugo' }
  const { link } = await school.owner.call('accounts.create', { body })
  const moderator = await school.join('moderator')
  const secret = new URL(link.url).searchParams.get('link') ?? ''
  await moderator.browser.call('auth.openLink', { body: { link: secret } })
  await moderator.browser.call('join.adopt', { body: {} })
  const params = { room: school.room }
  const { staff } = await school.owner.call('classes.staff', { params })
  const hugo = staff.find(({ name }) => name === 'Hugo')!
  await school.owner.call('classes.handOver', { params, body: { account: hugo.account } })
  const roleOf = (who: typeof teacher) => (reader: typeof teacher) =>
    reader.room.people.get(who.participant)?.role
  await teacher.until('the hand-over', (reader) => roleOf(moderator)(reader) === 'instructor')
  await teacher.until('the giver helps', (reader) => roleOf(teacher)(reader) === 'moderator')
})

it('makes the rooms of a weekly class with their titles and times', async () => {
  await using school = await openSchool()
  const start = new Date(Date.now() + 48 * 3600_000).toISOString().slice(0, 11)
  const repeat = { days: [1, 2, 3, 4, 5, 6, 7], count: 3 }
  const plan = {
    title: 'Weekly',
    start: `${start}10:00`,
    zone: 'Asia/Kolkata',
    duration: 45,
    repeat,
  }
  const made = await school.owner.call('classes.plan', { body: plan })
  const params = { series: made.series! }
  const { series } = await school.owner.call('series.get', { params })
  expect(series.occurrences).toHaveLength(3)
  const [first] = series.occurrences
  const scheduled = (await school.readLog(first!.room)).find(
    ({ type }) => type === 'class.scheduled',
  )
  expect(scheduled?.body).toEqual({ title: 'Weekly', startsAt: first!.startsAt, duration: 45 })
  await school.owner.call('series.cancel', { params, body: {} })
  const after = await school.owner.call('series.get', { params })
  expect(after.series.occurrences.map(({ state }) => state)).toEqual(Array(3).fill('cancelled'))
})
