import { describe, expect, test } from 'vitest'
import { newId, type RoomId } from '../../shared/ids.ts'
import { backoffMs } from './backoff.ts'
import { pickNode } from './placement.ts'
import type { NodeView } from './plane.ts'

const room: RoomId = newId()
const view = (node: string, more: Partial<NodeView> = {}): NodeView => ({
  node,
  up: true,
  draining: false,
  load: 0,
  rooms: new Set(),
  ...more,
})

describe('a node for somebody who joins', () => {
  test('there is none when none is up', () => {
    expect(pickNode(room, [], [])).toBeUndefined()
    expect(pickNode(room, [view('a', { up: false })], ['a'])).toBeUndefined()
  })

  test('one that the log names wins over one that has the room, and that over an idle one', () => {
    const nodes = [view('idle'), view('has', { load: 0.5, rooms: new Set([room]) })]
    expect(pickNode(room, nodes, [])).toBe('has')
    expect(pickNode(room, [...nodes, view('named', { load: 0.9 })], ['named'])).toBe('named')
  })

  test('the least loaded among strangers', () => {
    expect(pickNode(room, [view('busy', { load: 0.9 }), view('calm', { load: 0.1 })], [])).toBe(
      'calm',
    )
  })

  test('a draining node only when no other is up', () => {
    const draining = view('old', { draining: true, rooms: new Set([room]) })
    expect(pickNode(room, [draining, view('new')], ['old'])).toBe('new')
    expect(pickNode(room, [draining], [])).toBe('old')
  })

  test('servers that see nearly the same loads in another order choose alike, rooms spread', () => {
    const here = [view('a', { load: 0.05 }), view('b', { load: 0.1 }), view('c')]
    const there = [view('c', { load: 0.12 }), view('b'), view('a', { load: 0.02 })]
    const chosen = new Set<string | undefined>()
    for (let n = 0; n < 64; n++) {
      const some: RoomId = newId()
      expect(pickNode(some, here, [])).toBe(pickNode(some, there, []))
      chosen.add(pickNode(some, here, []))
    }
    expect(chosen).toEqual(new Set(['a', 'b', 'c']))
  })
})

test('waiting grows, has a ceiling, and is spread', () => {
  expect(backoffMs(0, 0)).toBe(50)
  expect(backoffMs(0, 1)).toBe(100)
  expect(backoffMs(3, 1)).toBe(800)
  expect(backoffMs(60, 1)).toBe(3_000)
})
