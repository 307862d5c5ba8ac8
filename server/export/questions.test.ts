import { expect, it } from 'vitest'
import { testId } from '../../shared/room/testing/cast.ts'
import { Life } from '../../shared/room/testing/life.ts'
import type { RoomRecord } from '../catalogue/ports.ts'
import { questionRows } from './questions.ts'

async function rowsOf({ state, facts }: Life) {
  async function* all() {
    yield* facts
  }
  const record = { state, facts: all } as unknown as RoomRecord
  const rows = []
  for await (const row of questionRows(record)) rows.push(row)
  return rows
}

it('tells of a question that was taken up again what it is now', async () => {
  const [teacher, ann] = [testId<'participant'>(1), testId<'participant'>(2)]
  const life = new Life()
  life.join(1, { role: 'instructor' })
  life.do(teacher, 'class.start', {})
  life.join(2)
  life.do(ann, 'questions.ask', { text: 'Why?', anonymous: false })
  const [question] = life.state.questions.open.keys()
  life.do(teacher, 'questions.answer', { question, text: 'So.' })
  const ended = { state: 'answered', votes: 1, answer: 'So.', answeredBy: 'person 1' }
  expect(await rowsOf(life)).toMatchObject([ended])
  life.do(teacher, 'questions.reopen', { question })
  const open = { state: 'open', votes: 1, answer: null, answeredBy: null }
  expect(await rowsOf(life)).toMatchObject([open])

  life.do(teacher, 'questions.configure', { approval: true })
  life.do(ann, 'questions.ask', { text: 'And then?', anonymous: false })
  const held = [...life.state.questions.open.keys()].at(-1)
  life.do(teacher, 'questions.dismiss', { question: held })
  life.do(teacher, 'questions.reopen', { question: held })
  expect(await rowsOf(life)).toMatchObject([open, { text: 'And then?', state: 'held' }])
})
