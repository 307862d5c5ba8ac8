import { expect, test } from 'vitest'
import { connectionWord } from './connectionWord.ts'

const open = { kind: 'open', cut: false } as const
const well = { status: open, media: open, quality: 'good', starved: false } as const

test('whatever is being restored outweighs the measured quality; unknown counts as good', () => {
  expect(connectionWord({ ...well, status: { kind: 'connecting' } })).toBe('back')
  expect(connectionWord({ ...well, media: { kind: 'rebuilding', refusal: null } })).toBe('back')
  expect(connectionWord({ ...well, media: { kind: 'open', cut: true } })).toBe('back')
  expect(connectionWord({ ...well, quality: 'fair' })).toBe('fair')
  expect(connectionWord({ ...well, media: { kind: 'idle' }, quality: null })).toBe('good')
})

test('where pictures do not come for want of room, the connection is poor, whatever arrives of the rest', () => {
  expect(connectionWord({ ...well, starved: true })).toBe('poor')
  expect(connectionWord({ ...well, quality: 'lost', starved: true })).toBe('lost')
})
