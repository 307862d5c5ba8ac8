// What each reader may see, over the wire: people who wait, members of a crowd, staff, and everybody
// once something was deleted.
import { expect, it } from 'vitest'
import { rosterLimit } from '../../shared/room/people.ts'
import { newId } from '../../shared/ids.ts'
import { encodeRoom } from '../../shared/room/state.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'
import { comparable, expectedRoom } from './truth.ts'

/** Everybody's screen shows what the log says they may see. */
async function expectRight(school: School, pupils: readonly Pupil[]): Promise<void> {
  const log = await school.readLog()
  for (const pupil of pupils) {
    const { viewer } = pupil.connection
    if (viewer === null) throw new Error(`${pupil.name} has no view`)
    expect(comparable(pupil.room), pupil.name).toEqual(comparable(expectedRoom(log, viewer)))
  }
}

it('tells people who wait only what is for everyone, then gives them the class', async () => {
  await using school = await openSchool({ phase: 'lobby' })
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  expect(student.connection.viewer?.kind).toBe('waiting')
  await teacher.say('not for the corridor')
  await teacher.do('class.configure', { note: 'Bring a pencil.' })
  await student.until('the note', ({ room }) => room.class.note === 'Bring a pencil.')
  expect(student.told.map(({ visibleTo }) => visibleTo)).toEqual(student.told.map(() => 'everyone'))
  expect(student.room.people.size).toBe(0)
  expect(JSON.stringify(student.heard)).not.toContain('corridor')
  expect(await student.refusal('chat.say', { text: 'hello?', replyTo: null })).toMatchObject({
    code: 'forbidden',
  })

  await teacher.do('class.start', {})
  await student.until('a view from inside', (p) => p.connection.viewer?.kind === 'member')
  expect(student.chat).toEqual(['not for the corridor'])
  await student.say('here')
  await teacher.until('the answer', ({ chat }) => chat.includes('here'))
  await expectRight(school, [teacher, student])
})

it('keeps newcomers of a crowd to staff, until they matter to all', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const early = await school.join('student')
  const { rooms } = school.live()
  const incarnation = newId<'incarnation'>()
  for (let n = 0; n < rosterLimit; n += 1) {
    const person = { participant: newId<'participant'>(), name: `Crowd ${n}`, account: null }
    const stay = { session: newId<'session'>(), incarnation, device: 'phone' as const }
    const origin = { invite: null, mark: null, member: false }
    const input = { ...person, role: 'student' as const, ...stay, ...origin }
    await rooms.submit(school.room, { name: 'people.join', input, actor: 'system' })
  }
  const late = await school.join('student', { name: 'Lata' })
  await teacher.until('the newcomer', ({ room }) => room.people.has(late.participant))
  expect(late.room.people.has(late.participant)).toBe(true)
  await early.say('a message after the newcomer')
  await early.until('the message', ({ chat }) => chat.length === 1)
  expect(early.room.people.has(late.participant)).toBe(false)

  await late.do('hands.raise', {})
  await early.until('the hand', ({ room }) => room.hands.get(late.participant)?.name === 'Lata')
  await expectRight(school, [teacher, early, late])

  await teacher.do('people.appoint', { participant: late.participant, role: 'moderator' })
  await late.until('the view of staff', (p) => p.connection.viewer?.kind === 'staff')
  await early.until('the helper', ({ room }) => room.people.has(late.participant))
  expect(late.room.people.size).toBe(teacher.room.people.size)
  await expectRight(school, [teacher, early, late])
})

it('takes a deleted message from everybody, also from those who read later', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const [student, witness] = [await school.join('student'), await school.join('student')]
  const before = student.connection.have
  const secret = 'my address is 12 Elm Street'
  const { facts } = await student.say(secret)
  await witness.until('the message', ({ chat }) => chat.includes(secret))
  const place = witness.connection.have
  witness.line.hold()
  await teacher.do('chat.delete', { message: facts[0]!.seq })
  await student.until('the deletion', ({ chat }) => chat.includes(null))

  const late = await school.join('student')
  const answers = [
    await late.ask('room.pull', { have: before }),
    await late.ask('room.pull', { have: { seq: 0, id: null } }),
    await late.ask('chat.page', { before: 1_000, limit: 100 }),
  ]
  expect(late.chat).toEqual([null])
  expect(JSON.stringify([answers, late.heard])).not.toContain('Elm')
  expect(JSON.stringify(answers[2])).toContain('"redacted":true')

  witness.line.release()
  await witness.until('the deletion', ({ chat }) => chat.includes(null))
  expect(place.seq).toBeLessThan(witness.connection.have.seq)
  await expectRight(school, [teacher, student, witness, late])
  const again = await student.try('chat.delete', { message: facts[0]!.seq })
  expect(again).toEqual({ ok: true, output: { facts: [] } })
})

it('tells nobody but staff which account somebody has', async () => {
  await using school = await openSchool()
  const student = await school.join('student')
  const teacher = await school.join('instructor')
  const helper = await school.join('student')
  const { account } = await school.owner.call('auth.me', {})
  const told = async (pupil: Pupil) =>
    JSON.stringify([
      pupil.heard,
      encodeRoom(pupil.room),
      await pupil.ask('room.pull', { have: { seq: 0, id: null } }),
    ])
  await helper.until('the teacher', ({ room }) => room.people.has(teacher.participant))
  await teacher.do('people.appoint', { participant: helper.participant, role: 'moderator' })
  await student.until(
    'the appointment',
    ({ room }) => room.people.get(helper.participant)?.role === 'moderator',
  )
  expect(await told(teacher)).toContain(account!.id)
  expect(await told(student)).not.toContain(account!.id)
  await helper.until('the staff’s view', ({ connection }) => connection.viewer?.kind === 'staff')
  expect(await told(helper)).toContain(account!.id)
})
