import { describe, expect, test } from 'vitest'
import { Rendition } from './rendition.ts'

const run = { number: 0, anchor: 0 }

const part = (number: number, bytes: number | null, duration = 0.5) => ({
  number,
  at: number * 1_000,
  duration,
  isIndependent: true,
  bytes: bytes === null ? null : new Uint8Array(bytes),
})

test('its bitrates are those of whole segments, without what is missing of them', () => {
  const rendition = new Rendition()
  expect(rendition.rates).toEqual({ peak: 0, average: 0 })
  rendition.begin(new Uint8Array(1))
  rendition.add(part(0, 1_000), run)
  expect(rendition.rates).toEqual({ peak: 16_000, average: 16_000 })
  rendition.add(part(0, 3_000), run)
  rendition.add(part(1, 1_000), run)
  rendition.add(part(1, null), run)
  rendition.add(part(2, 9_000), run)
  expect(rendition.rates).toEqual({ peak: 32_000, average: 40_000 / 1.5 })
})

test('whatever begins anew breaks, also with the same head: its clock is another', () => {
  const rendition = new Rendition()
  for (const [number, head] of [1, 1, 2].entries()) {
    rendition.begin(Uint8Array.of(head))
    rendition.add(part(number, 10), { number, anchor: 0 })
  }
  const { segments } = rendition
  expect(segments.map(({ isDiscontinuous }) => isDiscontinuous)).toEqual([false, true, true])
  expect(segments.map(({ head }) => head)).toEqual([0, 0, 1])
})

test('a segment that is missing at first has the head of what comes of it', () => {
  const rendition = new Rendition()
  rendition.add(part(0, null), run)
  expect(rendition.segments[0]?.head).toBe(-1)
  rendition.begin(Uint8Array.of(1))
  rendition.add(part(0, 10), run)
  expect(rendition.segments[0]?.head).toBe(0)
})

test('one wait is for all who ask for the same, and for none who asks for more', async () => {
  const rendition = new Rendition()
  const asked = [0, 0, 99, Infinity].map((n) => rendition.until({ number: 0, part: n }))
  rendition.add(part(0, 10), run)
  expect(await asked[0]).toBe(true)
  expect(await asked[1]).toBe(true)
  rendition.add(part(1, 10), run)
  expect(await Promise.all(asked)).toEqual([true, true, true, true])
  const later = rendition.until({ number: 2, part: 0 })
  rendition.end()
  expect(await later).toBe(false)
})

describe('with a shelf', () => {
  function open(puts: (number: number) => Promise<void>) {
    const dropped: number[] = []
    const rendition = new Rendition({
      put: puts,
      fileOf: (number) => `at ${number}`,
      drop: (numbers) => dropped.push(...numbers),
    })
    const run = { number: 0, anchor: 0 }
    /** As time goes by, what was put there is. */
    const fill = async (from: number, until: number) => {
      for (let number = from; number < until; number += 1) {
        rendition.add(part(number, 10), run)
        await Promise.resolve()
      }
    }
    return { rendition, dropped, fill }
  }

  test('whole segments leave memory when they are there, and are still listed', async () => {
    const { rendition, fill } = open(() => Promise.resolve())
    await fill(0, 100)
    expect(rendition.segments).toHaveLength(100)
    expect(rendition.isFromStart).toBe(true)
    const inMemory = rendition.segments.filter(({ number }) => rendition.segment(number))
    expect(inMemory.length).toBeLessThanOrEqual(32)
    expect(inMemory.length).toBeGreaterThanOrEqual(30)
    expect(rendition.shelved(3)).toBe('at 3')
    expect(rendition.shelved(99)).toBeUndefined()
  })

  test('what a shelf does not take is gone in the end, with all before it', async () => {
    const { rendition, fill, dropped } = open((number) =>
      number === 20 ? Promise.reject(new Error('full')) : Promise.resolve(),
    )
    await fill(0, 50)
    expect(rendition.segments[0]?.number).toBe(0)
    await fill(50, 60)
    expect(rendition.segments[0]?.number).toBe(21)
    expect(rendition.isFromStart).toBe(false)
    expect(dropped).toEqual(Array.from({ length: 21 }, (_, n) => n))
  })

  test('a shelf that stands still does not fill memory', async () => {
    const { rendition, fill } = open(() => new Promise(() => undefined))
    await fill(0, 200)
    expect(rendition.segments.length).toBeLessThanOrEqual(50)
  })

  test('after the end but the last leave memory', async () => {
    const { rendition, fill } = open(() => Promise.resolve())
    await fill(0, 20)
    rendition.end()
    await Promise.resolve()
    expect(rendition.segments).toHaveLength(20)
    expect(rendition.segments.filter(({ number }) => rendition.segment(number))).toHaveLength(8)
  })
})
