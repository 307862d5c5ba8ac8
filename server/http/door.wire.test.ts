// What the door does around its routes: budgets, its description, health, calendars.
import { expect, it } from 'vitest'
import { httpRoutes } from '../../shared/contract/http/routes.ts'
import { freshRedis } from '../../infra/test/redis.ts'
import { Redis } from 'ioredis'
import type { LimitsConfig } from '../limits/budgets.ts'
import { openSite, testPassword } from './testing/site.ts'

async function guessPasswords(limits: LimitsConfig): Promise<void> {
  await using site = await openSite({ limits })
  const attempt = (login: string) =>
    site.browser().try('auth.signIn', { body: { login, password: 'a wrong guess' } })
  for (let n = 0; n < 10; n += 1) expect((await attempt('victim')).status).toBe(401)
  const limited = await attempt('VICTIM ')
  expect(limited.problem?.code).toBe('rateLimited')
  const seconds = Number(limited.headers.get('retry-after'))
  expect(seconds).toBeGreaterThan(0)
  expect(limited.problem?.retryAfter).toBeGreaterThan((seconds - 1) * 1000)
  // Another person behind the same address is not in the way of it.
  expect((await attempt('somebody-else')).status).toBe(401)
}

it('slows down guessing of passwords, from whatever browser', async () => {
  await guessPasswords({ kind: 'memory' })
})

it('counts in Redis where there is one, and alone while it is away', async () => {
  await using server = await freshRedis()
  const redis = new Redis(server.url, { maxRetriesPerRequest: 1 })
  await guessPasswords({ kind: 'redis', redis })
  expect((await redis.keys('lyceum:limit:signIn:own*')).length).toBeGreaterThan(0)
  redis.disconnect()
  await guessPasswords({ kind: 'redis', redis })
})

it('lets a whole class in from one address', async () => {
  await using site = await openSite({ limits: { kind: 'memory' } })
  const teacher = await site.person('tara', { teaches: true })
  const started = await teacher.call('classes.startNow', { body: { title: 'Maths' } })
  const params = { room: started.class.room }
  const invite = new URL(started.invite.url).searchParams.get('invite')!
  const seats = await Promise.all(
    Array.from({ length: 60 }, async (_, n) => {
      const guest = site.browser()
      await guest.call('join.door', { params, query: { invite } })
      return guest.call('join.enter', { params, body: { invite, name: `Guest ${String(n)}` } })
    }),
  )
  expect(new Set(seats.map(({ participant }) => participant)).size).toBe(60)
})

it('counts ways in by stage and outcome', async () => {
  await using site = await openSite()
  const teacher = await site.person('tara', { teaches: true })
  const { class: started, invite } = await teacher.call('classes.startNow', {
    body: { title: 'Maths' },
  })
  const params = { room: started.room }
  const secret = new URL(invite.url).searchParams.get('invite')!
  const guest = site.browser()
  await guest.try('join.door', { params, query: {} })
  await guest.call('join.door', { params, query: { invite: secret } })
  await guest.try('join.enter', { params, body: { invite: secret.slice(1), name: 'Ada' } })
  await guest.call('join.enter', { params, body: { invite: secret, name: 'Ada' } })
  await guest.call('auth.me', {})
  expect(site.joins).toEqual([
    ['door', 'unauthenticated'],
    ['door', 'ok'],
    ['enter', 'tampered'],
    ['enter', 'ok'],
  ])
})

it('takes one seat when one person joins twice at once', async () => {
  await using site = await openSite()
  const teacher = await site.person('tara', { teaches: true })
  const { class: started } = await teacher.call('classes.startNow', { body: { title: 'Maths' } })
  const params = { room: started.room }
  const enter = () => teacher.call('join.enter', { params, body: {} })
  const seats = await Promise.all([enter(), enter(), enter()])
  expect(new Set(seats.map(({ participant }) => participant)).size).toBe(1)
  expect(seats[0].role).toBe('instructor')
})

it('describes every route as OpenAPI 3.1', async () => {
  await using site = await openSite()
  const response = await site.browser().fetch('/api/openapi.json')
  const document = (await response.json()) as {
    openapi: string
    paths: Record<string, Record<string, { operationId: string; parameters: { name: string }[] }>>
  }
  expect(document.openapi).toBe('3.1.0')
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  )
  const ids = operations.map(({ operation }) => operation.operationId)
  expect(ids.toSorted()).toEqual(Object.keys(httpRoutes).toSorted())
  for (const { path, method, operation } of operations) {
    expect(['get', 'post', 'put', 'patch', 'delete']).toContain(method)
    const inPath = [...path.matchAll(/\{(\w+)\}/g)].map((found) => found[1])
    const named = operation.parameters.map(({ name }) => name)
    expect(named).toEqual(expect.arrayContaining(inPath))
  }
  const text = JSON.stringify(document)
  for (const [, name = ''] of text.matchAll(/"\$ref":"#\/components\/(\w+\/\w+)"/g)) {
    const [kind = '', key = ''] = name.split('/')
    expect(
      (document as unknown as { components: Record<string, object> }).components[kind],
    ).toHaveProperty(key)
  }
})

it('tells whether it lives and serves, and shows metrics when it has some', async () => {
  await using site = await openSite({ metrics: true })
  const browser = site.browser()
  expect(await (await browser.fetch('/health/live')).json()).toEqual({ live: true })
  expect(await (await browser.fetch('/health/ready')).json()).toEqual({ ready: true })
  expect(await (await browser.fetch('/metrics')).text()).toBe('up 1')
})

/** Unfolded lines of a calendar file, event by event. */
function eventsOf(ics: string): Record<string, string>[] {
  const unfolded = ics.replace(/\r\n[ \t]/g, '')
  return unfolded
    .split('BEGIN:VEVENT')
    .slice(1)
    .map((block) => {
      const lines = block.split('\r\n').filter((line) => line.includes(':'))
      return Object.fromEntries<string>(
        lines.map((line) => [line.split(/[:;]/, 1)[0]!, line.replace(/^[^:]*:/, '')]),
      )
    })
}

const day = 24 * 3600_000

it('plans a weekly class over a clock change, with exceptions, and as a calendar', async () => {
  await using site = await openSite()
  // The week before the last Sunday of March, when Berlin's clocks go forward.
  site.clock.advance(Date.UTC(2027, 2, 20) - site.clock.now())
  const teacher = await site.person('tara', { teaches: true })
  const repeat = { days: [1], count: 5, except: ['2027-04-05'] }
  const plan = { title: 'Maths', start: '2027-03-22T09:30', zone: 'Europe/Berlin', duration: 45 }
  const made = await teacher.call('classes.plan', { body: { ...plan, repeat } })
  const params = { series: made.series! }
  const moments = async () => {
    const { series } = await teacher.call('series.get', { params })
    return series.occurrences.map(({ startsAt, state }) => [
      new Date(startsAt!).toISOString().slice(0, 16),
      state,
    ])
  }
  expect(await moments()).toEqual([
    ['2027-03-22T08:30', 'scheduled'],
    ['2027-03-29T07:30', 'scheduled'],
    ['2027-04-12T07:30', 'scheduled'],
    ['2027-04-19T07:30', 'scheduled'],
  ])
  // The job is safe to repeat, and on several nodes at once.
  await Promise.all([site.door.series.extend(), site.door.series.extend()])
  expect(await moments()).toHaveLength(4)

  const { series } = await teacher.call('series.get', { params })
  const second = series.occurrences[1]!.room
  await teacher.call('classes.step', { params: { room: second }, body: { step: 'cancel' } })
  const ics = await teacher.call('classes.calendar', { params: { room: made.class.room } })
  expect(ics).toMatch(/^BEGIN:VCALENDAR\r\n/)
  const events = eventsOf(ics)
  expect(events.map((each) => [each['DTSTART'], each['DTEND'], each['STATUS']])).toEqual([
    ['20270322T083000Z', '20270322T091500Z', 'CONFIRMED'],
    ['20270329T073000Z', '20270329T081500Z', 'CANCELLED'],
    ['20270412T073000Z', '20270412T081500Z', 'CONFIRMED'],
    ['20270419T073000Z', '20270419T081500Z', 'CONFIRMED'],
  ])
  expect(Number(events[1]?.['SEQUENCE'])).toBeGreaterThan(0)
  expect(new Set(events.map((each) => each['UID'])).size).toBe(4)

  const later = { ...plan, start: '2027-03-22T11:00', repeat: { days: [1], count: 3 } }
  await teacher.call('series.update', { params, body: later })
  expect(await moments()).toEqual([
    ['2027-03-22T10:00', 'scheduled'],
    ['2027-03-29T07:30', 'cancelled'],
    ['2027-04-05T09:00', 'scheduled'],
    ['2027-04-12T07:30', 'cancelled'],
    ['2027-04-19T07:30', 'cancelled'],
  ])
  // Planned back, the days that the plan had dropped get new rooms; what a person cancelled stays so.
  await teacher.call('series.update', { params, body: { ...plan, repeat } })
  const running = (await moments()).filter(([, state]) => state === 'scheduled')
  expect(running.map(([moment]) => moment)).toEqual([
    '2027-03-22T08:30',
    '2027-04-12T07:30',
    '2027-04-19T07:30',
  ])
})

it('makes rooms of an endless series ahead, and tells calendars of the rest of the year', async () => {
  await using site = await openSite()
  const teacher = await site.person('tara', { teaches: true })
  const start = new Date(site.clock.now() + day).toISOString().slice(0, 11)
  const body = {
    title: 'Maths',
    start: `${start}10:00`,
    zone: 'UTC',
    duration: 45,
    repeat: { days: [1, 2, 3, 4, 5, 6, 7] },
  }
  const made = await teacher.call('classes.plan', { body })
  const params = { series: made.series! }
  const count = async () => (await teacher.call('series.get', { params })).series.occurrences.length
  const before = await count()
  expect(before).toBeGreaterThanOrEqual(55)
  site.clock.advance(7 * day)
  expect(await site.door.series.extend()).toBe(7)
  expect(await count()).toBe(before + 7)
  const { url } = await teacher.call('auth.feed', {})
  const feed = { params: { feed: url.split('/').at(-1)! } }
  const anybody = site.browser()
  const events = eventsOf(await anybody.call('calendar.feed', feed))
  expect(events.length).toBeGreaterThan(350)
  expect(new Set(events.map((each) => each['UID'])).size).toBe(events.length)
  await teacher.call('auth.renewFeed', { body: {} })
  expect((await anybody.try('calendar.feed', feed)).problem?.code).toBe('missing')
  await teacher.call('series.cancel', { params, body: {} })
  const { series } = await teacher.call('series.get', { params })
  expect(new Set(series.occurrences.map(({ state }) => state))).toEqual(new Set(['cancelled']))
  expect(await site.door.series.extend()).toBe(0)
})

it('imports people line by line, and makes links for students only', async () => {
  await using site = await openSite()
  const teacher = await site.person('tara', { teaches: true })
  const { course } = await teacher.call('courses.create', { body: { title: 'Latin' } })
  const params = { course: course.id }
  const text = 'login,name\nlivia,Livia\ntara,Tara\nnot a login,X\n'
  const { lines } = await teacher.call('members.import', { params, body: { format: 'csv', text } })
  expect(lines.map(({ line, outcome }) => [line, outcome])).toEqual([
    [2, 'created'],
    [3, 'exists'],
    [4, 'invalid'],
  ])
  const { members } = await teacher.call('members.list', { params })
  // An import as students lowers nobody.
  expect(members.map(({ login, role }) => [login, role])).toEqual([
    ['tara', 'instructor'],
    ['livia', 'student'],
  ])
  const link = (login: string) => {
    const { account } = members.find((each) => each.login === login)!
    return teacher.try('members.link', { params: { ...params, account }, body: {} })
  }
  expect((await link('tara')).problem?.code).toBe('forbidden')
  const first = new URL(lines[0]!.link!.url).searchParams.get('link')!
  const second = new URL((await link('livia')).output.url).searchParams.get('link')!
  const open = (secret: string) => site.browser().try('auth.openLink', { body: { link: secret } })
  expect((await open(first)).problem?.code).toBe('revoked')
  expect((await open(`${second}x`)).problem?.code).toBe('tampered')
  expect((await open(second)).status).toBe(200)
  const again = await open(second)
  expect(again.problem).toMatchObject({ code: 'expired', reason: 'used' })
  const third = new URL((await link('livia')).output.url).searchParams.get('link')!
  site.clock.advance(8 * day)
  expect((await open(third)).problem?.code).toBe('expired')
})

it('keeps operators from the owner’s account, and disabled people out', async () => {
  await using site = await openSite()
  const owner = await site.owner()
  const body = { login: 'opal', name: 'Opal', role: 'operator' as const }
  const { account: opal, link } = await owner.call('accounts.create', { body })
  const operator = site.browser()
  const secret = new URL(link.url).searchParams.get('link')!
  await operator.call('auth.openLink', { body: { link: secret } })
  const { accounts } = await operator.call('accounts.list', { query: { search: 'owner' } })
  const params = { account: accounts[0]!.id }
  expect((await operator.try('accounts.recover', { params, body: {} })).status).toBe(403)
  expect((await operator.try('accounts.link', { params, body: {} })).status).toBe(403)
  const more = { login: 'otto', name: 'Otto', role: 'operator' as const }
  expect((await operator.try('accounts.create', { body: more })).status).toBe(403)
  const disable = { params: { account: opal.id }, body: { disabled: true } }
  await owner.call('accounts.update', disable)
  expect((await operator.call('auth.me', {})).account).toBeNull()
  const signIn = await operator.try('auth.signIn', {
    body: { login: 'opal', password: testPassword },
  })
  expect(signIn.problem?.code).toBe('unauthenticated')
})
