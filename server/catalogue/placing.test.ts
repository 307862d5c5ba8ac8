import fc from 'fast-check'
import { expect, it } from 'vitest'
import { moved } from './placing.ts'

it('moves one among its siblings and keeps the others’ order', () => {
  expect(moved(['a', 'b', 'c'], 'c', 0)).toEqual(['c', 'a', 'b'])
  expect(moved(['a', 'b', 'c'], 'a', 99)).toEqual(['b', 'c', 'a'])
  expect(moved(['a', 'b'], 'new', 1)).toEqual(['a', 'new', 'b'])
})

it('never loses or doubles a sibling', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.string()), fc.string(), fc.nat(), (order, id, position) => {
      const next = moved(order, id, position)
      expect(new Set(next)).toEqual(new Set([...order, id]))
      expect(next).toHaveLength(new Set([...order, id]).size)
      expect(next.filter((each) => each !== id)).toEqual(order.filter((each) => each !== id))
    }),
  )
})
