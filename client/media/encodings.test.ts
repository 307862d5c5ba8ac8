// In how many layers a picture goes out, and how large each is.
import { expect, test } from 'vitest'
import type { SourceKind } from '../../shared/contract/sources.ts'
import { allowances } from '../../shared/contract/sfu/allowance.ts'
import { encodingOf, heightsOf, type Size } from './encodings.ts'

const heights = (kind: SourceKind, size: Size | null) =>
  heightsOf(encodingOf({ kind, size }, []), size)

test.each([
  [1280, 720, [180, 360, 720]],
  [640, 480, [240, 480]],
  [640, 360, [180, 360]],
  [360, 640, [320, 640]],
  [320, 240, [240]],
  [1920, 1080, [270, 540, 1080]],
])('a camera of %i × %i goes out at heights of %j', (width, height, layers) => {
  expect(heights('camera', { width, height })).toEqual(layers)
})

test('larger layers may take more, and the lowest fits a weak link', () => {
  const { encodings = [] } = encodingOf({ kind: 'camera', size: { width: 1280, height: 720 } }, [])
  const rates = encodings.map(({ maxBitrate = 0 }) => maxBitrate)
  expect(rates).toEqual(rates.toSorted((one, other) => one - other))
  expect(rates[0]).toBeLessThanOrEqual(150_000)
})

test('a screen is as sharp in both layers, and slower in the lower', () => {
  const size = { width: 1920, height: 1080 }
  expect(heights('screen', size)).toEqual([1080, 1080])
  const { encodings = [] } = encodingOf({ kind: 'screen', size }, [])
  const [lower, upper] = encodings
  expect(lower?.maxFramerate).toBeLessThan(upper?.maxFramerate ?? 0)
  expect(lower?.maxBitrate).toBeLessThan(upper?.maxBitrate ?? 0)
})

test('a camera of unknown size goes out in one layer, and sound has no height', () => {
  expect(encodingOf({ kind: 'camera', size: null }, []).encodings).toHaveLength(1)
  expect(heights('camera', null)).toEqual([])
  expect(heights('microphone', { width: 1, height: 1 })).toEqual([])
})

test.each(Object.entries(allowances))(
  'media nodes let a %s send all its layers',
  (kind, allowed) => {
    const size = { width: 1920, height: 1080 }
    const { encodings = [] } = encodingOf({ kind: kind as SourceKind, size }, [])
    const most = encodings.reduce((sum, { maxBitrate = 0 }) => sum + maxBitrate, 0)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(allowed.bitsPerSecond)
  },
)
