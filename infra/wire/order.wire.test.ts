// Lobby and moderation over two nodes: what staff decide on one holds at every door of the other.
import { expect, it } from 'vitest'
import { Browser } from '../../server/http/testing/site.ts'
import { newId, type ParticipantId } from '../../shared/ids.ts'
import { knock } from './knock.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'
import { comparable, expectedRoom } from './truth.ts'

const asking = { admission: 'ask', guestsWithInstructor: false, capacity: null } as const
const viewOf = (pupil: Pupil) => pupil.connection.viewer?.kind
const closed = (pupil: Pupil) =>
  pupil.until('the end', ({ connection }) => connection.state.kind === 'closed')
const about = ({ participant }: Pupil, reason = '') => ({ participant, reason })

async function expectRight(school: School, pupils: readonly Pupil[]): Promise<void> {
  const log = await school.readLog()
  for (const pupil of pupils) {
    const { viewer } = pupil.connection
    if (viewer === null) throw new Error(`${pupil.name} has no view`)
    const right = comparable(expectedRoom(log, viewer))
    await pupil.until('the right view', ({ room }) => comparable(room) === right)
  }
}

it('keeps who waits outside until staff of another node let them in, one by one', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  await teacher.do('lobby.set', asking)
  const [one, two] = [
    await school.join('student', { node: 1 }),
    await school.join('guest', { node: 1 }),
  ]
  expect([viewOf(one), viewOf(two)]).toEqual(['waiting', 'waiting'])
  await teacher.say('not for the corridor')
  await teacher.until('both to wait', ({ room }) => room.lobby.queue.size === 2)
  expect(teacher.room.lobby.queue.keySeq().toArray()).toEqual([one.participant, two.participant])
  const said = { text: 'let me in', replyTo: null }
  expect(await one.refusal('chat.say', said)).toMatchObject({ code: 'forbidden' })
  expect((await one.ask('chat.page', { before: 1_000, limit: 10 })).facts).toEqual([])
  expect((await one.ask('people.search', { text: '', limit: 10 })).people).toEqual([])
  await two.until('their place', ({ signals }) =>
    signals.some(({ name }) => name === 'lobby.place'),
  )

  await teacher.do('lobby.admit', { participants: [one.participant] })
  await one.until('the view from inside', (pupil) => viewOf(pupil) === 'member')
  expect(one.chat).toEqual(['not for the corridor'])
  await one.say('thank you')
  await teacher.until('the thanks', ({ chat }) => chat.includes('thank you'))
  await two.until('the first place', ({ signals }) =>
    signals.some(
      ({ name, data }) => name === 'lobby.place' && (data as { ahead: number }).ahead === 0,
    ),
  )
  expect(viewOf(two)).toBe('waiting')
  expect(JSON.stringify(two.heard)).not.toContain('corridor')
  await expectRight(school, [teacher, one, two])

  await teacher.do('lobby.refuse', about(two, 'Not your class.'))
  await closed(two)
  expect(two.connection.state).toMatchObject({
    reason: { code: 'forbidden', reason: 'refused', words: 'Not your class.' },
  })
})

it('sends out at once, on all devices, and lets nobody back unasked', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const student = await school.join('student', { node: 1 })
  const phone = await school.join('student', {
    node: 0,
    like: student,
    session: newId<'session'>(),
  })
  const witness = await school.join('student', { node: 1 })
  await student.do('hands.raise', {})
  await teacher.do('moderation.toLobby', about(student, 'Cool down.'))
  const words = { text: 'still here', replyTo: null }
  expect(await student.refusal('chat.say', words)).toMatchObject({ code: 'forbidden' })
  for (const device of [student, phone]) {
    await device.until('the corridor', (pupil) => viewOf(pupil) === 'waiting')
    expect(device.connection.viewer?.sent).toEqual({ act: 'toLobby', reason: 'Cool down.' })
  }
  await witness.until('them gone', ({ room }) => !room.people.has(student.participant))
  expect(witness.room.hands.size).toBe(0)
  await expectRight(school, [teacher, student, phone, witness])

  await teacher.do('lobby.admit', { participants: [student.participant] })
  await phone.until('the class again', (pupil) => viewOf(pupil) === 'member')
  await teacher.do('moderation.remove', about(student, 'Enough.'))
  for (const device of [student, phone]) {
    await closed(device)
    expect(device.connection.state).toMatchObject({
      reason: { reason: 'removed', words: 'Enough.' },
    })
  }
  const again = await school.join('student', { node: 1, like: student })
  expect(again.participant).toBe(student.participant)
  expect(viewOf(again)).toBe('waiting')
  await expectRight(school, [teacher, again, witness])
})

interface Banned {
  readonly banned: Pupil
  /** From before they were banned. */
  readonly token: string
}

/** What each door of a node says to a banned person. */
async function tryDoors(school: School, node: number, { banned, token }: Banned) {
  const params = { room: school.room }
  const browser = new Browser(school.urlOf(node))
  for (const [name, value] of banned.browser.cookies) browser.cookies.set(name, value)
  const invite = await school.inviteFor('guest')
  const hello = { token, session: newId(), device: 'desktop', have: null }
  const { publicUrl: origin } = school.place
  const gate = await browser.try('classes.get', { params })
  return [
    (await browser.try('join.door', { params, query: {} })).problem,
    (await browser.try('join.enter', { params, body: { name: 'Other' } })).problem,
    (await browser.try('join.enter', { params, body: { invite, name: 'Other' } })).problem,
    gate.problem,
    await knock({ url: school.urlOf(node), query: params, origin, auth: hello }),
  ]
}

it('bans through every door of every node from the moment of the decision', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const student = await school.join('student', { node: 1 })
  const sibling = await school.join('student', { node: 1 })
  const { token } = await student.ask('room.renew', {})
  const until = Date.now() + 3_600_000
  const ban = { ...about(student, 'Threats.'), by: ['device' as const], until }
  await teacher.do('moderation.ban', ban)
  const said = { text: 'one more', replyTo: null }
  expect(await student.refusal('chat.say', said)).toMatchObject({ code: 'forbidden' })
  const refused = { code: 'forbidden', reason: 'banned', until, words: 'Threats.' }
  for (const node of [1, 0])
    for (const answer of await tryDoors(school, node, { banned: student, token }))
      expect(answer).toMatchObject(refused)
  await closed(student)
  expect(student.connection.state).toMatchObject({ reason: refused })
  await sibling.say('I did nothing')

  const [banned] = teacher.room.moderation.bans.values()
  await teacher.do('moderation.lift', { ban: banned?.ban ?? 0, reason: 'Sorry.' })
  const again = await school.join('student', { node: 0, like: student })
  expect(viewOf(again)).toBe('waiting')
})

it('holds a restriction of one and of all on every node, and slow mode', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const [one, two] = [
    await school.join('student', { node: 1 }),
    await school.join('student', { node: 1 }),
  ]
  const chat = { permissions: ['chat.send' as const], reason: 'Listen.' }
  const said = { text: 'hello', replyTo: null }
  const restrict = (participant: ParticipantId | null, on: boolean) =>
    teacher.do('moderation.restrict', { ...chat, participant, on })
  await restrict(one.participant, false)
  expect(await one.refusal('chat.say', said)).toMatchObject({ reason: 'chat.send' })
  await two.say('I may')
  await restrict(null, false)
  expect(await two.refusal('chat.say', said)).toMatchObject({ reason: 'chat.send' })
  await restrict(null, true)
  await restrict(one.participant, true)
  await one.say('I may again')
  await one.until('why', ({ told }) => told.some(({ type }) => type === 'moderation.acted'))

  await teacher.do('moderation.slow', { seconds: 60 })
  await one.say('first')
  const slow = await one.refusal('chat.say', said)
  expect(slow).toMatchObject({ code: 'rateLimited', reason: 'slow-mode' })
  expect(slow.retryAfter).toBeGreaterThan(50_000)
})

it('keeps a record of every act, and of flags with what they are about', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const helper = await school.join('moderator')
  const [student, rude] = [await school.join('student'), await school.join('student')]
  const { facts } = await rude.say('something rude')
  const message = facts[0]?.seq ?? 0
  await student.do('flags.raise', { about: { message }, reason: 'Insult' })
  await helper.until('the flag', ({ room }) => room.moderation.flags.size === 1)
  const [flag] = helper.room.moderation.flags.values()
  expect(flag).toMatchObject({ text: 'something rude', name: rude.name, reason: 'Insult' })
  await helper.do('chat.delete', { message })
  const decision = { decision: 'acted' as const, reason: 'Deleted.' }
  await helper.do('flags.decide', { flag: flag?.flag ?? 0, ...decision })
  await helper.do('moderation.warn', about(rude, 'Be kind.'))
  await teacher.do('moderation.remove', about(rude, 'Again.'))
  const page = await helper.ask('moderation.audit', { before: null, limit: 4 })
  const rows = page.facts.map(({ type, actor, body }) => [
    type === 'moderation.acted' ? (body as { act: string }).act : type,
    actor,
    (body as { name: string }).name,
    (body as { reason: string }).reason,
  ])
  expect(rows).toEqual([
    ['removed', teacher.participant, rude.name, 'Again.'],
    ['warned', helper.participant, rude.name, 'Be kind.'],
    ['flags.decided', helper.participant, rude.name, 'Deleted.'],
    ['deleted', helper.participant, rude.name, ''],
  ])
  expect(page.more).toBe(true)
  const last = page.facts.at(-1)?.seq ?? 0
  const rest = await helper.ask('moderation.audit', { before: last, limit: 10 })
  expect(rest.facts.map(({ type }) => type)).toEqual(['flags.raised'])
  expect(rest.more).toBe(false)
  expect(JSON.stringify([student.heard, student.room])).not.toContain('Insult')
})

it('never lets in more than there are places, whoever comes at once on two nodes', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  await teacher.do('lobby.set', { admission: 'open', guestsWithInstructor: false, capacity: 5 })
  const crowd = await Promise.all(
    Array.from({ length: 12 }, (_, n) => school.join('student', { node: n % 2 })),
  )
  const inside = () => crowd.filter((pupil) => viewOf(pupil) === 'member')
  expect(inside()).toHaveLength(5)
  const queue = [...teacher.room.lobby.queue.keys()]
  await inside()[0]?.do('people.leave', {})
  const next = crowd.find(({ participant }) => participant === queue[0])
  await next?.until('their turn', (pupil) => viewOf(pupil) === 'member')
  const log = await school.readLog()
  let most = 0
  for (let n = 1; n <= log.length; n += 1) {
    const { people } = expectedRoom(log.slice(0, n), teacher.connection.viewer!)
    most = Math.max(
      most,
      people.count(
        ({ role, admitted, stays }) => role === 'student' && admitted && stays.length > 0,
      ),
    )
  }
  expect(most).toBe(5)
})
