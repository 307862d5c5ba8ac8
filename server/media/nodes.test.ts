// Where a server believes that seats are.
import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { Nodes } from './nodes.ts'

const placeOn = (node: string) => ({ node, incarnation: newId<'incarnation'>() })
const [here, there] = [placeOn('here'), placeOn('there')]
const session = newId<'session'>()

test('a move that fails leaves the seat where it was', () => {
  const nodes = new Nodes()
  nodes.seat(session, here)
  nodes.seat(session, there, here)
  expect(nodes.isMoving(session)).toBe(true)
  expect(nodes.stay(session, there.incarnation)).toBe(true)
  expect([nodes.of({ session }), nodes.isMoving(session)]).toEqual([here, false])
})

test('a seat that left nothing behind, or is elsewhere since, stays as it is', () => {
  const nodes = new Nodes()
  nodes.seat(session, there)
  expect(nodes.stay(session, there.incarnation)).toBe(false)
  nodes.seat(session, here, there)
  expect(nodes.stay(session, there.incarnation)).toBe(false)
  expect(nodes.of({ session })).toEqual(here)
})
