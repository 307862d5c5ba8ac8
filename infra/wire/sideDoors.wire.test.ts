// Ways around the order of a class that somebody tried: another's stay, another link, an account made
// meanwhile, a search.
import { expect, it } from 'vitest'
import { Browser, testPassword } from '../../server/http/testing/site.ts'
import { newId } from '../../shared/ids.ts'
import { knock } from './knock.ts'
import type { Pupil } from './pupil.ts'
import { openSchool } from './school.ts'

const about = ({ participant }: Pupil, reason = 'Enough.') => ({ participant, reason })
const viewOf = ({ connection }: Pupil) => connection.viewer?.kind
const account = (login: string) => ({ name: login, login, password: testPassword })

it('gives nobody the stay of another', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const thief = await school.join('guest')
  const { token } = await thief.ask('room.renew', {})
  const answer = await knock({
    url: school.urlOf(0),
    query: { room: school.room },
    origin: school.place.publicUrl,
    auth: { token, session: teacher.session, device: 'desktop', have: null },
  })
  expect(answer).toMatchObject({ code: 'conflict', reason: 'session-taken' })
  await teacher.say('still here')
  const stays = teacher.room.people.get(teacher.participant)?.stays ?? []
  expect(stays.map(({ session, present }) => [session, present])).toEqual([[teacher.session, true]])
})

it('finds nobody who waits for whoever is not staff', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  const settings = { admission: 'ask' as const, guestsWithInstructor: false, capacity: null }
  await teacher.do('lobby.set', settings)
  await school.join('student', { name: 'Wanda Waiting' })
  const wanted = { text: 'wanda', limit: 10 }
  expect((await teacher.ask('people.search', wanted)).people).toHaveLength(1)
  expect((await student.ask('people.search', wanted)).people).toEqual([])
})

it('makes no account and no member by a banned link', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  const invite = await school.inviteFor('student')
  const params = { room: school.room }
  const banned = new Browser(school.urlOf(0))
  await banned.call('join.enter', { params, body: { invite, name: 'Rudy' } })
  const rudy = await school.join('student', { like: { browser: banned, name: 'Rudy' } })
  const ban = { ...about(rudy), by: ['link' as const, 'device' as const], until: null }
  await teacher.do('moderation.ban', ban)
  for (const browser of [new Browser(school.urlOf(0)), banned]) {
    const body = { invite, ...account(`rudy-${newId()}`) }
    const { problem } = await browser.try('join.claim', { params, body })
    expect(problem).toMatchObject({ code: 'forbidden', reason: 'banned' })
  }
  expect(viewOf(student)).toBe('member')
})

it('lets nobody out of the lobby by an account and another link', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const removed = await school.join('guest')
  await teacher.do('moderation.remove', about(removed))
  const settings = { admission: 'ask' as const, guestsWithInstructor: false, capacity: null }
  await teacher.do('lobby.set', settings)
  const waiting = await school.join('guest')
  const params = { room: school.room }
  for (const guest of [removed, waiting]) {
    await guest.browser.call('join.keep', { body: account(`guest-${newId()}`) })
    const invite = await school.inviteFor('student')
    await guest.browser.call('join.enter', { params, body: { invite, name: guest.name } })
    const again = await school.join('student', { like: guest })
    expect(again.participant).toBe(guest.participant)
    expect(viewOf(again)).toBe('waiting')
  }
  await teacher.do('lobby.admit', { participants: [waiting.participant] })
  const seen = ({ participant }: Pupil) => teacher.room.people.get(participant)
  await teacher.until('them inside', () => seen(waiting)?.admitted === true)
  expect(seen(waiting)?.role).toBe('student')
  expect(seen(removed)).toMatchObject({ role: 'guest', admitted: false })
})

it('shows nobody a link that may do more than they', async () => {
  await using school = await openSchool()
  await school.join('instructor')
  const helper = await school.join('moderator')
  await school.inviteFor('instructor')
  const params = { room: school.room }
  const { invites } = await helper.browser.call('invites.list', { params })
  expect(invites.map(({ role }) => role)).not.toContain('instructor')
  const all = await school.owner.call('invites.list', { params })
  const above = all.invites.find(({ role }) => role === 'instructor')
  const revoking = { params: { ...params, invite: above?.id ?? newId() } }
  expect((await helper.browser.try('invites.revoke', revoking)).problem?.code).toBe('forbidden')
})
