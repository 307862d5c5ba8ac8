import { expect, test } from 'vitest'
import { connectionWord } from './connectionWord.ts'

const open = { kind: 'open', cut: false } as const

test('whatever is being restored outweighs the measured quality; unknown counts as good', () => {
  expect(connectionWord({ kind: 'connecting' }, open, 'good')).toBe('back')
  expect(connectionWord(open, { kind: 'rebuilding', refusal: null }, 'good')).toBe('back')
  expect(connectionWord(open, { kind: 'open', cut: true }, 'good')).toBe('back')
  expect(connectionWord(open, open, 'poor')).toBe('poor')
  expect(connectionWord(open, { kind: 'idle' }, null)).toBe('good')
})
