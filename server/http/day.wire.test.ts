// The story of a school's first day over the real door: the owner sets up, an instructor plans and starts
// a class, a guest comes in and later keeps their progress.
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { ClassEntry } from '../../shared/contract/http/entities.ts'
import { openSite, testPassword, type Browser, type Site } from './testing/site.ts'

let site: Site
let teacher: Browser
beforeAll(async () => {
  site = await openSite()
  teacher = await site.person('tara', { teaches: true })
})
afterAll(() => site[Symbol.asyncDispose]())

const inviteOf = (url: string): string => new URL(url).searchParams.get('invite')!

async function startNow(title = 'Maths'): Promise<{ class: ClassEntry; invite: string }> {
  const started = await teacher.call('classes.startNow', { body: { title } })
  return { class: started.class, invite: inviteOf(started.invite.url) }
}

it('makes the owner once, with the code from the terminal', async () => {
  await using other = await openSite()
  const browser = other.browser()
  expect((await browser.call('auth.me', {})).needsOwner).toBe(true)
  const code = await other.door.setUp.begin()
  const body = { name: 'Olga', login: 'Olga@Example.org', password: testPassword }
  const wrong = await browser.try('auth.setUp', { body: { ...body, code: 'AAAA-BBBB-CCCC' } })
  expect(wrong.problem?.code).toBe('forbidden')
  const typed = code!.toLowerCase().replaceAll('-', ' ')
  const { account } = await browser.call('auth.setUp', { body: { ...body, code: typed } })
  expect(account).toMatchObject({ role: 'owner', login: 'olga@example.org', teaches: true })
  const again = await other.browser().try('auth.setUp', { body: { ...body, code: code! } })
  expect(again.problem?.code).toBe('conflict')
  expect((await browser.call('auth.me', {})).account?.name).toBe('Olga')
  expect(await other.door.setUp.begin()).toBeNull()
})

it('signs in and out, and ends other sessions with a new password', async () => {
  const first = await site.person('sam')
  const second = site.browser()
  const wrong = await second.try('auth.signIn', {
    body: { login: 'sam', password: 'not this one' },
  })
  expect(wrong.problem).toMatchObject({ code: 'unauthenticated', reason: 'wrong-password' })
  await second.call('auth.signIn', { body: { login: ' SAM ', password: testPassword } })
  const change = { current: testPassword, next: 'another long password' }
  await second.call('auth.changePassword', { body: change })
  expect((await first.call('auth.me', {})).account).toBeNull()
  expect((await second.call('auth.me', {})).account?.name).toBe('sam')
  await second.call('auth.signOut', { body: {} })
  expect((await second.call('auth.me', {})).account).toBeNull()
})

it('ends unused sign-in links with a new password', async () => {
  const person = await site.person('lena')
  const { account } = await person.call('auth.me', {})
  const owner = await site.owner()
  const { url } = await owner.call('accounts.link', { params: { account: account!.id }, body: {} })
  const change = { current: testPassword, next: 'another long password' }
  await person.call('auth.changePassword', { body: change })
  const link = new URL(url).searchParams.get('link')!
  const opened = await site.browser().try('auth.openLink', { body: { link } })
  expect(opened.problem?.code).toBe('revoked')
})

it('keeps the session from scripts and other sites', async () => {
  const response = await site.browser().fetch('/api/auth/sign-in', {
    method: 'POST',
    headers: { 'content-type': 'application/json', origin: 'http://localhost:7700' },
    body: JSON.stringify({ login: 'tara', password: testPassword }),
  })
  expect(response.status).toBe(200)
  const cookie = response.headers.get('set-cookie') ?? ''
  expect(cookie).toMatch(/^lyceum_session=[\w-]{43}; /)
  for (const flag of ['HttpOnly', 'SameSite=Lax', 'Path=/']) expect(cookie).toContain(flag)
})

it('builds a catalogue and keeps its order', async () => {
  const { program } = await teacher.call('programs.create', { body: { title: 'School' } })
  const { course } = await teacher.call('courses.create', {
    body: { title: 'Physics', program: program.id },
  })
  const params = { course: course.id }
  const { module } = await teacher.call('modules.create', { params, body: { title: 'One' } })
  const add = async (title: string) =>
    (await teacher.call('lessons.create', { params, body: { title, module: module.id } })).lesson
  const [a, b, c] = [await add('A'), await add('B'), await add('C')]
  await teacher.call('lessons.update', { params: { lesson: c.id }, body: { position: 0 } })
  await teacher.call('lessons.update', { params: { lesson: a.id }, body: { visibility: 'hidden' } })
  const seen = await teacher.call('courses.get', { params })
  expect(seen.lessons.map(({ title, position }) => [title, position])).toEqual([
    ['C', 0],
    ['A', 1],
    ['B', 2],
  ])
  const student = await site.person('stu')
  expect((await student.try('courses.get', { params })).status).toBe(403)
  await teacher.call('members.add', { params, body: { login: 'stu', role: 'student' } })
  const shown = await student.call('courses.get', { params })
  expect(shown.lessons.map(({ title }) => title)).toEqual(['C', 'B'])
  expect((await student.try('lessons.get', { params: { lesson: a.id } })).status).toBe(404)
  await teacher.call('lessons.update', { params: { lesson: b.id }, body: { module: null } })
  const moved = await teacher.call('lessons.get', { params: { lesson: b.id } })
  expect(moved.lesson).toMatchObject({ module: null, position: 0 })
  const me = (await teacher.call('auth.me', {})).account!
  const last = await teacher.try('members.remove', { params: { ...params, account: me.id } })
  expect(last.problem?.code).toBe('conflict')
})

it('takes a class through its steps and refuses illegal ones with a reason', async () => {
  const { class: started } = await startNow()
  const params = { room: started.room }
  const step = (name: 'open' | 'end' | 'reopen' | 'cancel') =>
    teacher.try('classes.step', { params, body: { step: name } })
  expect(started.state).toBe('live')
  expect((await step('open')).problem).toMatchObject({ code: 'illegalStep', status: 409 })
  expect((await step('end')).output.class.state).toBe('ended')
  expect((await step('reopen')).output.class.state).toBe('live')
})

it('seats a guest, and gives the same seat after a reload', async () => {
  const { class: started, invite } = await startNow()
  const params = { room: started.room }
  const guest = site.browser()
  const door = await guest.call('join.door', { params, query: { invite } })
  expect(door).toMatchObject({ title: 'Maths', state: 'live', role: 'student', seat: null })
  expect(door.hosts).toEqual(['tara'])
  const nameless = await guest.try('join.enter', { params, body: { invite } })
  expect(nameless.problem).toMatchObject({ code: 'invalid', reason: 'name-needed' })
  const first = await guest.call('join.enter', { params, body: { invite, name: 'Ada' } })
  const again = await guest.call('join.enter', { params, body: {} })
  expect(again).toMatchObject({ participant: first.participant, name: 'Ada', role: 'student' })
  const claims = await site.door.tokens.verify(again.token)
  expect(claims).toMatchObject({
    participant: first.participant,
    room: started.room,
    account: null,
  })
  const stranger = await site.browser().try('join.enter', { params, body: { name: 'Eve' } })
  expect(stranger.problem?.code).toBe('unauthenticated')
})

it('keeps two links of one class apart in one browser', async () => {
  const { class: started, invite } = await startNow()
  const params = { room: started.room }
  const made = await teacher.call('invites.make', { params, body: { role: 'instructor' } })
  const browser = site.browser()
  const student = await browser.call('join.enter', { params, body: { invite, name: 'Ada' } })
  const body = { invite: inviteOf(made.invite.url), name: 'Ida' }
  const instructor = await browser.call('join.enter', { params, body })
  expect(instructor.participant).not.toBe(student.participant)
  const back = await browser.call('join.enter', { params, body: { seat: student.participant } })
  expect(back).toMatchObject({ participant: student.participant, role: 'student', name: 'Ada' })
})

it('says what is wrong with a link', async () => {
  const one = await startNow()
  const other = await startNow()
  const params = { room: one.class.room }
  const codeOf = async (invite: string) =>
    (await site.browser().try('join.door', { params, query: { invite } })).problem?.code
  expect(await codeOf(other.invite)).toBe('wrongRoom')
  expect(await codeOf(one.invite.slice(0, -3))).toBe('tampered')
  const flipped = one.invite[5] === 'A' ? 'B' : 'A'
  expect(await codeOf(one.invite.slice(0, 5) + flipped + one.invite.slice(6))).toBe('tampered')
  const expiresAt = site.clock.now() + 1000
  const soon = await teacher.call('invites.make', { params, body: { role: 'student', expiresAt } })
  const seated = site.browser()
  const body = { invite: inviteOf(soon.invite.url), name: 'Ada' }
  await seated.call('join.enter', { params, body })
  site.clock.advance(1001)
  expect(await codeOf(inviteOf(soon.invite.url))).toBe('expired')
  const { invites } = await teacher.call('invites.list', { params })
  const first = invites.find(({ url }) => inviteOf(url) === one.invite)!
  const revoked = await teacher.call('invites.revoke', { params: { ...params, invite: first.id } })
  expect(revoked.invite.revoked).toBe(true)
  expect(await codeOf(one.invite)).toBe('revoked')
  // Who has a seat is let in whatever became of the link.
  expect((await seated.try('join.enter', { params, body })).status).toBe(200)
})

it('makes a guest an account that keeps the seat', async () => {
  const { class: started, invite } = await startNow()
  const params = { room: started.room }
  const guest = site.browser()
  const before = await guest.call('join.enter', { params, body: { invite, name: 'Grace' } })
  const person = { name: 'Grace', login: 'grace', password: testPassword }
  await guest.call('join.keep', { body: person })
  const elsewhere = site.browser()
  await elsewhere.call('auth.signIn', { body: { login: 'grace', password: testPassword } })
  const after = await elsewhere.call('join.enter', { params, body: {} })
  expect(after.participant).toBe(before.participant)
  const claims = await site.door.tokens.verify(after.token)
  expect(claims.account).not.toBeNull()
  const day = { from: site.clock.now() - 86_400_000, to: site.clock.now() + 86_400_000 }
  const { classes } = await elsewhere.call('classes.list', { query: day })
  expect(classes.map(({ room }) => room)).toEqual([started.room])
})

it('makes an account and a member out of an invitation', async () => {
  const { course } = await teacher.call('courses.create', { body: { title: 'Latin' } })
  const inCourse = { course: course.id }
  const { lesson } = await teacher.call('lessons.create', {
    params: inCourse,
    body: { title: 'Rosa' },
  })
  const { class: started, invite } = await teacher.call('classes.startLesson', {
    params: { lesson: lesson.id },
    body: {},
  })
  const params = { room: started.room }
  const browser = site.browser()
  const body = {
    invite: inviteOf(invite.url),
    name: 'Livia',
    login: 'livia',
    password: testPassword,
  }
  await browser.call('join.claim', { params, body })
  const seen = await browser.call('courses.get', { params: inCourse })
  expect(seen.course.role).toBe('student')
  expect(seen.classes.map(({ room }) => room)).toEqual([started.room])
})

it('hands a class over, and the giver stays to help', async () => {
  const { class: started } = await startNow()
  const params = { room: started.room }
  const helper = await site.person('hugo')
  const made = await teacher.call('invites.make', { params, body: { role: 'moderator' } })
  await helper.call('join.enter', { params, body: { invite: inviteOf(made.invite.url) } })
  const refused = await helper.try('invites.make', { params, body: { role: 'instructor' } })
  expect(refused.problem?.code).toBe('forbidden')
  const { staff } = await teacher.call('classes.staff', { params })
  const hugo = staff.find(({ name }) => name === 'hugo')!
  const after = await teacher.call('classes.handOver', { params, body: { account: hugo.account } })
  expect(after.class).toMatchObject({ hosts: ['hugo'], role: 'moderator' })
  expect((await helper.call('classes.get', { params })).class.role).toBe('instructor')
  expect(site.rooms.appointed.map(({ input }) => input)).toContainEqual(
    expect.objectContaining({ role: 'instructor' }),
  )
  expect((await teacher.try('classes.step', { params, body: { step: 'end' } })).status).toBe(403)
})
