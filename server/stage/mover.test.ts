// What people on a node that drains, or that is cut off from another, are told.
import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Leaving, NodeView } from '../media/plane.ts'
import { Mover, type MoverParts } from './mover.ts'

const view = (node: string, draining: boolean): NodeView => ({
  node,
  up: true,
  remote: false,
  draining,
  emptyIn: null,
  load: 0,
  scarcest: 'cpu',
  workers: 1,
  rooms: new Map(),
})

const drains = { node: 'old', room: null, cutFrom: null }

/** Somebody of a class has media on a node that should be empty within so many ms. */
function open(within: number, why: Omit<Leaving, 'within'> = drains) {
  const told: string[] = []
  const place = { node: 'old', incarnation: newId<'incarnation'>() }
  const arrival = { participant: newId<'participant'>(), session: newId<'session'>() }
  const room = {
    id: why.room ?? newId<'room'>(),
    members: new Set([{ arrival }]),
    state: { sources: new Map() },
    tellOne: (_: unknown, name: string) => told.push(name),
  }
  const leaving: Leaving[] = [{ ...why, within }]
  const asked: (string | null)[] = []
  const plane: MoverParts['plane'] = {
    nodes: [view('old', why.room === null), view('new', false), view('other', true)],
    leaving,
    placeOf: () => place,
    isMoving: () => false,
    asked: (_, { cutFrom }) => asked.push(cutFrom),
  }
  const mover = new Mover({
    plane,
    rooms: { all: [room], get: () => room } as unknown as MoverParts['rooms'],
  })
  const order = (...now: Leaving[]) => leaving.splice(0, leaving.length, ...now)
  const setWithin = (ms: number | null) => {
    const other = { ...drains, node: 'other', within: 60_000 }
    order(...(ms === null ? [] : [{ ...why, within: ms }]), other)
  }
  return { mover, told, asked, order, setWithin }
}

test('who was asked and did not follow in time is cut off', () => {
  const { mover, told, setWithin } = open(60_000)
  mover.move()
  setWithin(0)
  mover.move()
  mover.close()
  expect(told).toEqual(['media.move', 'media.lost'])
})

test('who came when the time was over is asked first', () => {
  const { mover, told } = open(-60_000)
  mover.move()
  mover.close()
  expect(told).toEqual(['media.move'])
})

test('a drain that was cancelled does not count when there is another, though one goes on elsewhere', () => {
  const { mover, told, setWithin } = open(60_000)
  mover.move()
  setWithin(null)
  mover.move()
  setWithin(-60_000)
  mover.move()
  mover.close()
  expect(told).toEqual(['media.move', 'media.move'])
})

test('of a node that is cut off only those leave whose class has people beyond the cut', () => {
  const why = { node: 'old', room: newId<'room'>(), cutFrom: 'new' }
  const { mover, told, asked, order } = open(15_000, why)
  order({ ...why, room: newId<'room'>(), within: 15_000 })
  mover.move()
  expect(told).toEqual([])
  order({ ...why, within: 15_000 })
  mover.move()
  mover.close()
  expect(told).toEqual(['media.move'])
  expect(asked).toEqual(['new'])
})
