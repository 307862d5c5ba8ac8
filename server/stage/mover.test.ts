// What people on a node that drains are told.
import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { NodeView } from '../media/plane.ts'
import { Mover, type MoverParts } from './mover.ts'

const view = (node: string, emptyIn: number | null): NodeView => ({
  node,
  up: true,
  remote: false,
  draining: emptyIn !== null,
  emptyIn,
  load: 0,
  scarcest: 'cpu',
  workers: 1,
  rooms: new Map(),
})

/** Somebody has media on a node that should be empty within so many ms. */
function open(within: number) {
  const told: string[] = []
  const place = { node: 'old', incarnation: newId<'incarnation'>() }
  const arrival = { participant: newId<'participant'>(), session: newId<'session'>() }
  const room = {
    id: newId<'room'>(),
    members: new Set([{ arrival }]),
    state: { sources: new Map() },
    tellOne: (_: unknown, name: string) => told.push(name),
  }
  let emptyIn: number | null = within
  const plane: MoverParts['plane'] = {
    get nodes() {
      return [view('old', emptyIn), view('new', null), view('other', 60_000)]
    },
    placeOf: () => place,
    isMoving: () => false,
    asked: () => undefined,
  }
  const mover = new Mover({
    plane,
    rooms: { all: [room], get: () => room } as unknown as MoverParts['rooms'],
  })
  return { mover, told, setWithin: (ms: number | null) => (emptyIn = ms) }
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
