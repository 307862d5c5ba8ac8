import { expect, test } from 'vitest'
import type { MediaNodeEntry } from '../../shared/contract/http/nodes.ts'
import type { Outlook } from '../../shared/contract/http/operation.ts'
import { newId } from '../../shared/ids.ts'
import { alertsOf, type Situation } from './alerts.ts'

const worker = (cpu: number) => ({
  cpu,
  rooms: 1,
  transports: 2,
  producers: 2,
  consumers: 10,
  packetsOutPerSecond: 100,
  bitsInPerSecond: 0,
  bitsOutPerSecond: 0,
})
const node = (name: string, more: Partial<MediaNodeEntry> = {}, cpu = 0.1): MediaNodeEntry => ({
  node: name,
  heard: true,
  heardAt: 0,
  draining: false,
  drain: null,
  empty: false,
  facts: { version: '1', workers: [worker(cpu)], people: 4, rooms: 1, stopping: false },
  ...more,
})
const quiet: Situation = {
  nodes: [node('a'), node('b')],
  versions: ['1'],
  deaths: [],
  classes: [],
  now: 0,
}
const told = (situation: Partial<Situation>) =>
  alertsOf({ ...quiet, ...situation }).map(({ alert, about }) => [alert, about])

test('nothing is told when all is well', () => {
  expect(told({})).toEqual([])
})

test('a node that is gone, with whom it had; one that only drains is not', () => {
  const nodes = [node('a', { heard: false }), node('b'), node('c'), node('d', { draining: true })]
  expect(alertsOf({ ...quiet, nodes })).toMatchObject([
    { alert: 'LyceumSfuAway', level: 'page', about: 'a', figure: 4 },
  ])
})

test('one that was emptied and stopped is not missed', () => {
  const gone = (people: number) => {
    const facts = { version: '1', workers: [worker(0)], people, rooms: 0, stopping: false }
    return node('a', { heard: false, draining: true, facts })
  }
  expect(told({ nodes: [gone(0), node('b'), node('c')] })).toEqual([])
  expect(told({ nodes: [gone(1), node('b'), node('c')] })).toEqual([['LyceumSfuAway', 'a']])
})

test('a drain that should be over and is not', () => {
  const drained = (by: number, people: number) => {
    const facts = { version: '1', workers: [worker(0)], people, rooms: 1, stopping: false }
    return node('a', { draining: true, drain: { by, people: 9 }, facts })
  }
  expect(told({ nodes: [drained(5, 2), node('b'), node('c')], now: 6 })).toEqual([
    ['LyceumDrainLate', 'a'],
  ])
  expect(told({ nodes: [drained(5, 0), node('b'), node('c')], now: 6 })).toEqual([])
  expect(told({ nodes: [drained(7, 2), node('b'), node('c')], now: 6 })).toEqual([])
})

test('no node that takes people', () => {
  const nodes = [node('a', { heard: false }), node('b', { draining: true })]
  expect(told({ nodes })[0]).toEqual(['LyceumNoMedia', null])
})

test('the last node that takes people, while others drain, stop or are gone', () => {
  const stopping = { ...node('c').facts, people: 0, stopping: true }
  const others = [
    node('b', { draining: true, empty: true }),
    node('c', { facts: stopping }),
    node('d', { heard: false, draining: true, facts: { ...stopping, stopping: false } }),
  ]
  for (const other of others)
    expect(told({ nodes: [node('a'), other] })).toEqual([['LyceumOneMediaNode', 'a']])
  expect(alertsOf({ ...quiet, nodes: [node('a'), ...others] })).toMatchObject([
    { alert: 'LyceumOneMediaNode', level: 'ticket', figure: 3 },
  ])
  expect(told({ nodes: [node('a')] })).toEqual([])
  expect(told({ nodes: [node('a'), node('e'), ...others] })).toEqual([])
})

test('a worker that is full, and all of them together', () => {
  expect(told({ nodes: [node('a', {}, 0.84), node('b')] })).toEqual([['LyceumMediaNodeFull', 'a']])
  expect(told({ nodes: [node('a', {}, 0.7), node('b', {}, 0.65)] })).toEqual([
    ['LyceumMediaNearlyFull', null],
  ])
})

test('what can wait comes after what cannot', () => {
  const large = { title: 'Waves', room: newId<'room'>(), verdict: 'tooLarge', together: 1.3 }
  const situation = {
    nodes: [node('a', { heard: false }), node('b'), node('c')],
    versions: ['1', '2'],
    deaths: [{ node: 'b', people: 3 }],
    classes: [large as Outlook],
  }
  expect(told(situation)).toEqual([
    ['LyceumSfuAway', 'a'],
    ['LyceumWorkerDied', 'b'],
    ['LyceumClassTooLarge', 'Waves'],
    ['LyceumVersionsMixed', null],
  ])
})
