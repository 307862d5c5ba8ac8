// Losing nothing and doubling nothing on the way: keys, returning by number, and a database with
// another past.
import { expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Pupil } from './pupil.ts'
import { openSchool, type School } from './school.ts'
import { asTold, comparable, expectedRoom, visibleFacts } from './truth.ts'

const everybody = (pupils: readonly Pupil[], what: string, holds: (pupil: Pupil) => boolean) =>
  Promise.all(pupils.map((pupil) => pupil.until(what, holds)))

async function saidTimes(school: School, text: string): Promise<number> {
  const log = await school.readLog()
  return log.filter(({ body }) => 'text' in body && body.text === text).length
}

it('gives a command sent twice one effect and one answer', async () => {
  await using school = await openSchool()
  const [one, other] = [await school.join('student'), await school.join('student')]
  const key = newId()
  const answers = await Promise.all([one.say('once', { key }), one.say('once', { key })])
  expect(answers[1]).toEqual(answers[0])
  expect(answers[0].facts).toHaveLength(1)
  expect(await one.say('another text, the same key', { key })).toEqual(answers[0])
  // A key is its sender's own.
  expect(await other.say('once', { key })).not.toEqual(answers[0])
  expect(await saidTimes(school, 'once')).toBe(2)
})

it('remembers a command whose answer was lost, over a new connection and another node', async () => {
  await using school = await openSchool({ nodes: 2 })
  const student = await school.join('student')
  student.line.loseNextAnswer()
  const same = await student.say('over a new connection')
  expect(same.facts).toHaveLength(1)

  student.line.loseNextAnswer()
  student.line.moveTo(school.urlOf(1))
  const moved = await student.say('through the other node')
  expect(student.states.filter(({ kind }) => kind === 'open')).toHaveLength(3)
  expect(await saidTimes(school, 'over a new connection')).toBe(1)
  expect(await saidTimes(school, 'through the other node')).toBe(1)
  const log = await school.readLog()
  expect(log.map(({ seq, id }) => [seq, id])).toEqual(
    expect.arrayContaining([...same.facts, ...moved.facts].map(({ seq, id }) => [seq, id])),
  )
})

it('shows what happens on one node to people on the other, in one order', async () => {
  await using school = await openSchool({ nodes: 2 })
  const pupils = [
    await school.join('instructor'),
    await school.join('student', { node: 1 }),
    await school.join('student', { node: 0 }),
  ]
  const said = await Promise.all(
    pupils.flatMap((pupil) => [1, 2, 3, 4, 5].map((n) => pupil.say(`${pupil.name} ${n}`))),
  )
  await everybody(pupils, 'everything', ({ chat }) => chat.length === said.length)
  for (const pupil of pupils) expect(pupil.chat).toEqual(pupils[0]!.chat)
})

it('gives who returns exactly what they missed', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const student = await school.join('student')
  await teacher.say('before')
  await student.until('the first message', ({ chat }) => chat.length === 1)
  const { have } = student.connection
  student.line.hold()
  const heardBefore = student.heard.length
  for (let n = 0; n < 30; n += 1) await teacher.say(`missed ${n}`)
  await teacher.do('chat.delete', { message: have.seq + 3 })
  await teacher.do('hands.raise', {})
  student.line.release()
  await student.until('the hand', ({ room }) => room.hands.size === 1)

  const since = student.heard.slice(heardBefore)
  expect(since.map(({ kind }) => kind)).not.toContain('reset')
  const got = since.flatMap((one) => (one.kind === 'facts' ? one.facts : []))
  const log = await school.readLog()
  const missed = visibleFacts(log, student.connection.viewer!).filter(({ seq }) => seq > have.seq)
  expect(got).toEqual(missed.map(asTold))
})

it('notices a database that lost its last ten facts, and everybody ends up right', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const pupils = [
    teacher,
    await school.join('student'),
    await school.join('student', { node: 1 }),
    await school.join('student', { node: 1 }),
  ]
  for (let n = 0; n < 12; n += 1) await teacher.say(`message ${n}`)
  await everybody(pupils, 'all messages', ({ chat }) => chat.length === 12)
  const away = pupils[3]!
  away.line.hold()
  await rewind(school, 10)

  await everybody(pupils.slice(0, 3), 'the earlier past', ({ chat }) => chat.length === 2)
  for (let n = 0; n < 15; n += 1) await teacher.say(`new ${n}`)
  away.line.release()
  await everybody(pupils, 'the new future', ({ chat }) => chat.length === 17)
  const log = await school.readLog()
  for (const { connection, room, name } of pupils)
    expect(comparable(room), name).toEqual(comparable(expectedRoom(log, connection.viewer!)))
})

/** As a restored backup would: the log stands where it stood some facts ago. */
async function rewind(school: School, facts: number): Promise<void> {
  const { db, room } = school
  await db.query(
    `WITH target AS (SELECT log, top - $2::int AS seq FROM heads WHERE log = $1),
      gone AS (DELETE FROM facts f USING target t WHERE f.log = t.log AND f.seq > t.seq),
      unsaved AS (DELETE FROM snapshots s USING target t WHERE s.log = t.log AND s.seq > t.seq)
    UPDATE heads h SET top = f.seq, top_id = f.id, at = f.at
    FROM target t JOIN facts f ON f.log = t.log AND f.seq = t.seq WHERE h.log = t.log`,
    [room, facts],
  )
}
