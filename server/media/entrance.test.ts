// What is reckoned with and written down when somebody gets media, or does not.
import { expect, test } from 'vitest'
import type { Decision } from '../../shared/contract/http/decisions.ts'
import type { SfuInput } from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import { newId } from '../../shared/ids.ts'
import { unwritten, type Decisions } from './decisions.ts'
import { Entrance, type EntranceParts } from './entrance.ts'
import { Nodes } from './nodes.ts'
import type { NodeView } from './plane.ts'

const seat = {
  room: newId<'room'>(),
  participant: newId<'participant'>(),
  session: newId<'session'>(),
}
const { room, participant } = seat
const rtpCapabilities = {}
const elsewhere = {
  source: newId<'source'>(),
  participant: newId<'participant'>(),
  kind: 'camera' as const,
  node: 'far',
  incarnation: newId<'incarnation'>(),
}
const wish = { seq: 0, wish: [elsewhere.source] }
const trying = { ...seat, rtpCapabilities, seq: 0, wish: [] }
const joining = { ...seat, rtpCapabilities, ...wish, stage: [], people: 1 }

/** Of two nodes the one that does not drain takes everybody. */
function open() {
  const draining = new Set<string>(['second'])
  const incarnations = { first: newId<'incarnation'>(), second: newId<'incarnation'>() }
  const nodes = new Nodes()
  for (const [node, incarnation] of Object.entries(incarnations)) nodes.onUp(node, [incarnation])
  const written: Decision[] = []
  const decisions: Decisions = {
    ...unwritten,
    note: (_, decision) => void written.push(decision),
    placed: (_seat, _place, decision) => void written.push(decision),
  }
  const asked: string[] = []
  let cutOff: string | null = null
  let refusal: LyceumError | null = null
  /** All nodes, or one. */
  let refusing = ''
  const ask = (node: 'first' | 'second', name: string, { session }: SfuInput<'join'>) => {
    asked.push(`${name} ${node}`)
    if (refusal !== null && node.startsWith(refusing)) return Promise.reject(refusal)
    const place = { node, incarnation: incarnations[node] }
    return Promise.resolve({ ...place, session, consumers: [], missing: [elsewhere.source] })
  }
  const parts = {
    ask,
    views: () =>
      Object.keys(incarnations).map((node): NodeView => {
        const drains = draining.has(node)
        const idle = { load: 0, scarcest: 'cpu', workers: 1, rooms: new Map() } as const
        const emptyIn = drains ? 60_000 : null
        return { node, up: true, remote: false, draining: drains, emptyIn, ...idle }
      }),
    cuts: {
      isLeft: (_: unknown, node: string) => node === cutOff,
      reachable: (_: unknown, __: unknown, views: readonly NodeView[]) =>
        views.filter(({ node }) => node !== cutOff),
    },
    untilUp: () => Promise.resolve(),
    watch: () => Promise.reject(new LyceumError('unavailable')),
    nodes,
    decisions,
    failed: () => undefined,
  }
  const entrance = new Entrance(parts as unknown as EntranceParts)
  return {
    entrance,
    written,
    asked,
    nodes,
    incarnations,
    draining,
    refuse: (error: LyceumError, by = '') => {
      refusal = error
      refusing = by
    },
    cut: (node: string) => (cutOff = node),
    turn: () => {
      draining.clear()
      draining.add('first')
    },
  }
}

test('who comes is placed, and who is placed again for a reason that is told', async () => {
  const { entrance, written, nodes, incarnations, turn } = open()
  await entrance.join(joining)
  await entrance.join(joining)
  turn()
  await entrance.join(joining)
  nodes.onWorkerDied('second', incarnations.second)
  await entrance.join(joining)
  const reasons = written.map((one) => (one.kind === 'placed' ? [one.why, one.from] : one.kind))
  expect(reasons).toEqual([
    ['came', null],
    ['anew', 'first'],
    ['drained', 'first'],
    ['lost', 'second'],
  ])
})

test('who was cut off comes where all of the class gets through, though that drains', async () => {
  const { entrance, written, asked, cut } = open()
  await entrance.join(joining)
  cut('first')
  await entrance.join(joining)
  expect(asked).toEqual(['join first', 'join second'])
  expect(written.at(-1)).toMatchObject({ kind: 'placed', why: 'cutOff', from: 'first' })
})

test('who could not move is not said to be there, and goes on where they were', async () => {
  const { entrance, written, asked, nodes, turn } = open()
  await entrance.join(joining)
  turn()
  const moving = entrance.join({ ...joining, stage: [elsewhere], moving: true })
  await expect(moving).rejects.toMatchObject({ code: 'unavailable' })
  expect(written.slice(1)).toEqual([{ kind: 'stayed', participant, node: 'first', to: 'second' }])
  expect(asked).toEqual(['join first', 'join second', 'leave second'])
  expect(nodes.of(seat)?.node).toBe('first')
  expect([...entrance.charges.peopleOf(room).keys()]).toEqual(['first'])
})

test('whom a node refused is not reckoned with there', async () => {
  const { entrance, refuse } = open()
  refuse(new LyceumError('full'))
  await expect(entrance.join(joining)).rejects.toMatchObject({ code: 'full' })
  expect([entrance.charges.of('first'), entrance.charges.peopleOf(room).size]).toEqual([0, 0])
})

test('who only tries whether media gets through is nowhere written down', async () => {
  const { entrance, written, asked } = open()
  await entrance.try(trying, 8)
  expect(asked).toEqual(['join first'])
  expect([written, entrance.charges.of('first')]).toEqual([[], 0])
})

test('media is tried on every node that takes people, on so many of them and no more', async () => {
  const { entrance, asked, draining } = open()
  draining.clear()
  const joined = await entrance.try(trying, 8)
  expect(joined.map(({ node }) => node)).toEqual(['first', 'second'])
  await entrance.try(trying, 1)
  expect(asked).toEqual(['join first', 'join second', 'join first'])
})

test('where all nodes drain they are tried nevertheless: people are put there', async () => {
  const { entrance, draining } = open()
  draining.add('first')
  expect(await entrance.try(trying, 8)).toHaveLength(2)
})

test('a node that does not answer is left out of what is tried, and where none does it is said', async () => {
  const { entrance, draining, refuse } = open()
  draining.clear()
  refuse(new LyceumError('unavailable'), 'second')
  expect((await entrance.try(trying, 8)).map(({ node }) => node)).toEqual(['first'])
  refuse(new LyceumError('unavailable'))
  await expect(entrance.try(trying, 8)).rejects.toMatchObject({ code: 'unavailable' })
})
