import { expect, test } from 'vitest'
import { Rendition } from './rendition.ts'

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
  rendition.add(part(0, 1_000), 0)
  expect(rendition.rates).toEqual({ peak: 16_000, average: 16_000 })
  rendition.add(part(0, 3_000), 0)
  rendition.add(part(1, 1_000), 0)
  rendition.add(part(1, null), 0)
  rendition.add(part(2, 9_000), 0)
  expect(rendition.rates).toEqual({ peak: 32_000, average: 40_000 / 1.5 })
})

test('whatever begins anew breaks, also with the same head: its clock is another', () => {
  const rendition = new Rendition()
  for (const [number, head] of [1, 1, 2].entries()) {
    rendition.begin(Uint8Array.of(head))
    rendition.add(part(number, 10), 0)
  }
  const breaks = rendition.segments.map(({ isDiscontinuous }) => isDiscontinuous)
  expect(breaks).toEqual([false, true, true])
})
