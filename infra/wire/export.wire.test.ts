// What an instructor takes out of a class: all that staff may read, nothing that was deleted, as CSV and JSON.
import { expect, it } from 'vitest'
import type { Exportable } from '../../shared/contract/http/exports.ts'
import { openSchool } from './school.ts'

type School = Awaited<ReturnType<typeof openSchool>>

const get = ({ owner, room }: School, file: string) =>
  owner.fetch(`/api/rooms/${room}/export/${file}`)

const json = async (school: School, file: Exportable) =>
  (await (await get(school, `${file}.json`)).json()) as Record<string, unknown>[]

it('streams chat and attendance to the instructor, and to nobody else', async () => {
  await using school = await openSchool()
  const { room } = school
  const teacher = await school.join('instructor')
  const helper = await school.join('moderator')
  const ada = await school.join('student', { name: 'Ada' })
  const bob = await school.join('student', { name: 'Bob' })
  await ada.say('=1+1')
  await ada.do('chat.say', { text: 'help', replyTo: null, to: { kind: 'staff' } })
  const to = { kind: 'person', participant: bob.participant } as const
  await ada.do('chat.say', { text: 'between us', replyTo: null, to })
  const message = (await bob.say('rude')).facts[0]?.seq ?? 0
  await teacher.do('chat.delete', { message })
  const again = (await bob.say('restored')).facts[0]?.seq ?? 0
  const deletion = (await helper.do('chat.delete', { message: again })).facts[0]?.seq ?? 0
  await teacher.do('chat.restore', { message: again, deletion })

  const csv = await get(school, 'chat.csv')
  expect(csv.headers.get('content-disposition')).toBe('attachment; filename=chat.csv')
  const lines = (await csv.text()).split('\r\n')
  expect(lines[1]).toMatch(/^\d+,[^,]+,Ada,student,all,'=1\+1,,,false$/)
  const chat = await json(school, 'chat')
  expect(chat.map(({ name, to, text, deleted }) => [name, to, text, deleted])).toEqual([
    ['Ada', 'all', '=1+1', false],
    ['Ada', 'staff', 'help', false],
    ['Bob', 'all', null, true],
    ['Bob', 'all', 'restored', false],
  ])
  const people = await json(school, 'attendance')
  expect(people.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['Ada', 'Bob', 'instructor 0']),
  )
  for (const pupil of [helper, ada]) {
    const answer = await pupil.browser.fetch(`/api/rooms/${room}/export/chat.csv`)
    expect([401, 403]).toContain(answer.status)
    expect(await answer.text()).not.toContain('help')
  }
  expect(school.troubles).toEqual([])
})

it('takes out polls and questions, with the names staff may read', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const ada = await school.join('student', { name: 'Ada' })
  const bob = await school.join('student', { name: 'Bob' })
  const definition = {
    kind: 'single' as const,
    question: 'Ready?',
    options: ['=yes', 'no'],
    min: 1,
    max: 1,
    scale: null,
    anonymous: false,
    changes: true,
    results: 'never' as const,
    right: [0],
    seconds: null,
  }
  await teacher.do('polls.ask', { definition })
  await ada.until('a poll', () => ada.room.polls.open.size === 1)
  const poll = [...ada.room.polls.open.keys()][0]!
  await ada.do('polls.vote', { poll, choices: [0], text: null })
  await teacher.do('polls.close', { poll })
  expect(await json(school, 'polls')).toMatchObject([
    { question: 'Ready?', voters: 1, answer: '=yes', votes: 1, right: true },
    { question: 'Ready?', voters: 1, answer: 'no', votes: 0, right: false },
  ])
  await ada.do('questions.ask', { text: 'Why?', anonymous: true })
  expect(await json(school, 'questions')).toMatchObject([
    { name: 'Ada', anonymous: true, text: 'Why?', state: 'open' },
  ])
  const found = await bob.ask('chat.search', { text: 'why', limit: 5 })
  expect(JSON.stringify(found.facts)).not.toContain(ada.participant)
  expect(found.facts).toMatchObject([{ type: 'questions.asked', body: { name: null } }])
  expect(school.troubles).toEqual([])
})
