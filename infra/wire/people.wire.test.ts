// Joining, dropping, returning, leaving, several devices, and a class whose staff is gone.
import { expect, it, vi } from 'vitest'
import { presence } from '../../shared/room/people.ts'
import { newId } from '../../shared/ids.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'

const personOf = (reader: Pupil, one: Pupil) => reader.room.people.get(one.participant)

const seenAs = (one: Pupil, as: 'here' | 'dropped' | 'left') => (reader: Pupil) => {
  const person = personOf(reader, one)
  return person !== undefined && presence(person) === as
}

/** A source of theirs in the log; no sfu is asked. */
async function publish(school: School, pupil: Pupil, kind: 'camera' | 'microphone' = 'camera') {
  const { participant, session } = pupil
  const place = { node: 'sfu', incarnation: newId<'incarnation'>() }
  const input = { source: newId<'source'>(), participant, session, kind, ...place, paused: false }
  const { rooms } = school.live()
  await rooms.submit(school.room, { name: 'sources.open', input, actor: 'system' })
  return input.source
}

it('keeps seat, hand and role of who drops, and they come back by themselves', async () => {
  await using school = await openSchool({ dropAfter: 200 })
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  await student.do('hands.raise', {})
  student.line.hold()
  await teacher.until('the drop', seenAs(student, 'dropped'))
  expect(teacher.room.hands.has(student.participant)).toBe(true)

  student.line.release()
  await teacher.until('the return', seenAs(student, 'here'))
  expect(teacher.room.hands.has(student.participant)).toBe(true)
  const stays = personOf(teacher, student)!.stays.map(({ session }) => session)
  expect(stays).toEqual([student.session])
  const types = (await school.readLog()).map(({ type }) => type)
  expect(types.filter((type) => /people\.(joined|dropped|returned)/.test(type))).toEqual([
    'people.joined',
    'people.joined',
    'people.dropped',
    'people.returned',
  ])
})

it('tells nobody of a connection that is back before the seat is given up', async () => {
  await using school = await openSchool({ dropAfter: 5_000 })
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  student.line.cut()
  await student.until('the connection to be lost', (p) => p.connection.state.kind !== 'open')
  await student.untilOpen()
  await student.say('back')
  await teacher.until('the message', ({ chat }) => chat.includes('back'))
  expect((await school.readLog()).map(({ type }) => type)).not.toContain('people.dropped')
})

it('lowers the hand and ends the sources of who leaves', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  await student.do('hands.raise', {})
  await publish(school, student)
  await teacher.until('the camera', ({ room }) => room.sources.size === 1)
  const { facts } = await student.do('people.leave', {})
  expect(facts).toHaveLength(3)
  await teacher.until('them gone', seenAs(student, 'left'))
  expect(teacher.room.hands.size).toBe(0)
  expect(teacher.room.sources.size).toBe(0)
})

it('gives microphone, camera and sound to the newest device, and back on demand', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const laptop = await school.join('student')
  await publish(school, laptop)
  const phone = await school.join('student', { like: laptop, session: newId<'session'>() })
  expect(phone.participant).toBe(laptop.participant)
  const holder = (pupil: Pupil) => personOf(pupil, laptop)?.holder
  await laptop.until('the phone to hold', (p) => holder(p) === phone.session)
  expect(laptop.room.sources.size).toBe(0)
  const closed = (await school.readLog()).find(({ type }) => type === 'sources.closed')
  expect(closed?.body).toMatchObject({ reason: 'moved' })
  await expect(publish(school, laptop)).rejects.toMatchObject({ code: 'conflict' })

  await laptop.do('people.hold', { session: laptop.session })
  await phone.until('the laptop to hold', (p) => holder(p) === laptop.session)
  await publish(school, laptop)
  expect(await phone.refusal('people.hold', { session: newId() })).toMatchObject({
    code: 'missing',
  })
  await teacher.until('the laptop to hold', (p) => holder(p) === laptop.session)
})

it('tells all when the last of the staff is gone, and when staff is back', async () => {
  await using school = await openSchool({ dropAfter: 200 })
  const teacher = await school.join('instructor')
  const helper = await school.join('moderator')
  const student = await school.join('student')
  await helper.do('people.leave', {})
  helper.close()
  teacher.line.hold()
  await student.until('that staff is gone', ({ room }) => room.class.unattendedSince !== null)
  expect(student.room.class.phase).toBe('live')
  await student.say('where are they?')

  teacher.line.release()
  await student.until('that staff is back', ({ room }) => room.class.unattendedSince === null)
  const types = (await school.readLog()).map(({ type }) => type)
  const told = types.filter((type) => type.includes('attended'))
  expect(told.slice(-2)).toEqual(['class.unattended', 'class.attended'])
})

it('ends a class that nobody attended, once, though two nodes look after it', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  await school.join('student')
  await teacher.do('people.leave', {})
  for (const pupil of school.pupils) pupil.close()
  await school.stop(0)
  await school.stop(1)
  await letPass(school, 20 * 60_000)
  await Promise.all([school.start(0), school.start(1)])
  const seen = () => school.owner.call('classes.get', { params: { room: school.room } })
  await expect.poll(async () => (await seen()).class.state, { timeout: 60_000 }).toBe('ended')
  // Whoever comes finds it ended, and staff can go on.
  const late = await school.join('student', { node: 1 })
  await school.owner.call('classes.step', {
    params: { room: school.room },
    body: { step: 'reopen' },
  })
  await late.until('the class to go on', ({ room }) => room.class.phase === 'live')
  const log = await school.readLog()
  const life = log.map(({ type }) => type).filter((type) => /^class\.(warned|ended)/.test(type))
  expect(life).toEqual(['class.warned', 'class.ended'])
  expect(log.find(({ type }) => type === 'class.ended')?.body).toEqual({ reason: 'unattended' })
})

/** While the school is closed, time passes: everything in the log is that much longer ago. */
async function letPass({ db, room }: School, ms: number): Promise<void> {
  await db.query('UPDATE facts SET at = at - $2 WHERE log = $1', [room, ms])
  await db.query('UPDATE heads SET at = at - $2, due = due - $2 WHERE log = $1', [room, ms])
  await db.query('DELETE FROM snapshots WHERE log = $1', [room])
}

it('gives a guest who is appointed in class the rights of it over HTTP too', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const { participant, browser } = await school.join('student')
  const params = { room: school.room }
  const invitesFor = async () => (await browser.try('invites.list', { params })).status
  expect(await invitesFor()).toBe(401)
  await teacher.do('people.appoint', { participant, role: 'moderator' })
  await vi.waitFor(async () => expect(await invitesFor()).toBe(200), { timeout: 30_000 })
  await teacher.do('people.appoint', { participant, role: 'student' })
  await vi.waitFor(async () => expect(await invitesFor()).toBe(401), { timeout: 30_000 })
})
