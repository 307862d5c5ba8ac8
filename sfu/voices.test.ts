// Whose voices are sent where many microphones are open.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId, type SourceId } from '../shared/ids.ts'
import { Circles, places, Voices } from './voices.ts'

const people = Array.from({ length: 20 }, () => newId<'source'>())
const [ann, ben, cleo, dan] = people as [SourceId, SourceId, SourceId, SourceId]
const open = new Set(people)
const loud = (...sources: SourceId[]) => sources.map((source, n) => ({ source, decibels: -20 - n }))

test('with few open microphones all are sent, whoever speaks', () => {
  const few = new Set(people.slice(0, 12))
  expect(new Voices(12).choose(few, loud(ann), 0)).toEqual(few)
})

test('with many, only those who spoke, up to three', () => {
  const voices = new Voices(12)
  expect(voices.choose(open, [], 0).size).toBe(0)
  expect([...voices.choose(open, loud(ann, ben), 250)]).toEqual([ann, ben])
})

test('three who talk keep their places through pauses, however long', () => {
  const voices = new Voices(12)
  voices.choose(open, loud(ann, ben, cleo), 0)
  expect([...voices.choose(open, [], 60_000)]).toEqual([ann, ben, cleo])
})

test('a fourth takes the place of whoever was silent for longest, at once', () => {
  const voices = new Voices(12)
  voices.choose(open, loud(ann, ben, cleo), 0)
  voices.choose(open, loud(ann, cleo), 2_000)
  expect([...voices.choose(open, loud(dan), 2_250)]).toEqual([ann, dan, cleo])
})

test('among people who all speak only somebody clearly louder takes a place', () => {
  const voices = new Voices(12)
  const talk = [ann, ben, cleo].map((source) => ({ source, decibels: -30 }))
  voices.choose(open, talk, 0)
  const asLoud = [...talk, { source: dan, decibels: -27 }]
  expect(voices.choose(open, asLoud, 250).has(dan)).toBe(false)
  const louder = [...talk, { source: dan, decibels: -20 }]
  expect(voices.choose(open, louder, 500).has(dan)).toBe(true)
})

test('who closed their microphone leaves the place', () => {
  const voices = new Voices(0)
  voices.choose(open, loud(ann, ben, cleo), 0)
  const others = new Set(people.slice(1))
  expect([...voices.choose(others, loud(dan), 250)]).toEqual([ben, cleo, dan])
})

test('three in each circle, and nobody takes the place of somebody in another', () => {
  const voices = new Circles(2)
  const rooms = new Map(people.map((source, n) => [source, n < 10 ? 'owls' : 'foxes']))
  const foxes = people.slice(10, 13)
  const quiet = foxes.map((source) => ({ source, decibels: -60 }))
  const talk = [...loud(ann, ben, cleo), ...quiet]
  expect([...voices.choose(rooms, talk, 0)]).toEqual([ann, ben, cleo, ...foxes])
  expect([...voices.choose(rooms, loud(ann, ben, cleo, dan), 250)].slice(3)).toEqual(foxes)
})

test('a circle with few open microphones sends all of them, however many there are elsewhere', () => {
  const voices = new Circles(2)
  const rooms = new Map(people.map((source, n) => [source, n < 18 ? 'owls' : 'foxes']))
  expect([...voices.choose(rooms, [], 0)]).toEqual(people.slice(18))
})

test('whoever moves comes without the place they had', () => {
  const voices = new Circles(0)
  const rooms = new Map(people.map((source) => [source, 'owls']))
  expect([...voices.choose(rooms, loud(ann), 0)]).toEqual([ann])
  expect([...voices.choose(rooms.set(ann, 'foxes'), [], 250)]).toEqual([])
  expect([...voices.choose(rooms, loud(ann), 500)]).toEqual([ann])
})

test('whatever is heard, never more than three of many, all of them open', () => {
  const level = fc.record({
    source: fc.constantFrom(...people),
    decibels: fc.integer({ min: -65, max: 0 }),
  })
  const tick = fc.array(level, { maxLength: 10 })
  fc.assert(
    fc.property(fc.array(tick, { maxLength: 30 }), (ticks) => {
      const voices = new Voices(12)
      for (const [n, heard] of ticks.entries()) {
        const chosen = voices.choose(open, heard, n * 250)
        expect(chosen.size).toBeLessThanOrEqual(places)
        for (const source of chosen) expect(open.has(source)).toBe(true)
      }
    }),
  )
})
