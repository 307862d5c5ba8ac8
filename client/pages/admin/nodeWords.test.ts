import { expect, test } from 'vitest'
import type { MediaNodeEntry } from '../../../shared/contract/http/nodes.ts'
import { drainWords, stateOf } from './nodeWords.ts'

const node = (name: string, more: Partial<MediaNodeEntry> = {}): MediaNodeEntry => ({
  node: name,
  heard: true,
  heardAt: 0,
  draining: false,
  drain: null,
  empty: false,
  facts: { version: '1', workers: [], people: 4, rooms: 2, stopping: false },
  ...more,
})
const carrying = (people: number, rooms: number) => ({ ...node('a').facts, people, rooms })

test('before a node is drained it is said who would move', () => {
  const words = (people: number, rooms: number) =>
    drainWords(node('a', { facts: carrying(people, rooms) }), [node('a'), node('b')])
  expect(words(4, 2)).toBe('4 people in 2 classes would move.')
  expect(words(1, 1)).toBe('1 person in 1 class would move.')
  expect(words(0, 0)).toBe('Nobody would move.')
})

test('where no other node takes people, it is said that they would stay', () => {
  const stopping = { ...carrying(0, 0), stopping: true }
  const others = [
    [],
    [node('b', { draining: true })],
    [node('b', { heard: false })],
    [node('b', { facts: stopping })],
  ]
  for (const other of others)
    expect(drainWords(node('a'), [node('a'), ...other])).toContain('4 people would stay')
})

test('a node that is empty is said to be drained too: it takes nobody', () => {
  const drain = { by: 0, people: 4 }
  const facts = carrying(0, 0)
  const others = [node('b')]
  expect(stateOf(node('a', { draining: true, drain, facts, empty: true }), others, 0)).toEqual({
    tone: 'staff',
    word: 'Drained',
    more: 'Empty, may be stopped',
  })
  const moving = node('a', { draining: true, drain, facts: carrying(1, 1) })
  expect(stateOf(moving, others, 0)).toMatchObject({
    word: 'Drains',
    more: expect.stringMatching(/^3 of 4 moved/) as string,
  })
  expect(stateOf(node('a', { heard: false, draining: true }), others, 0).word).toBe('Gone')
})

test('of a node that drains while no other takes people it is not said when it is done', () => {
  const drain = { by: 0, people: 4 }
  const [a, b] = ['a', 'b'].map((name) => node(name, { draining: true, drain }))
  expect(stateOf(a!, [a!, b!], 0).more).toBe('Nobody can be moved: no other node takes people')
})
