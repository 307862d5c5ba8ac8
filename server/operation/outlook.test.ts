import { describe, expect, test } from 'vitest'
import { fitsOf, peopleOn, reckonedOf, type Planned } from './outlook.ts'

const now = 1_000_000_000
const hour = 60 * 60_000
/** Everybody receives ten. */
const of = () => 10
/** One worker takes 600 consumers, 480 of them before newcomers go elsewhere: 48 people. */
const node = { workers: 1 }
const lesson = (people: number, inHours: number, more: Partial<Planned> = {}): Planned => ({
  startsAt: now + inHours * hour,
  isOn: false,
  duration: 45,
  expected: people,
  ...more,
})
const verdicts = (classes: readonly Planned[], nodes = [node]) =>
  fitsOf(classes, nodes, { now, of }).map(({ verdict }) => verdict)

describe('how many come', () => {
  const none = { present: 0, enrolled: 0, lastTime: 0, places: null }
  test('is the most that is known of', () => {
    expect(reckonedOf({ ...none, enrolled: 20, lastTime: 15 })).toEqual({
      expected: 20,
      expectation: 'enrolled',
    })
    expect(reckonedOf({ ...none, enrolled: 20, lastTime: 31 })).toMatchObject({ expected: 31 })
    expect(reckonedOf({ ...none, enrolled: 20, present: 22 })).toEqual({
      expected: 22,
      expectation: 'present',
    })
  })
  test('is bounded by the places there are', () => {
    expect(reckonedOf({ ...none, enrolled: 20, places: 12 })).toEqual({
      expected: 12,
      expectation: 'places',
    })
    expect(reckonedOf({ ...none, places: 12 })).toMatchObject({ expectation: 'places' })
    expect(reckonedOf({ ...none, present: 14, places: 12 })).toMatchObject({ expected: 14 })
  })
  test('is assumed where nothing is known', () => {
    expect(reckonedOf(none)).toEqual({ expected: 30, expectation: 'assumed' })
  })
})

describe('whether a class fits', () => {
  test('counts what goes on at the same time, and nothing else', () => {
    expect(verdicts([lesson(30, 1), lesson(30, 2)])).toEqual(['fits', 'fits'])
    expect(verdicts([lesson(30, 1), lesson(30, 1.5)])).toEqual(['tooLarge', 'tooLarge'])
    expect(verdicts([lesson(20, 1), lesson(20, 1.5)])).toEqual(['tight', 'tight'])
    expect(verdicts([lesson(30, 1), lesson(30, 1.5)], [node, node])).toEqual(['fits', 'fits'])
  })
  test('says when it is fullest, and how many nodes are missing', () => {
    const [early, late] = fitsOf([lesson(40, 1), lesson(100, 1.5)], [node], { now, of })
    expect(early?.fullestAt).toBe(now + 1.5 * hour)
    expect(early?.together).toBeCloseTo(140 / 48)
    expect(late).toMatchObject({ verdict: 'tooLarge', nodesMissing: 2 })
    expect(late?.share).toBeCloseTo(100 / 48)
  })
  test('a class that runs past its end goes on', () => {
    const late = lesson(40, -2, { isOn: true })
    expect(verdicts([late, lesson(30, 0.5)])).toEqual(['tooLarge', 'tooLarge'])
    expect(verdicts([late, lesson(30, 1.5)])).toEqual(['tight', 'fits'])
  })
  test('nothing fits no node', () => {
    expect(verdicts([lesson(1, 1)], [])).toEqual(['noNodes'])
  })
})

test('what nodes take, in people', () => {
  expect(peopleOn([node, node], of)).toBe(96)
})
