// What the fields of a poll make of it.
import { expect, test } from 'vitest'
import { blankPoll } from './quick.ts'
import { PollForm } from './form.svelte.ts'

test('empty lines are no options, and right ones keep their place', () => {
  const form = new PollForm()
  expect(form.complete).toBe(false)
  form.question = ' Which? '
  form.add()
  for (const [index, text] of ['one', ' ', ' two  words '].entries()) {
    const option = form.options[index]
    if (option === undefined) throw new Error('three lines')
    option.text = text
    if (index === 2) form.mark(option, true)
  }
  expect(form.definition).toEqual({
    ...blankPoll,
    question: 'Which?',
    options: ['one', 'two words'],
    right: [1],
  })
  expect(form.complete).toBe(true)
})

test('an option that stands there already is named, and keeps the poll from starting', () => {
  const form = new PollForm({ ...blankPoll, question: 'Which?', options: ['one', 'two', ' one '] })
  expect(form.repeated).toEqual([form.options[2]])
  expect(form.complete).toBe(false)
  form.kind = 'text'
  expect(form.repeated).toEqual([])
  form.kind = 'single'
  form.remove(form.repeated[0] ?? { id: 0, text: '', right: false })
  expect([form.repeated, form.complete]).toEqual([[], true])
})

test('a single choice has one right answer, several choices have more', () => {
  const form = new PollForm({ ...blankPoll, question: 'Which?', options: ['a', 'b', 'c'] })
  for (const option of form.options) form.mark(option, true)
  expect(form.definition.right).toEqual([2])
  form.kind = 'multiple'
  for (const option of form.options) form.mark(option, true)
  expect(form.definition).toMatchObject({ right: [0, 1, 2], min: 1, max: 3 })
})

test('what is not of the chosen kind is left out', () => {
  const form = new PollForm({ ...blankPoll, question: 'How much?', options: ['a', 'b'] })
  form.results = 'live'
  form.kind = 'text'
  expect(form.definition).toMatchObject({ options: [], scale: null, results: 'reveal' })
  form.kind = 'scale'
  expect(form.definition).toMatchObject({ options: [], scale: { from: 1, to: 5 } })
  expect(form.complete).toBe(true)
})

test('a definition comes back as it was', () => {
  const definition = {
    ...blankPoll,
    kind: 'multiple' as const,
    question: 'Which?',
    options: ['a', 'b', 'c'],
    min: 2,
    max: 3,
    right: [0, 2],
    anonymous: true,
    seconds: 60,
  }
  expect(new PollForm(definition).definition).toEqual(definition)
})
