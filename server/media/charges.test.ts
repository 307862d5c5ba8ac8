import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { Charges } from './charges.ts'

const [one, other] = [newId<'room'>(), newId<'room'>()]

test('what was placed counts until reports say it, and what others placed while they say so', () => {
  let now = 0
  const charges = new Charges(() => now)
  charges.add('a', one, 0.25)
  charges.add('a', one, 0.25)
  charges.hear('other', { sums: { a: 0.25, b: 0.5 }, rooms: {} })
  expect([charges.of('a'), charges.of('b'), charges.of('c')]).toEqual([0.75, 0.5, 0])
  expect(charges.said.sums).toEqual({ a: 0.5 })
  now = 4_000
  expect([charges.of('a'), charges.of('b')]).toEqual([0.5, 0])
  now = 7_000
  expect(charges.of('a')).toBe(0)
  expect(charges.said).toEqual({ sums: {}, rooms: {} })
})

test('whose class they are is known as long, from all servers; who did not come is not reckoned with', () => {
  let now = 0
  const charges = new Charges(() => now)
  charges.add('a', one, 0.25)
  const undo = charges.add('b', one, 0.25)
  charges.add('b', other, 0.25)
  charges.hear('another', { sums: {}, rooms: { a: { [one]: 2 } } })
  expect([...charges.peopleOf(one)]).toEqual([
    ['a', 3],
    ['b', 1],
  ])
  undo()
  expect([...charges.peopleOf(one)]).toEqual([['a', 3]])
  expect(charges.said).toEqual({
    sums: { a: 0.25, b: 0.25 },
    rooms: { a: { [one]: 1 }, b: { [other]: 1 } },
  })
  now = 7_000
  expect(charges.peopleOf(one).size).toBe(0)
})

test('the first of a class on a node is news', () => {
  const charges = new Charges(() => 0)
  let news = 0
  const stop = charges.onFirst(() => (news += 1))
  charges.add('a', one, 0.1)
  charges.add('a', one, 0.1)
  charges.add('a', other, 0.1)
  charges.add('b', one, 0.1)
  expect(news).toBe(3)
  stop()
  charges.add('c', one, 0.1)
  expect(news).toBe(3)
})
