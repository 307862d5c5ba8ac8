// When a pipe counts as cut, who leaves for it, and where people are put meanwhile.
import { describe, expect, test } from 'vitest'
import type { NodeReport, Place } from '../../shared/contract/sfu.ts'
import { newId, type RoomId } from '../../shared/ids.ts'
import { Cuts, nodesToLeave } from './cuts.ts'
import type { NodeView } from './plane.ts'

const room: RoomId = newId()
const places = Object.fromEntries(
  ['a', 'b', 'c'].map((node) => [node, { node, incarnation: newId<'incarnation'>() }]),
) as Record<'a' | 'b' | 'c', Place>
type Node = keyof typeof places

const people: Record<Node, number> = { a: 20, b: 3, c: 5 }

const view = (node: Node, up = true): NodeView => ({
  node,
  up,
  remote: false,
  draining: false,
  emptyIn: null,
  load: 0,
  scarcest: 'cpu',
  workers: 1,
  rooms: new Map([[room, people[node]]]),
})
const views = [view('a'), view('b'), view('c')]

function open() {
  let now = 0
  const found: string[] = []
  const cuts = new Cuts({
    now: () => now,
    views: () => views,
    found: (from, to) => found.push(`${from} ${to}`),
  })
  const report = (by: Node, pipes: readonly (readonly [Node, Node, number])[]) => {
    const said = pipes.map(([from, to, idleMs]) => ({ from: places[from], to: places[to], idleMs }))
    const { node, incarnation } = places[by]
    const part = { room, incarnation, peers: [], pipedIn: [], pipedOut: [], pipes: said }
    const rest = { version: null, draining: false, stopsIn: null, workers: [] }
    cuts.onReport({ node, ...rest, rooms: [part] } satisfies NodeReport)
  }
  /** Every two seconds both ends say for how long nothing passed. */
  const talk = (
    times: number,
    [from, to]: readonly [Node, Node],
    idle: readonly [number, number],
  ) => {
    for (let time = 0; time < times; time += 1) {
      now += 1_000
      report(from, [[from, to, idle[0]]])
      now += 1_000
      report(to, [[from, to, idle[1]]])
    }
  }
  return { cuts, found, report, talk, pass: (ms: number) => (now += ms) }
}

const leaving = (cuts: Cuts) => cuts.all.map(({ node, from }) => `${node} from ${from}`)
const reachable = (cuts: Cuts, near: Node[]) =>
  cuts.reachable(room, near, views).map(({ node }) => node)

describe('a pipe', () => {
  test('is cut when one end goes on sending and nothing comes to the other, said twice', () => {
    const { cuts, found, talk } = open()
    talk(1, ['a', 'b'], [500, 6_000])
    expect(leaving(cuts)).toEqual([])
    talk(2, ['a', 'b'], [500, 10_000])
    expect(leaving(cuts)).toEqual(['b from a'])
    talk(3, ['a', 'b'], [500, 16_000])
    expect(found).toEqual(['a b'])
  })

  test('through which nothing is sent is not, nor one whose first end says nothing any more', () => {
    const { cuts, talk, report, pass } = open()
    talk(5, ['a', 'b'], [9_000, 9_000])
    expect(leaving(cuts)).toEqual([])
    report('a', [['a', 'b', 0]])
    pass(7_000)
    for (const idle of [9_000, 11_000, 13_000]) {
      report('b', [['a', 'b', idle]])
      pass(2_000)
    }
    expect(leaving(cuts)).toEqual([])
  })

  test('is whole again with the first that comes, and when it is gone', () => {
    const { cuts, talk, report, pass } = open()
    talk(4, ['a', 'b'], [500, 9_000])
    talk(1, ['a', 'b'], [500, 1_000])
    expect(leaving(cuts)).toEqual([])
    talk(4, ['a', 'b'], [500, 9_000])
    pass(7_000)
    report('b', [])
    expect(leaving(cuts)).toEqual([])
  })
})

describe('who leaves', () => {
  const pairs = [
    ['a', 'b'],
    ['a', 'c'],
  ] as const

  test('is the node with fewer people, whichever way nothing comes', () => {
    expect([...nodesToLeave([['a', 'b']], (node) => people[node as Node])]).toEqual(['b'])
    expect([...nodesToLeave([['b', 'a']], (node) => people[node as Node])]).toEqual(['b'])
  })

  test('is one that is cut off from two others, so that those stay', () => {
    expect([...nodesToLeave(pairs, (node) => people[node as Node])]).toEqual(['a'])
  })

  test('is the same for every server where both have as many', () => {
    const alike = () => 4
    expect(nodesToLeave([['a', 'b']], alike)).toEqual(nodesToLeave([['b', 'a']], alike))
  })
})

describe('newcomers', () => {
  test('are put where all of the class comes through, for a while after the cut is over too', () => {
    const { cuts, talk, pass } = open()
    expect(reachable(cuts, ['a', 'b'])).toEqual(['a', 'b', 'c'])
    talk(4, ['a', 'b'], [500, 9_000])
    expect(reachable(cuts, ['a', 'b'])).toEqual(['a', 'c'])
    // All have left it, so there is no pipe that could say anything.
    talk(1, ['a', 'b'], [500, 0])
    expect(reachable(cuts, ['a'])).toEqual(['a', 'c'])
    expect(reachable(cuts, ['c'])).toEqual(['a', 'b', 'c'])
    pass(6 * 60_000)
    expect(reachable(cuts, ['a'])).toEqual(['a', 'b', 'c'])
  })

  test('are put anywhere rather than nowhere', () => {
    const { cuts, talk } = open()
    talk(4, ['a', 'b'], [500, 9_000])
    const left = [view('a', false), view('b')]
    expect(cuts.reachable(room, ['a', 'b'], left)).toEqual(left)
  })
})
