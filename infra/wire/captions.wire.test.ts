// Captions reach everybody in class, by a person's own connection and by HTTP with their token; once per key.
import { expect, it } from 'vitest'
import { openSchool } from './school.ts'

it('takes captions over HTTP from whoever may write them, and from nobody else', async () => {
  await using school = await openSchool({ nodes: 2 })
  const { room } = school
  const helper = await school.join('moderator')
  const ada = await school.join('student', { node: 1 })
  const line = { speaker: null, language: 'en' }
  const writeIn = (place: typeof room) => async (pupil: typeof ada, text: string, key: string) => {
    const { token } = await pupil.browser.call('join.enter', { params: { room }, body: {} })
    const body = { token, key, text, ...line }
    return pupil.browser.try('captions.write', { params: { room: place }, body })
  }
  const write = writeIn(room)
  helper.connection.signal('captions.partial', { text: 'Good mor' })
  await ada.until('a line in the making', ({ signals }) =>
    signals.some(
      ({ name, data }) => name === 'captions.partial' && JSON.stringify(data).includes('mor'),
    ),
  )
  await helper.do('captions.write', { text: 'Good morning.', ...line })
  expect((await write(helper, 'Today: squares.', 'one')).status).toBe(200)
  expect((await write(helper, 'Today: squares.', 'one')).status).toBe(200)
  expect((await write(ada, 'Nonsense', 'two')).problem).toMatchObject({ code: 'forbidden' })
  // The token may also stand in the header; the same key stays the same line.
  const { token } = await helper.browser.call('join.enter', { params: { room }, body: {} })
  const byHeader = (headers: Record<string, string>) =>
    helper.browser.fetch(`/api/rooms/${room}/captions`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', ...headers },
      body: JSON.stringify({ key: 'one', text: 'Today: squares.', ...line }),
    })
  expect((await byHeader({ Authorization: `Bearer ${token}` })).status).toBe(200)
  expect((await byHeader({})).status).toBe(401)
  const elsewhere = writeIn(await school.newClass())
  expect((await elsewhere(helper, 'Elsewhere', 'three')).problem?.code).toBe('forbidden')
  await helper.do('captions.write', { text: 'The end.', ...line })
  const shown = () => ada.room.captions.map(({ text }) => text).toArray()
  await ada.until('all captions', () => shown().includes('The end.'))
  expect(shown()).toEqual(['Good morning.', 'Today: squares.', 'The end.'])

  // Who has it taken from them writes no more, by either door.
  await school.owner.call('join.enter', { params: { room }, body: {} })
  const teacher = await school.join('instructor')
  await teacher.do('people.appoint', { participant: helper.participant, role: 'student' })
  expect((await write(helper, 'Still here', 'four')).problem?.code).toBe('forbidden')

  // Anybody can be given it, and have it taken again; it is good only while they are in the class.
  const permissions = ['captions.write' as const]
  await teacher.do('people.grant', { participant: ada.participant, permissions })
  expect((await write(ada, 'By Ada', 'five')).status).toBe(200)
  await teacher.do('people.ungrant', { participant: ada.participant, permissions })
  expect((await write(ada, 'No more', 'six')).problem?.code).toBe('forbidden')
  await teacher.do('people.grant', { participant: ada.participant, permissions })
  // There is no sfu here to be told of the leaving, which the node says.
  expect(school.troubles).toEqual([])
  await ada.do('people.leave', {})
  expect((await write(ada, 'From outside', 'seven')).problem?.code).toBe('forbidden')
  await teacher.until(
    'the last line',
    ({ room: { captions } }) => captions.last()?.text === 'By Ada',
  )
})
