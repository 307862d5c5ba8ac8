import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId } from '../../ids.ts'
import { boxOf, distance, grown, holds } from '../geometry.ts'
import { straightened } from '../pathData.ts'
import { placedBox } from '../placement.ts'
import { settled, type PlacedObject } from '../placed.ts'
import { boardLimits, type ObjectRecord } from '../record.ts'
import type { Figure, Point } from '../shape.ts'
import { encodeStroke } from '../strokeBytes.ts'
import { handwriting } from '../testing/handwriting.ts'
import { anId, gestureAt, someRecords, someStyle } from '../testing/records.ts'
import type { ConnectorRecord } from './connector.ts'
import { checkPlacement, checkRecord } from '../check.ts'
import { shapeOf, shapes } from './index.ts'

function boxOfFigure(figure: Figure) {
  if (figure.kind !== 'path') return figure.box
  return boxOf(straightened(figure.d).flatMap(({ points }) => points))
}

function shapeOfSome(record: ObjectRecord) {
  const shape = shapeOf(record)
  if (shape === null) throw new Error(record.t)
  return shape
}

describe('every shape', () => {
  it('has a type, a key and a name of its own', () => {
    expect(new Set(shapes.map(({ type }) => type)).size).toBe(shapes.length)
    const keys = shapes.flatMap(({ key }) => key ?? [])
    expect(new Set(keys).size).toBe(keys.length)
    for (const { names } of shapes) expect(names.en && names.de).toBeTruthy()
  })

  it('makes records that are accepted as they are', () => {
    for (const record of someRecords()) expect(checkRecord(record)).toEqual({ record })
  })

  it('draws within its bounds', () => {
    for (const record of someRecords()) {
      const shape = shapeOfSome(record)
      const bounds = grown(shape.bounds(record), 0.01)
      const figures = shape.figures(record)
      expect(figures.length, record.t).toBeGreaterThan(0)
      for (const figure of figures) expect(holds(bounds, boxOfFigure(figure)), record.t).toBe(true)
    }
  })

  it('makes nothing of nothing, and something small of any gesture', () => {
    const place = fc.double({ min: -4e5, max: 4e5, noNaN: true })
    const points = fc.array(fc.record({ x: place, y: place }), { maxLength: 80 })
    fc.assert(
      fc.property(points, fc.boolean(), (drawn, constrained) => {
        for (const shape of shapes) {
          const fields = shape.make({ points: drawn, constrained }, someStyle)
          if (drawn.length === 0) expect(fields).toBeNull()
          if (fields === null) continue
          const record: ObjectRecord = { ...fields, t: shape.type, z: 1 }
          expect(Object.keys(checkRecord(record))).toEqual(['record'])
          shape.figures(record)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('takes whatever is typed into it as something that is accepted', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 1500, size: 'max' }), (typed) => {
        for (const record of someRecords()) {
          const written = shapeOfSome(record).withText?.(record, typed)
          if (written !== undefined) expect(checkRecord(written)).toEqual({ record: written })
        }
      }),
      { numRuns: 12 },
    )
    const [longest] = someRecords().filter(({ t }) => t === 'note')
    const chinese = longest && shapeOf(longest)?.withText?.(longest, '漢'.repeat(9000))
    expect(checkRecord(chinese)).toHaveProperty('record')
  })
})

describe('hostile records', () => {
  it('never throw', () => {
    const anything = fc.anything({
      withBigInt: true,
      withTypedArray: true,
      withNullPrototype: true,
    })
    fc.assert(
      fc.property(
        anything,
        fc.constantFrom(...someRecords()),
        fc.string(),
        (value, record, key) => {
          checkRecord(value)
          checkPlacement(value)
          const spoiled = checkRecord({ ...record, [key]: value })
          if (!(key in record)) expect(spoiled).toHaveProperty('problem')
          for (const field of Object.keys(record)) checkRecord({ ...record, [field]: value })
        },
      ),
      { numRuns: 300 },
    )
  })

  const [pen] = someRecords()
  const wrong: Record<string, unknown> = {
    'a field too many': { ...pen, onclick: 'alert(1)' },
    'a prototype': Object.assign(Object.create({ t: 'pen' }) as object, { z: 1 }),
    'a getter': Object.defineProperty({ ...pen }, 'z', { get: () => 1, enumerable: true }),
    undefined: { ...pen, c: undefined },
    'a colour that is more': { ...pen, c: '#123456;}' },
    'a colour of no palette': { ...pen, c: 12 },
    'ink that is none': { ...pen, p: new Uint8Array(100) },
    'no ink': { ...pen, p: encodeStroke([]) },
    'too many points': { ...pen, p: encodeStroke(handwriting(1, 20).flat()) },
    'an infinite order': { ...pen, z: Infinity },
    'an order that is none': { ...pen, z: NaN },
    'no shape': { ...pen, t: 'constructor' },
    'a width of nothing': { ...pen, w: 0 },
    'an author who is nobody': { ...pen, by: 'me' },
    'a picture from elsewhere': {
      t: 'image',
      z: 0,
      b: [0, 0, 1, 1],
      i: 'https://example.org/x.svg',
    },
    'far away': { t: 'line', z: 0, a: [0, 0], b: [2e6, 0] },
    'nowhere at all': { t: 'line', z: 0, a: [NaN, 0], b: [9, 9] },
    'without end': { t: 'line', z: 0, a: [0, 0], b: [0, -1e308] },
    'an endless side': { t: 'rect', z: 0, b: [0, 0, 1e308, Infinity] },
    'an endless corner': { t: 'polygon', z: 0, q: [0, 0, 1e308, 1, NaN, 2] },
    'an endless line': { ...pen, w: 1e308 },
    'a side less than nothing': { t: 'rect', z: 0, b: [0, 0, -5, 5] },
    'half a corner': { t: 'polygon', z: 0, q: [0, 0, 1, 1, 2, 2, 3] },
    'a thousand corners': { t: 'polygon', z: 0, q: Array.from({ length: 1000 }, () => 1) },
    'an endless text': { t: 'text', z: 0, b: [0, 0, 1], s: 'x'.repeat(4001) },
    'an endless text in many bytes': { t: 'text', z: 0, b: [0, 0, 1], s: '漢'.repeat(3000) },
    'unprintable text': { t: 'text', z: 0, b: [0, 0, 1], s: 'a\u0000b' },
    'half a letter': { t: 'text', z: 0, b: [0, 0, 1], s: '\ud83d' },
    'a tie to no id': { t: 'connector', z: 0, a: [0, 0], b: [9, 9], ta: '../../../x' },
  }
  it.each(Object.entries(wrong))('are refused: %s', (_name, value) => {
    const answer = checkRecord(value)
    expect(answer).toHaveProperty('problem')
    expect('problem' in answer && answer.problem.length).toBeLessThanOrEqual(120)
  })

  it('are refused as placements', () => {
    const good = { x: 5, y: -3, r: 1, sx: 2, sy: -2, z: 4, lock: true, g: anId() }
    expect(checkPlacement(good)).toEqual({ placement: good })
    expect(checkPlacement({})).toEqual({ placement: {} })
    const bad = [
      { x: NaN },
      { x: 1e9 },
      { y: -1e308 },
      { r: Infinity },
      { sx: 1e308 },
      { z: -Infinity },
      { sx: 0 },
      { r: 100 },
      { lock: false },
      { g: 'x' },
      { q: 1 },
    ]
    for (const value of [...bad, null, [], 'x', '', 5, true, undefined]) {
      expect(checkPlacement(value), JSON.stringify(value)).toHaveProperty('problem')
    }
  })

  it('name an author who is somebody', () => {
    const record = { ...pen, by: newId<'participant'>() }
    expect(checkRecord(record)).toEqual({ record })
  })
})

describe('a connector', () => {
  const shape = shapes.find(({ type }) => type === 'connector')
  const [first, second] = [anId(), anId()]
  const boxes = new Map([
    [first, { x: 0, y: 0, width: 100, height: 100 }],
    [second, { x: 300, y: 0, width: 100, height: 100 }],
  ])
  const outlineOf = (id: string) => {
    const box = boxes.get(id)
    return box === undefined ? null : { box }
  }
  const fields = shape?.make({ ...gestureAt(50, 50), over: [first, second] }, someStyle)
  const record = { ...fields, t: 'connector', z: 0 } as ConnectorRecord
  const object: PlacedObject = { id: anId(), record, placement: { x: 1000, z: 7 } }

  it('ties its ends to what lies under them', () => {
    expect(shape?.ties?.of(record)).toEqual([first, second])
    expect(checkRecord(record)).toEqual({ record })
  })

  it('goes from edge to edge, wherever it was itself', () => {
    const { record: now, placement } = settled(object, outlineOf)
    expect(now).toMatchObject({ a: [104, 50], b: [296, 50] })
    expect(placement).toEqual({ z: 7 })
  })

  it('keeps an end where it lay when its object is gone', () => {
    const alone = settled(object, (id) => (id === first ? outlineOf(id) : null))
    expect(alone.record).toMatchObject({ b: [50 + 120 + 1000, 50 + 90] })
  })

  it('ties copies to copies, and lets go of what was not copied', () => {
    const copy = anId()
    const renamed = shape?.ties?.renamed(record, (id) => (id === first ? copy : null))
    expect(renamed).toMatchObject({ ta: copy })
    expect(renamed).not.toHaveProperty('tb')
  })
})

describe('rubbing out', () => {
  const points: Point[] = Array.from({ length: 21 }, (_, at) => ({ x: at * 10, y: 0 }))
  const record = { t: 'pen', z: 0, c: 4, p: encodeStroke(points) } as ObjectRecord
  const pen = shapeOfSome(record)

  it('leaves the rest in pieces that are records', () => {
    const left = pen.without?.(record, (point) => distance(point, { x: 100, y: 0 }) < 15) ?? []
    expect(left).toHaveLength(2)
    for (const part of left) expect(checkRecord(part)).toEqual({ record: part })
    const [before, after] = left.map((part) => placedBox(pen.bounds(part), null))
    expect((before?.x ?? 0) + (before?.width ?? 0)).toBeGreaterThan(80)
    expect((before?.x ?? 0) + (before?.width ?? 0)).toBeLessThan(90)
    expect(after?.x).toBeGreaterThan(110)
  })

  it('cuts between points that lie far apart', () => {
    const line = { ...record, p: encodeStroke([points[0]!, points[20]!]) } as ObjectRecord
    expect(pen.without?.(line, ({ x }) => x > 90 && x < 110)).toHaveLength(2)
  })

  it('leaves all or nothing', () => {
    expect(pen.without?.(record, () => false)).toEqual([record])
    expect(pen.without?.(record, () => true)).toEqual([])
  })
})

it('takes few bytes for a record: the largest stroke fits', () => {
  const ink = handwriting(5, 20).flat().slice(0, boardLimits.pointsPerStroke)
  const record = { t: 'pen', z: 0, p: encodeStroke(ink) }
  expect(checkRecord(record)).toHaveProperty('record')
})
