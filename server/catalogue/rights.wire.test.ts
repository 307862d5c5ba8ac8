// Rights end where they came from: a role in the course with the membership, one by a link with nothing
// less than the link, one given in class with the next word from there.
import { expect, it } from 'vitest'
import { secretIn } from '../http/testing/scene.ts'
import { openSite, testPassword } from '../http/testing/site.ts'

async function school() {
  const site = await openSite()
  const teacher = await site.person('tara', { teaches: true })
  const helper = await site.person('hugo')
  const { course } = await teacher.call('courses.create', { body: { title: 'Latin' } })
  const ofCourse = { course: course.id }
  const lessons = { params: ofCourse, body: { title: 'One' } }
  const { lesson } = await teacher.call('lessons.create', lessons)
  const start = { params: { lesson: lesson.id }, body: {} }
  const { class: started, invite } = await teacher.call('classes.startLesson', start)
  const { account } = await helper.call('auth.me', {})
  const inClass = { params: { room: started.room } }
  return { site, teacher, helper, id: account!.id, ofCourse, inClass, invite }
}

it('takes the rights in a class with the membership, also of who has a seat there', async () => {
  const { site, teacher, helper, id, ofCourse, inClass } = await school()
  await using _ = site
  const body = { login: 'hugo', role: 'assistant' } as const
  await teacher.call('members.add', { params: ofCourse, body })
  expect((await helper.call('join.enter', { ...inClass, body: {} })).role).toBe('moderator')
  await helper.call('invites.list', inClass)
  await teacher.call('members.remove', { params: { ...ofCourse, account: id } })
  expect((await helper.try('invites.list', inClass)).problem?.code).toBe('forbidden')
  expect((await helper.try('join.enter', { ...inClass, body: {} })).problem?.code).toBe('forbidden')
})

it('keeps what a link gave, whichever link is opened next', async () => {
  const { site, teacher, helper, inClass, invite } = await school()
  await using _ = site
  const make = { ...inClass, body: { role: 'moderator' } } as const
  const better = (await teacher.call('invites.make', make)).invite
  for (const { url } of [invite, better, invite]) {
    const body = { invite: secretIn(url, 'invite') }
    await helper.call('join.enter', { ...inClass, body })
  }
  expect((await helper.call('join.enter', { ...inClass, body: {} })).role).toBe('moderator')
})

it('appoints in class whom a link raises, and nobody whom it would lower', async () => {
  const { site, teacher, helper, inClass, invite } = await school()
  await using _ = site
  const make = { ...inClass, body: { role: 'moderator' } } as const
  const better = (await teacher.call('invites.make', make)).invite
  const open = (url: string) =>
    helper.call('join.enter', { ...inClass, body: { invite: secretIn(url, 'invite') } })
  const { participant } = await open(invite.url)
  expect(site.rooms.appointed).toEqual([])
  await open(better.url)
  await open(invite.url)
  const input = { participant, role: 'moderator' }
  expect(site.rooms.appointed).toEqual([{ room: inClass.params.room, input }])
})

it('heeds a role given in class, higher or lower', async () => {
  const { site, teacher, helper, id, ofCourse, inClass } = await school()
  await using _ = site
  const { classes } = site.door
  const body = { login: 'hugo', role: 'student' } as const
  await teacher.call('members.add', { params: ofCourse, body })
  await classes.setStaff(inClass.params.room, id, 'moderator')
  await helper.call('invites.list', inClass)
  await classes.setStaff(inClass.params.room, id, 'student')
  expect((await helper.try('invites.list', inClass)).problem?.code).toBe('forbidden')
  const { staff } = await teacher.call('classes.staff', inClass)
  expect(staff.map(({ name }) => name)).not.toContain('hugo')
})

it('heeds a role given to a guest in class, also once they have an account', async () => {
  const { site, inClass, invite } = await school()
  await using _ = site
  const { room } = inClass.params
  const guest = site.browser()
  const body = { invite: secretIn(invite.url, 'invite'), name: 'Gus' }
  const { participant } = await guest.call('join.enter', { ...inClass, body })
  expect((await guest.try('invites.list', inClass)).status).toBe(401)
  await site.door.seats.appoint(room, participant, 'moderator')
  await guest.call('invites.list', inClass)
  const more = { ...inClass, body: { role: 'instructor' } } as const
  expect((await guest.try('invites.make', more)).problem?.code).toBe('forbidden')
  expect(await guest.call('join.door', { ...inClass, query: {} })).toMatchObject({
    role: 'moderator',
    seat: { participant, role: 'moderator' },
  })
  // The link is still the one for students, and leads to the same seat.
  const again = await guest.call('join.enter', { ...inClass, body })
  expect(again).toMatchObject({ participant, role: 'moderator' })
  await guest.call('join.keep', { body: { name: 'Gus', login: 'gus', password: testPassword } })
  await guest.call('invites.list', inClass)
  expect((await guest.call('join.enter', { ...inClass, body })).role).toBe('moderator')
  await site.door.seats.appoint(room, participant, 'student')
  expect((await guest.try('invites.list', inClass)).problem?.code).toBe('forbidden')
})

it('judges a weekly class by itself, not by the first of its classes', async () => {
  const { site, teacher, helper } = await school()
  await using _ = site
  const start = new Date(site.clock.now() + 3600_000).toISOString().slice(0, 16)
  const repeat = { days: [1, 2, 3, 4, 5, 6, 7], count: 5 }
  const plan = { title: 'Choir', start, zone: 'UTC', duration: 45, repeat }
  const made = await teacher.call('classes.plan', { body: plan })
  const params = { series: made.series! }
  const { occurrences } = (await teacher.call('series.get', { params })).series
  const [first, second] = occurrences.map(({ room }) => ({ params: { room } }))
  const open = async (inClass: typeof first, role: 'moderator' | 'student') => {
    const { invite } = await teacher.call('invites.make', { ...inClass!, body: { role } })
    await helper.call('join.enter', {
      ...inClass!,
      body: { invite: secretIn(invite.url, 'invite') },
    })
  }
  expect((await helper.try('series.get', { params })).problem?.code).toBe('forbidden')
  await open(second, 'student')
  const seen = await helper.call('series.get', { params })
  expect(seen.series.occurrences.map(({ room }) => room)).toEqual([second!.params.room])
  // The first class is the helper's now; the weekly class is still the teacher's.
  await open(first, 'moderator')
  const { staff } = await teacher.call('classes.staff', first!)
  const { account } = staff.find(({ name }) => name === 'hugo')!
  await teacher.call('classes.handOver', { ...first!, body: { account } })
  const all = { params, body: plan }
  expect((await helper.try('series.update', all)).problem?.code).toBe('forbidden')
  expect((await helper.try('series.cancel', { params, body: {} })).problem?.code).toBe('forbidden')
  await teacher.call('series.update', all)
  await teacher.call('series.cancel', { params, body: {} })
})

it('makes no link to sign in as somebody who teaches elsewhere', async () => {
  const { site, teacher, helper, id, ofCourse } = await school()
  await using _ = site
  const other = await site.person('olga', { teaches: true })
  const { course } = await other.call('courses.create', { body: { title: 'Greek' } })
  const add = (role: 'student' | 'assistant') => ({ body: { login: 'hugo', role } })
  const link = () => teacher.try('members.link', { params: { ...ofCourse, account: id }, body: {} })
  await teacher.call('members.add', { params: ofCourse, ...add('student') })
  expect((await link()).status).toBe(200)
  await other.call('members.add', { params: { course: course.id }, ...add('assistant') })
  expect((await link()).problem?.code).toBe('forbidden')
  expect((await helper.call('auth.me', {})).account?.login).toBe('hugo')
})
