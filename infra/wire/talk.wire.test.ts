// What is said to staff or to one person reaches them on any node and nobody else, by no door: not live,
// not on return, not in pages, not by search. And what staff deleted comes back whole.
import { expect, it } from 'vitest'
import { threadKey } from '../../shared/room/chat.ts'
import type { Pupil } from './pupil.ts'
import { openSchool } from './school.ts'
import { comparable, expectedRoom } from './truth.ts'

/** Everything a client was ever told or asked for, as text. */
const everything = (pupil: Pupil) =>
  JSON.stringify([pupil.heard, pupil.signals, comparable(pupil.room)])

const textsIn = ({ room }: Pupil, key: string) =>
  room.chat.threads
    .get(key)
    ?.messages.map(({ text }) => text)
    .toArray() ?? []

it('keeps what is said alone to those it is for, on two nodes', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor')
  const helper = await school.join('moderator', { node: 1 })
  const ada = await school.join('student')
  const bob = await school.join('student', { node: 1 })
  const eve = await school.join('student', { node: 1 })
  const say = (from: Pupil, text: string, to: object) =>
    from.do('chat.say', { text, replyTo: null, to: to as never })
  await say(ada, 'secret for staff', { kind: 'staff' })
  await say(helper, 'secret answer', { kind: 'person', participant: ada.participant })
  await say(teacher, 'secret among staff', { kind: 'staff' })
  await say(ada, 'secret of two', { kind: 'person', participant: bob.participant })
  await ada.say('the end')
  const all = [teacher, helper, ada, bob, eve]
  await Promise.all(all.map((p) => p.until('the end', ({ chat }) => chat.includes('the end'))))

  const desk = threadKey(['staff', ada.participant])
  const pair = threadKey([ada.participant, bob.participant].sort())
  for (const pupil of [teacher, helper]) {
    expect(textsIn(pupil, desk)).toEqual(['secret for staff', 'secret answer'])
    expect(textsIn(pupil, 'staff')).toEqual(['secret among staff'])
    expect(everything(pupil)).not.toContain('secret of two')
  }
  expect(textsIn(ada, desk)).toEqual(['secret for staff', 'secret answer'])
  expect(textsIn(bob, pair)).toEqual(['secret of two'])
  expect(everything(ada)).not.toContain('among staff')
  expect(everything(bob)).not.toMatch(/secret (for staff|answer|among)/)
  expect(everything(eve)).not.toContain('secret')

  const found = async (pupil: Pupil) => {
    const { facts } = await pupil.ask('chat.search', { text: 'SECRET', limit: 20 })
    return facts.map(({ body }) => (body as { text: string }).text.slice('secret '.length))
  }
  expect(await found(teacher)).toEqual(['among staff', 'answer', 'for staff'])
  expect(await found(ada)).toEqual(['of two', 'answer', 'for staff'])
  expect(await found(bob)).toEqual(['of two'])
  expect(await found(eve)).toEqual([])

  const page = (pupil: Pupil, more: object = {}) =>
    pupil.connection.request('chat.page', { before: 1_000, limit: 50, ...more })
  const thread = ada.room.chat.threads.get(desk)?.messages.first()?.seq ?? 0
  expect(JSON.stringify(await page(eve))).not.toContain('secret')
  expect(await page(eve, { thread })).toMatchObject({ ok: false, error: { code: 'missing' } })
  expect(JSON.stringify(await page(ada, { thread }))).toMatch(/answer.*for staff/)

  const again = await school.join('student', { like: eve, node: 0 })
  expect(everything(again)).not.toContain('secret')
  const log = await school.readLog()
  for (const pupil of [...all, again])
    expect(comparable(pupil.room)).toEqual(comparable(expectedRoom(log, pupil.connection.viewer!)))
  expect(school.troubles).toEqual([])
})

it('gives back what staff deleted, whole, to who comes later and to older pages too', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const ada = await school.join('student')
  const message = (await ada.say('was it rude?')).facts[0]?.seq ?? 0
  const deletion = (await teacher.do('chat.delete', { message })).facts[0]?.seq ?? 0
  expect(await ada.refusal('chat.restore', { message, deletion })).toMatchObject({
    code: 'forbidden',
  })
  const gone = await ada.ask('chat.search', { text: 'rude', limit: 5 })
  expect(gone.facts).toEqual([])
  await teacher.do('chat.restore', { message, deletion })
  await ada.until('it is back', ({ chat }) => chat.includes('was it rude?'))
  const late = await school.join('student')
  expect(late.chat).toEqual(['was it rude?'])
  const page = await late.ask('chat.page', { before: null, limit: 10 })
  expect(page.facts).toMatchObject([
    { type: 'chat.said', redacted: true, body: { text: null } },
    { type: 'chat.restored', body: { message, text: 'was it rude?' } },
  ])
  const back = await late.ask('chat.search', { text: 'rude', limit: 5 })
  expect(back.facts).toMatchObject([{ type: 'chat.restored' }])

  // Its author takes it back for good: nobody finds it any more, nor restores it.
  await ada.do('chat.delete', { message })
  const nothing = await teacher.ask('chat.search', { text: 'rude', limit: 5 })
  expect(nothing.facts).toEqual([])
  const log = await school.readLog()
  expect(JSON.stringify(log)).not.toContain('rude')
  expect(await teacher.refusal('chat.restore', { message, deletion })).toMatchObject({
    code: 'missing',
  })
  const last = log.findLast(({ type }) => type === 'chat.deleted')?.seq ?? 0
  expect(await teacher.refusal('chat.restore', { message, deletion: last })).toMatchObject({
    code: 'missing',
  })
})
