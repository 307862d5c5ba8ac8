// Which layer is worth sending, and what gives way when there is not enough for all.
import { describe, expect, test } from 'vitest'
import { newId, type SourceId } from '../shared/ids.ts'
import { flowOf, layerFor, priorityOf, type Flow } from './layers.ts'
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
  const screen = (flow: Flow): Stream => ({
    source: slides,
    kind: 'screen',
    priority: 200,
    flow,
    lossy: false,
  })
  const camera = (id: SourceId, priority: number, flow: Flow = 'well'): Stream => ({
    ...{ source: id, kind: 'camera', priority, flow, lossy: false },
  })
  const all = (flow: Flow) => [screen(flow), camera(teacher, 40), camera(small, 20)]
  const steps = (scarcity: Scarcity, count: number, streams: readonly Stream[]) => {
    for (let n = 0; n < count; n += 1) scarcity.weigh(streams)
  }

  test('where all comes as it should nothing gives way', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 100, all('well'))
    expect(scarcity.waiting.size).toBe(0)
    expect(scarcity.starved).toEqual([])
  })

  test('cameras go one by one before the screen stays slow, the least first', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 1, all('slow'))
    expect(scarcity.waiting.size).toBe(0)
    steps(scarcity, 1, all('slow'))
    expect([...scarcity.waiting]).toEqual([small])
    steps(scarcity, 3, all('slow'))
    expect([...scarcity.waiting]).toEqual([small, teacher])
    expect(scarcity.starved).toContain(small)
  })

  test('they come again one by one, the first one last, and more seldom when it was too early', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 5, all('slow'))
    expect(scarcity.waiting.size).toBe(2)
    steps(scarcity, 5, all('well'))
    expect([...scarcity.waiting]).toEqual([small])
    steps(scarcity, 4, all('slow'))
    expect([...scarcity.waiting]).toEqual([small, teacher])
    steps(scarcity, 9, all('well'))
    expect(scarcity.waiting.size).toBe(2)
    steps(scarcity, 1, all('well'))
    expect([...scarcity.waiting]).toEqual([small])
  })

  test('cameras of which nothing comes make room for the one that is looked at most, and it is told', () => {
    const scarcity = new Scarcity()
    const others = [newId(), newId()] as [SourceId, SourceId]
    const faces = (flow: Flow) => [
      camera(teacher, 40, flow),
      ...others.map((other) => camera(other, 20, flow)),
    ]
    steps(scarcity, 1, faces('none'))
    expect(scarcity.waiting.size).toBe(0)
    steps(scarcity, 1, faces('none'))
    expect([...scarcity.waiting]).toEqual(others)
    expect(new Set(scarcity.starved)).toEqual(new Set([teacher, ...others]))
    steps(scarcity, 5, faces('well'))
    expect([...scarcity.waiting]).toEqual(others.slice(0, 1))
    expect(scarcity.starved).toEqual(others.slice(0, 1))
  })

  test('what flutters is missing too; one wait for a key frame is not', () => {
    const scarcity = new Scarcity()
    const faces = (flow: Flow) => [camera(teacher, 40), camera(small, 20, flow)]
    for (const flow of ['none', 'well', 'well', 'well', 'none', 'well'] as const)
      steps(scarcity, 1, faces(flow))
    expect(scarcity.waiting.size).toBe(0)
    for (const flow of ['none', 'well', 'none'] as const) steps(scarcity, 1, faces(flow))
    expect([...scarcity.waiting]).toEqual([small])
  })

  test('small pictures may be slow, but not beside one that is looked at most and slow', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 9, [camera(teacher, 40), camera(small, 20, 'slow')])
    expect(scarcity.waiting.size).toBe(0)
    steps(scarcity, 2, [camera(teacher, 40, 'slow'), camera(small, 20, 'slow')])
    expect([...scarcity.waiting]).toEqual([small])
  })

  test('none comes again while there is room for nothing else', () => {
    const scarcity = new Scarcity()
    steps(scarcity, 2, [camera(teacher, 40, 'slow'), camera(small, 20, 'slow')])
    steps(scarcity, 50, [camera(teacher, 40, 'fair'), camera(small, 20, 'none')])
    expect([...scarcity.waiting]).toEqual([small])
    steps(scarcity, 4, [camera(teacher, 40, 'well'), camera(small, 20, 'none')])
    expect([...scarcity.waiting]).toEqual([small])
    steps(scarcity, 1, [camera(teacher, 40, 'well'), camera(small, 20, 'none')])
    expect(scarcity.waiting.size).toBe(0)
  })

  test('the last camera goes when it is lost in part for long, and comes again', () => {
    const scarcity = new Scarcity()
    const lost = { ...camera(teacher, 40), lossy: true }
    steps(scarcity, 4, [lost])
    expect(scarcity.waiting.size).toBe(0)
    steps(scarcity, 1, [lost])
    expect([...scarcity.waiting]).toEqual([teacher])
    steps(scarcity, 5, [camera(teacher, 40, 'none')])
    expect(scarcity.waiting.size).toBe(0)
  })
})

describe('how a picture comes', () => {
  const camera = { kind: 'camera', rates: 3, wanted: 1 } as const

  test('a camera by its rate, while it is in its lowest layer', () => {
    const lowest = (temporalLayer: number) => flowOf(camera, { spatialLayer: 0, temporalLayer })
    expect([0, 1, 2].map(lowest)).toEqual(['slow', 'fair', 'well'])
    expect(flowOf(camera, { spatialLayer: 1, temporalLayer: 0 })).toBe('well')
    expect(flowOf({ ...camera, rates: 1 }, { spatialLayer: 0, temporalLayer: 0 })).toBe('well')
  })

  test('a screen by its layer', () => {
    const screen = { kind: 'screen', rates: 1, wanted: 1 } as const
    expect(flowOf(screen, { spatialLayer: 0 })).toBe('slow')
    expect(flowOf(screen, { spatialLayer: 1 })).toBe('well')
  })

  test('what nobody sends is not missed', () => {
    expect(flowOf(camera, undefined)).toBe('none')
    expect(flowOf({ ...camera, wanted: -1 }, undefined)).toBe('well')
  })
})
