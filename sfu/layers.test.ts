// Which layer is worth sending, and what gives way when there is not enough for all.
import { describe, expect, test } from 'vitest'
import { newId, type SourceId } from '../shared/ids.ts'
import { layerFor, priorityOf } from './layers.ts'
import { Scarcity, type Stream } from './scarcity.ts'

const source: SourceId = newId()
const seen = (height: number, priority = 1) => ({ source, height, priority })

describe('a layer', () => {
  const camera = { kind: 'camera' as const, heights: [180, 360, 720], top: 2 }
  const screen = { kind: 'screen' as const, heights: [1080, 1080], top: 1 }

  test.each([
    [90, 0],
    [180, 0],
    [220, 0],
    [240, 1],
    [450, 1],
    [480, 2],
    [2160, 2],
  ])('of a camera seen at %i is %i: it may be stretched by a quarter', (height, layer) => {
    expect(layerFor(camera, seen(height))).toBe(layer)
  })

  test('of a screen is the fast one for whoever can read it', () => {
    expect(layerFor(screen, seen(180))).toBe(0)
    expect(layerFor(screen, seen(720))).toBe(1)
    expect(layerFor({ ...screen, kind: 'document' }, seen(180))).toBe(0)
  })

  test('is the highest for ends that say nothing', () => {
    expect(layerFor(camera, undefined)).toBe(2)
    expect(layerFor({ ...camera, heights: [] }, seen(90))).toBe(2)
  })

  test('goes the sooner, the smaller it is looked at; a screen last', () => {
    const order = [priorityOf(camera, seen(90, 1)), priorityOf(camera, seen(720, 3))]
    expect([...order, priorityOf(screen, seen(90))]).toEqual([20, 40, 200])
  })
})

describe('scarcity', () => {
  const [slides, teacher, small] = [newId(), newId(), newId()] as [SourceId, SourceId, SourceId]
  const screen = (current: number): Stream => ({
    source: slides,
    kind: 'screen',
    priority: 200,
    wanted: 1,
    current,
  })
  const camera = (id: SourceId, priority: number, current = 0): Stream => ({
    source: id,
    kind: 'camera',
    priority,
    wanted: 0,
    current,
  })
  const all = (current: number) => [screen(current), camera(teacher, 40), camera(small, 20)]
  const steps = (scarcity: Scarcity, count: number, streams: readonly Stream[]) => {
    for (let n = 0; n < count; n += 1) scarcity.weigh(streams)
  }

  test('where all comes as it should nothing gives way', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 100, all(1))
    expect(scarcity.waiting.size).toBe(0)
    expect(scarcity.starved).toEqual([])
  })

  test('cameras go one by one before the screen stays slow, the least first', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 1, all(0))
    expect(scarcity.waiting.size).toBe(0)
    steps(scarcity, 1, all(0))
    expect([...scarcity.waiting]).toEqual([small])
    steps(scarcity, 3, all(0))
    expect([...scarcity.waiting]).toEqual([small, teacher])
    expect(scarcity.starved).toContain(small)
  })

  test('they come again one by one, the first one last, and more seldom when it was too early', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 5, all(0))
    expect(scarcity.waiting.size).toBe(2)
    steps(scarcity, 5, all(1))
    expect([...scarcity.waiting]).toEqual([small])
    steps(scarcity, 4, all(0))
    expect([...scarcity.waiting]).toEqual([small, teacher])
    steps(scarcity, 8, all(1))
    expect(scarcity.waiting.size).toBe(2)
    steps(scarcity, 1, all(1))
    expect([...scarcity.waiting]).toEqual([small])
  })

  test('cameras of which nothing comes make room for the one that is looked at most, and it is told', () => {
    const scarcity = new Scarcity()
    const others = [newId(), newId()] as [SourceId, SourceId]
    const faces = (current: number) => [
      camera(teacher, 40, current),
      ...others.map((other) => camera(other, 20, current)),
    ]
    steps(scarcity, 1, faces(-1))
    expect(scarcity.waiting.size).toBe(0)
    steps(scarcity, 1, faces(-1))
    expect([...scarcity.waiting]).toEqual(others)
    expect(new Set(scarcity.starved)).toEqual(new Set([teacher, ...others]))
    steps(scarcity, 5, faces(0))
    expect([...scarcity.waiting]).toEqual(others.slice(0, 1))
    expect(scarcity.starved).toEqual(others.slice(0, 1))
  })

  test('what flutters is missing too; one wait for a key frame is not', () => {
    const scarcity = new Scarcity()
    const faces = (current: number) => [camera(teacher, 40), camera(small, 20, current)]
    for (const current of [-1, 0, 0, 0, -1, 0]) steps(scarcity, 1, faces(current))
    expect(scarcity.waiting.size).toBe(0)
    for (const current of [-1, 0, -1]) steps(scarcity, 1, faces(current))
    expect([...scarcity.waiting]).toEqual([small])
  })

  test('who sends nothing is not starved', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 5, [{ ...camera(teacher, 40, -1), wanted: -1 }])
    expect(scarcity.starved).toEqual([])
  })
})
