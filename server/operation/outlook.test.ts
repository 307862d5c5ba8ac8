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
  test('counts what is on when it begins, and nothing else', () => {
    expect(verdicts([lesson(30, 1), lesson(30, 2)])).toEqual(['fits', 'fits'])
    expect(verdicts([lesson(30, 1), lesson(30, 1.5)])).toEqual(['fits', 'tooLarge'])
    expect(verdicts([lesson(20, 1), lesson(20, 1.5)])).toEqual(['fits', 'tight'])
    expect(verdicts([lesson(30, 1), lesson(30, 1.5)], [node, node])).toEqual(['fits', 'fits'])
  })
  test('of those that begin together none comes before the other', () => {
    expect(verdicts([lesson(30, 1), lesson(30, 1)])).toEqual(['tooLarge', 'tooLarge'])
  })
  test('what is on is a load for what comes, which is the problem, and not the other way round', () => {
    for (const [since, hours] of [
      [-0.5, 0.2],
      [-0.1, -0.3],
      [0, 0],
    ] as const) {
      const live = lesson(30, since, { isOn: true })
      const [there, coming] = fitsOf([live, lesson(40, hours)], [node], { now, of })
      expect(there).toMatchObject({ verdict: 'fits', nodesMissing: 0 })
      expect(there?.together).toBeCloseTo(30 / 48)
      expect(coming).toMatchObject({ verdict: 'tooLarge', nodesMissing: 1 })
      expect(coming?.together).toBeCloseTo(70 / 48)
    }
  })
  test('says how many nodes are missing', () => {
    const [, late] = fitsOf([lesson(40, 1), lesson(100, 1.5)], [node], { now, of })
    expect(late).toMatchObject({ verdict: 'tooLarge', nodesMissing: 2 })
    expect(late?.share).toBeCloseTo(100 / 48)
  })
  test('a class that runs past its end goes on', () => {
    const late = lesson(40, -2, { isOn: true })
    expect(verdicts([late, lesson(30, 0.5)])).toEqual(['tight', 'tooLarge'])
    expect(verdicts([late, lesson(30, 1.5)])).toEqual(['tight', 'fits'])
  })
  test('a class that began before its time is on now', () => {
    const early = lesson(30, 0.5, { isOn: true })
    expect(verdicts([early, lesson(30, 0.2)])).toEqual(['fits', 'tooLarge'])
  })
  test('nothing fits no node', () => {
    expect(verdicts([lesson(1, 1)], [])).toEqual(['noNodes'])
  })
})

test('what nodes take, in people', () => {
  expect(peopleOn([node, node], of)).toBe(96)
})
