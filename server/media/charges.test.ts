import { expect, test } from 'vitest'
import { Charges } from './charges.ts'

test('what was placed counts until reports say it, and what others placed while they say so', () => {
  let now = 0
  const charges = new Charges(() => now)
  charges.add('a', 0.25)
  charges.add('a', 0.25)
  charges.hear('other', { a: 0.25, b: 0.5 })
  expect([charges.of('a'), charges.of('b'), charges.of('c')]).toEqual([0.75, 0.5, 0])
  expect(charges.sums).toEqual({ a: 0.5 })
  now = 4_000
  expect([charges.of('a'), charges.of('b')]).toEqual([0.5, 0])
  now = 7_000
  expect(charges.of('a')).toBe(0)
  expect(charges.sums).toEqual({})
})
