import { expect, test } from 'vitest'
import { countCharacters, text } from './fields.ts'

test('text is counted as people count it, and holds nothing that cannot be stored or shown', () => {
  expect(countCharacters('👩‍👩‍👧‍👦é')).toBe(2)
  expect(text(3).safeParse('👩‍👩‍👧‍👦👩‍👩‍👧‍👦👩‍👩‍👧‍👦').success).toBe(true)
  expect(text(3).safeParse('four').success).toBe(false)
  expect(text(10).parse(' a\r\nb\u0000\u202e ')).toBe('a\nb')
  expect(text(20).parse('half \ud800 pair')).toBe('half \ufffd pair')
})
