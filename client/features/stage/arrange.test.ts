// The rules of the stage: who is large, who is in the strip, and that nothing moves by itself.
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { ParticipantId, SourceId } from '../../../shared/ids.ts'
import type { Source } from '../../../shared/room/sources.ts'
import { arrange, isThere, keepPlaces, type Face, type Look } from './arrange.ts'
import { filling, gridFor, tilesPerPage } from './grid.ts'

const id = (name: string) => name as ParticipantId
const source = (name: string) => ({ source: name as SourceId }) as Source
const person = (name: string, more: Partial<Face> = {}): Face => ({
  participant: id(name),
  staff: false,
  camera: null,
  screen: null,
  document: null,
  hand: null,
  ...more,
})
const teacher = person('teacher', { staff: true, camera: source('c') })
const look: Look = { me: id('me'), staff: false, focus: { kind: 'auto' }, follow: null }
const people = (tiles: readonly { participant: ParticipantId }[]) =>
  tiles.map(({ participant }) => participant)

describe('auto', () => {
  test('students look at whoever teaches, with the others in the strip', () => {
    const { kind, main, strip } = arrange([person('me'), person('ann'), teacher], look)
    expect(kind).toBe('solo')
    expect(people(main)).toEqual(['teacher'])
    expect(people(strip)).toEqual(['me', 'ann'])
  })

  test('whoever teaches looks at faces, with their own last', () => {
    const seen = arrange([person('me', { staff: true }), person('ann'), person('bob')], {
      ...look,
      staff: true,
    })
    expect(seen.kind).toBe('grid')
    expect(people(seen.main)).toEqual(['ann', 'bob', 'me'])
  })

  test('a screen takes the stage, the newest if there are two; the strip has the other, then every face', () => {
    const sharing = [
      person('ann', { screen: source('1') }),
      person('bob', { screen: source('2') }),
      teacher,
    ]
    const { kind, main, strip } = arrange(sharing, look)
    expect(kind).toBe('screen')
    expect(people(main)).toEqual(['bob'])
    expect(strip.map(({ key }) => key)).toEqual([
      'screen ann',
      'face teacher',
      'face ann',
      'face bob',
    ])
  })

  test('a document camera is shown as a screen is, and both of one person can be chosen', () => {
    const ann = person('ann', { screen: source('1'), document: source('2') })
    const shown = (focus: Look['focus']) => arrange([ann, teacher], { ...look, focus }).main[0]?.key
    expect(shown({ kind: 'auto' })).toBe('document ann')
    expect(shown({ kind: 'screen', participant: id('ann') })).toBe('screen ann')
    expect(shown({ kind: 'document', participant: id('ann') })).toBe('document ann')
  })

  test('a speaker is marked, not thrown to the front, unless one follows the speaker', () => {
    const faces = [person('me'), person('ann'), teacher]
    expect(people(arrange(faces, look).main)).toEqual(['teacher'])
    expect(people(arrange(faces, { ...look, follow: id('ann') }).main)).toEqual(['ann'])
    const all = { ...look, focus: { kind: 'grid' } } as const
    expect(people(arrange(faces, { ...all, follow: id('ann') }).main)).toEqual(['ann'])
  })
})

test('staff’s choice for all is shown, and falls back when it is gone', () => {
  const faces = [person('me'), person('ann'), teacher]
  const focus = { kind: 'person', participant: id('ann') } as const
  expect(people(arrange(faces, { ...look, focus }).main)).toEqual(['ann'])
  expect(arrange([person('me'), teacher], { ...look, focus }).kind).toBe('grid')
})

test('who looks at one face keeps the screens in sight, first in the strip', () => {
  const focus = { kind: 'person', participant: id('ann') } as const
  const { main, strip } = arrange([person('ann'), person('bob', { screen: source('s') })], {
    ...look,
    focus,
  })
  expect(people(main)).toEqual(['ann'])
  expect(strip.map(({ key }) => key)).toEqual(['screen bob', 'face bob'])
})

test('one can look at what is there, and only there', () => {
  const faces = [person('ann', { screen: source('s') }), person('bob')]
  const at = (kind: 'person' | 'screen', name: string) =>
    isThere(faces, { kind, participant: id(name) })
  expect([at('person', 'ann'), at('screen', 'ann'), at('person', 'bob')]).toEqual([
    true,
    true,
    true,
  ])
  expect([at('screen', 'bob'), at('person', 'gone')]).toEqual([false, false])
  expect(isThere([], { kind: 'grid' })).toBe(true)
})

test('the strip: instructor first, hands next in their order, then as they came', () => {
  const faces = [
    person('ann'),
    person('bob', { hand: 2 }),
    person('cid', { hand: 1 }),
    person('eve', { screen: source('s') }),
    teacher,
  ]
  expect(people(arrange(faces, look).strip)).toEqual(['teacher', 'cid', 'bob', 'ann', 'eve'])
})

test('everybody is somewhere, once', () => {
  const faces = fc.uniqueArray(
    fc.record({
      participant: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g').map(id),
      staff: fc.boolean(),
      hand: fc.option(fc.integer({ min: 1, max: 9 })),
      screen: fc.option(fc.constantFrom('1', '2', '3').map(source)),
      document: fc.option(fc.constantFrom('4', '5').map(source)),
      camera: fc.constant(null),
    }),
    { selector: ({ participant }) => participant },
  )
  fc.assert(
    fc.property(faces, fc.boolean(), fc.constantFrom('auto', 'grid'), (all, staff, kind) => {
      const { main, strip } = arrange(all, { ...look, me: id('a'), staff, focus: { kind } })
      const seen = [...main, ...strip].filter((tile) => tile.kind === 'face')
      expect(people(seen).sort()).toEqual(people(all).sort())
      expect(new Set([...main, ...strip].map(({ key }) => key)).size).toBe(
        main.length + strip.length,
      )
    }),
  )
})

test('places are kept: who stays keeps the order, who is new comes last', () => {
  const places = keepPlaces([], [id('b'), id('a')])
  expect(keepPlaces(places, [id('a'), id('c'), id('b')])).toEqual(['b', 'a', 'c'])
  expect(keepPlaces(places, [id('a'), id('b')])).toBe(places)
  expect(keepPlaces(places, [id('a')])).toEqual(['a'])
})

test('a screen is seen in a grid too, before the faces', () => {
  const sharing = { ...person('s'), screen: source('s') }
  const all = { ...look, focus: { kind: 'grid' } } as const
  const { main } = arrange([person('me'), sharing], all)
  expect(main.map(({ key }) => key)).toEqual(['screen s', 'face s', 'face me'])
})

test('a grid fits its space and wastes as little as can be', () => {
  expect(gridFor(4, { width: 1280, height: 720, gap: 0 })).toMatchObject({ columns: 2, rows: 2 })
  expect(gridFor(2, { width: 375, height: 600, gap: 0 })).toMatchObject({ columns: 1, rows: 2 })
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 49 }),
      fc.integer({ min: 100, max: 2000 }),
      fc.integer({ min: 100, max: 2000 }),
      (count, width, height) => {
        const shape = gridFor(count, { width, height, gap: 8 })
        expect(shape.columns * shape.rows).toBeGreaterThanOrEqual(count)
        expect(shape.columns * shape.width + 8 * (shape.columns - 1)).toBeLessThanOrEqual(width + 1)
        expect(shape.rows * shape.height + 8 * (shape.rows - 1)).toBeLessThanOrEqual(height + 1)
      },
    ),
  )
})

test('a page of the gallery takes 49 faces on a laptop, few on a phone, and one where there is no room', () => {
  expect(tilesPerPage({ width: 940, height: 680, gap: 8 })).toBe(49)
  expect(tilesPerPage({ width: 640, height: 360, gap: 8 })).toBeLessThan(49)
  expect(tilesPerPage({ width: 374, height: 640, gap: 8 })).toBe(8)
  expect(tilesPerPage({ width: 0, height: 0, gap: 8 })).toBe(1)
})

test('few faces fill an upright screen', () => {
  const space = { width: 360, height: 600, gap: 8, shapes: filling }
  for (const count of [1, 2, 3, 4]) {
    const { width, height } = gridFor(count, space)
    expect(width / height).toBeGreaterThan(0.74)
    expect((count * width * height) / (space.width * space.height)).toBeGreaterThan(0.7)
  }
})
