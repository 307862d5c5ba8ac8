// Questions over two nodes and real connections: who learns whose they are, votes as they run, held ones,
// and pages of older ones.
import { expect, it } from 'vitest'
import type { QuestionId } from '../../shared/ids.ts'
import type { Pupil } from './pupil.ts'
import { openSchool } from './school.ts'

async function ask(pupil: Pupil, text: string, anonymous = false): Promise<QuestionId> {
  await pupil.do('questions.ask', { text, anonymous })
  const mine = ({ room }: Pupil) =>
    [...room.questions.open.values()].findLast((one) => one.text === text)
  await pupil.until('one’s own question', (p) => mine(p) !== undefined)
  return mine(pupil)!.question
}

const sees = (question: QuestionId) => (pupil: Pupil) => pupil.room.questions.open.has(question)

/** The newest count of a question that somebody was told. */
function told(pupil: Pupil, question: QuestionId): number | undefined {
  const signals = pupil.signals.filter(({ name }) => name === 'questions.tally')
  return signals
    .flatMap(({ data }) => (data as { tallies: { question: string; votes: number }[] }).tallies)
    .findLast((one) => one.question === question)?.votes
}

it('keeps from students who asked without a name, and counts each supporter once', async () => {
  await using school = await openSchool({ nodes: 2 })
  const teacher = await school.join('instructor', { node: 1, name: 'Tea' })
  const ann = await school.join('student', { node: 0, name: 'Ann' })
  const ben = await school.join('student', { node: 1, name: 'Ben' })
  const otherTab = await school.join('student', { node: 0, like: ben })
  const question = await ask(ann, 'Why is it so?', true)
  for (const pupil of [teacher, ben, otherTab]) await pupil.until('it', sees(question))
  await ben.do('questions.vote', { question, up: true })
  await otherTab.do('questions.vote', { question, up: true })
  await teacher.until('two votes', (p) => told(p, question) === 2)
  await ann.until('two votes', (p) => told(p, question) === 2)
  const expected = { participant: ann.participant, name: 'Ann' }
  expect(teacher.room.questions.open.get(question)?.author).toEqual(expected)
  const late = await school.join('student', { node: 1, name: 'Cid' })
  expect(await late.ask('questions.tallies', {})).toEqual({ tallies: [{ question, votes: 2 }] })
  const about = (pupil: Pupil) =>
    JSON.stringify([
      pupil.told.filter(({ type }) => type.startsWith('questions.')),
      pupil.room.questions,
    ])
  for (const pupil of [ben, otherTab, late]) expect(about(pupil)).not.toContain(ann.participant)
  expect(about(late)).not.toContain(ben.participant)

  await teacher.do('questions.take', { question })
  await late.until('it being answered', ({ room }) => room.questions.answering !== null)
  await teacher.do('questions.finish', { question })
  await late.until('the end', ({ room }) => room.questions.closed.size === 1)
  const page = await late.ask('questions.page', { before: null, limit: 5 })
  expect(page).toMatchObject({
    more: false,
    questions: [{ question, participant: null, author: null, count: 2, end: { live: true } }],
  })
  expect(await teacher.ask('questions.page', { before: null, limit: 5 })).toMatchObject({
    questions: [{ author: expected }],
  })
})

it('holds questions until they are approved, also for whoever comes later', async () => {
  await using school = await openSchool()
  const teacher = await school.join('instructor')
  const ann = await school.join('student', { name: 'Ann' })
  const ben = await school.join('student', { name: 'Ben' })
  await teacher.do('questions.configure', { approval: true })
  const question = await ask(ann, 'A held one')
  await teacher.until('it', sees(question))
  const late = await school.join('student', { name: 'Cid' })
  for (const pupil of [ben, late]) {
    expect(pupil.room.questions.open.size).toBe(0)
    expect(await pupil.ask('questions.tallies', {})).toEqual({ tallies: [] })
    expect(await pupil.refusal('questions.vote', { question, up: true })).toMatchObject({
      reason: 'no-question',
    })
  }
  await teacher.do('questions.approve', { question })
  for (const pupil of [ben, late]) await pupil.until('it', sees(question))
  expect(late.room.questions.open.get(question)).toMatchObject({ text: 'A held one', name: 'Ann' })
  await teacher.do('questions.dismiss', { question })
  await late.until('the end', ({ room }) => room.questions.closed.size === 1)
  expect((await late.ask('questions.page', { before: null, limit: 5 })).questions).toEqual([])
  await ann.do('questions.delete', { question })
  const words = JSON.stringify(await school.readLog())
  expect(words).toContain('questions.deleted')
})
