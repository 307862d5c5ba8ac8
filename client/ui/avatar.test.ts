import { expect, test } from 'vitest'
import { hueOf, initials } from './avatar.ts'

test('initials are of the first and the last word', () => {
  expect(initials('Ada Lovelace')).toBe('AL')
  expect(initials('ludwig van beethoven')).toBe('LB')
  expect(initials('Åsa')).toBe('Å')
  expect(initials('李 明')).toBe('李明')
  expect(initials('👩‍🚀 Kim')).toBe('👩‍🚀K')
  expect(initials(' - ')).toBe('?')
  expect(initials('')).toBe('?')
})

test('a person’s colour is always the same', () => {
  expect(hueOf('a')).toBe(hueOf('a'))
  expect(
    new Set(Array.from({ length: 100 }, (_, index) => hueOf(`p${index}`))).size,
  ).toBeGreaterThan(4)
})
