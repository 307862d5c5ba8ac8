import { describe, expect, test } from 'vitest'
import { newId, type RoomId } from '../../shared/ids.ts'
import { pickNode } from './placement.ts'
import type { NodeView } from './plane.ts'

const room: RoomId = newId()
const view = (node: string, more: Partial<NodeView> = {}): NodeView => ({
  node,
  up: true,
  remote: false,
  draining: false,
  emptyIn: null,
  load: 0,
  scarcest: 'cpu',
  workers: 4,
  rooms: new Map(),
  ...more,
})
const one = (...nodes: readonly string[]) => new Map(nodes.map((node) => [node, 1]))
const nowhere = one()
const pick = (nodes: readonly NodeView[], near: readonly string[] = [], expects = 0.1) =>
  pickNode({ room, near: one(...near), expects }, nodes)?.view.node

describe('a node for somebody who joins', () => {
  test('there is none when none is up', () => {
    expect(pick([])).toBeUndefined()
    expect(pick([view('a', { up: false })], ['a'])).toBeUndefined()
  })

  test('a room that fits stays where it is, until that is full', () => {
    const has = view('has', { load: 0.7, rooms: new Map([[room, 1]]) })
    expect(pick([view('idle'), has])).toBe('has')
    expect(pick([view('idle'), view('named', { load: 0.7 })], ['named'])).toBe('named')
    expect(pick([view('idle'), { ...has, load: 0.9 }])).toBe('idle')
  })

  test('a larger one is spread to whatever has clearly less to do', () => {
    const has = view('has', { load: 0.4, rooms: new Map([[room, 1]]) })
    expect(pick([has, view('other', { load: 0.3 })], [], 2)).toBe('other')
    expect(pick([has, view('other', { load: 0.39 })], [], 2)).toBe('has')
  })

  test('the lesser of two that the room draws, and all are drawn by some', () => {
    const nodes = ['a', 'b', 'c', 'd'].map((node, n) => view(node, { load: n / 10 }))
    const chosen = Array.from({ length: 200 }, () =>
      pickNode({ room: newId(), near: nowhere, expects: 0.1 }, nodes),
    )
    const count = (node: string) => chosen.filter((one) => one?.view.node === node).length
    expect(['a', 'b', 'c'].map(count).every((n) => n > 0)).toBe(true)
    expect(count('a')).toBeGreaterThan(count('c'))
    expect(count('d')).toBe(0)
  })

  test('the least loaded when all are full', () => {
    expect(pick([view('a', { load: 1.2 }), view('b', { load: 0.9 })], ['a'])).toBe('b')
  })

  test('a draining node only when no other is up', () => {
    const draining = view('old', { draining: true, rooms: new Map([[room, 1]]) })
    expect(pick([draining, view('new')], ['old'])).toBe('new')
    expect(pick([draining])).toBe('old')
  })

  test('a class that was parted comes together where most of it is', () => {
    const few = view('few', { rooms: new Map([[room, 2]]) })
    const most = view('most', { load: 0.1, rooms: new Map([[room, 3]]) })
    expect(pick([few, most])).toBe('most')
    const onTheirWay = new Map([['few', 2]])
    expect(pickNode({ room, near: onTheirWay, expects: 0.1 }, [few, most])?.view.node).toBe('few')
    expect(pick([few, { ...most, load: 0.7 }])).toBe('few')
  })

  test('one that another server reaches only when no other is up', () => {
    const remote = view('far', { remote: true, rooms: new Map([[room, 1]]) })
    expect(pick([remote, view('new')], ['far'])).toBe('new')
    expect(pick([remote])).toBe('far')
  })

  test('says what decided, and between which nodes', () => {
    const why = (nodes: readonly NodeView[], expects = 0.1) => {
      const { rule, among = [] } = pickNode({ room, near: nowhere, expects }, nodes) ?? {}
      return [rule, among.map(({ node }) => node).toSorted()]
    }
    const has = view('has', { load: 0.4, rooms: new Map([[room, 1]]) })
    expect(why([has, view('other')])).toEqual(['together', ['has']])
    expect(why([has, view('other')], 2)).toEqual(['spread', ['has', 'other']])
    expect(why([has, view('other', { load: 0.5 })], 2)).toEqual(['nearby', ['has', 'other']])
    expect(why([has], 2)).toEqual(['nearby', ['has']])
    expect(why([view('a'), view('b')])).toEqual(['lesserOfTwo', ['a', 'b']])
    expect(why([view('a'), view('b', { load: 0.9 })])).toEqual(['onlyOne', ['a']])
    expect(why([view('a', { load: 0.9 })])).toEqual(['allFull', ['a']])
    const full = { ...has, load: 0.9 }
    expect(why([full, view('a'), view('b')])).toEqual(['classFull', ['a', 'b']])
    expect(why([{ ...has, draining: true }])).toEqual(['noneOpen', ['has']])
  })

  test('servers that know the same choose alike', () => {
    for (let n = 0; n < 64; n++) {
      const wanted = { room: newId<'room'>(), near: nowhere, expects: 0.1 }
      const nodes = ['a', 'b', 'c'].map((node) => view(node))
      const [one, other] = [nodes, nodes.toReversed()].map(
        (all) => pickNode(wanted, all)?.view.node,
      )
      expect(one).toBe(other)
    }
  })
})
