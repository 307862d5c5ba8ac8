// A class in one room: who joins is welcomed, and what is said appears for all in one order.
import { expect, it } from 'vitest'
import { openSchool } from './school.ts'
import { comparable, expectedRoom } from './truth.ts'

it('shows everybody the same messages in the same order, with the numbers of the log', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const students = await Promise.all([1, 2, 3].map(() => school.join('student')))
  const all = [teacher, ...students]
  const each = Array.from({ length: 10 }, (_, n) => n)
  const said = await Promise.all(
    all.flatMap((pupil) => each.map((n) => pupil.say(`${pupil.name}: ${n}`))),
  )
  const top = Math.max(...said.flatMap(({ facts }) => facts.map(({ seq }) => seq)))
  await Promise.all(
    all.map((p) => p.until('all messages', ({ connection }) => connection.have.seq >= top)),
  )
  const log = await school.readLog()
  expect(log.map(({ seq }) => seq)).toEqual(log.map((_, index) => index + 1))
  const messages = teacher.room.chat.messages.toArray()
  expect(messages).toHaveLength(all.length * each.length)
  for (const pupil of all) {
    expect(pupil.room.chat.messages.toArray()).toEqual(messages)
    const own = messages.filter(({ participant }) => participant === pupil.participant)
    expect(own.map(({ text }) => text)).toEqual(each.map((n) => `${pupil.name}: ${n}`))
    expect(comparable(pupil.room)).toEqual(comparable(expectedRoom(log, pupil.connection.viewer!)))
  }
  expect(school.troubles).toEqual([])
})
