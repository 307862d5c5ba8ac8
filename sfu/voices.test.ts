// Whose voices are sent where many microphones are open.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { newId, type SourceId } from '../shared/ids.ts'
import { places, Voices } from './voices.ts'

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
