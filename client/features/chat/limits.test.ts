// The client writes out what the contract says, to leave its schemas out of the page; here they meet.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { messageLimit as contractLimit } from '../../../shared/contract/chat.ts'
import { countCharacters } from '../../../shared/contract/fields.ts'
import { messageLimit } from './chat.svelte.ts'
import { countVisible } from './count.ts'

test('a message may be as long as the contract says, counted in the same way', () => {
  expect(messageLimit).toBe(contractLimit)
  expect(countVisible('👩‍👩‍👧 é')).toBe(3)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      expect(countVisible(text)).toBe(countCharacters(text.trim()))
    }),
  )
})
