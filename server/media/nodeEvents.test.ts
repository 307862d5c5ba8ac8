import { expect, test } from 'vitest'
import { merged } from './nodeEvents.ts'

/** In the order of the moments. */
const lost = (node: string, at: number, people: number) => ({
  id: at,
  at,
  node,
  by: 'a server',
  event: { kind: 'lost' as const, why: 'unheard' as const, people },
})
const drained = (node: string, at: number) => ({
  id: at,
  at,
  node,
  by: 'an operator',
  event: { kind: 'drained' as const, within: 300, people: 1 },
})

test('workers of a node that are lost together are told of once, with all their people', () => {
  const [first, second] = [lost('a', 1_000, 2), lost('a', 1_400, 3)]
  const other = lost('b', 1_200, 1)
  expect(merged([second, other, first])).toEqual([
    { ...first, event: { ...first.event, people: 5 } },
    other,
  ])
})

test('what is lost again later, or after something else, is told again', () => {
  const again = [lost('a', 30_000, 2), lost('a', 1_000, 3)]
  expect(merged(again)).toEqual(again)
  const between = [lost('a', 3_000, 2), drained('a', 2_000), lost('a', 1_000, 3)]
  expect(merged(between)).toEqual(between)
})
