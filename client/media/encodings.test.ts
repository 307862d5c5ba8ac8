// In how many layers a picture goes out, and how large each is.
import type { RtpCodecCapability } from 'mediasoup-client/types'
import { expect, test } from 'vitest'
import type { SourceKind } from '../../shared/contract/sources.ts'
import { allowances } from '../../shared/contract/sfu/allowance.ts'
import { encodingOf, heightsOf, oneStream, type Coders, type Size } from './encodings.ts'

const plain: Coders = { codecs: [], svc: false }
const vp9: RtpCodecCapability = {
  kind: 'video',
  mimeType: 'video/VP9',
  preferredPayloadType: 105,
  clockRate: 90_000,
}
const fine: Coders = { codecs: [vp9], svc: true }
const heights = (kind: SourceKind, size: Size | null, coders = plain) =>
  heightsOf(encodingOf({ kind, size }, coders), size)

test.each([
  [1280, 720, [180, 360, 720]],
  [640, 480, [240, 480]],
  [640, 360, [180, 360]],
  [360, 640, [320, 640]],
  [320, 240, [240]],
  [800, 600, [300, 600]],
  [720, 720, [360, 720]],
  [1920, 1080, [270, 540, 1080]],
])('a camera of %i × %i goes out at heights of %j', (width, height, layers) => {
  for (const coders of [plain, fine])
    expect(heights('camera', { width, height }, coders)).toEqual(layers)
})

test('where all receive it a camera is one stream of VP9, of which less can be sent', () => {
  const encoding = encodingOf({ kind: 'camera', size: { width: 1280, height: 720 } }, fine)
  expect(encoding.options.codec).toBe(vp9)
  const modes = [2, 1, 0].map((top) => oneStream(encoding.layers, top))
  expect(encoding.options.encodings).toEqual([modes[0]])
  expect(modes).toMatchObject([
    { scalabilityMode: 'L3T3_KEY', scaleResolutionDownBy: 1 },
    { scalabilityMode: 'L2T3_KEY', scaleResolutionDownBy: 2 },
    { scalabilityMode: 'L1T3', scaleResolutionDownBy: 4 },
  ])
})

test('a screen is apart in VP8, and so is a camera where there is no VP9', () => {
  const size = { width: 1280, height: 720 }
  for (const [kind, coders] of [
    ['screen', fine],
    ['camera', { codecs: [], svc: true }],
  ] as const)
    expect(encodingOf({ kind, size }, coders)).toMatchObject({ svc: false })
})

test('larger layers may take more, and the lowest fits a weak link', () => {
  const { layers } = encodingOf({ kind: 'camera', size: { width: 1280, height: 720 } }, plain)
  const rates = layers.map(({ maxBitrate }) => maxBitrate)
  expect(rates).toEqual(rates.toSorted((one, other) => one - other))
  expect(rates[0]).toBeLessThanOrEqual(150_000)
})

test('a screen is as sharp in both layers, and slower in the lower', () => {
  const size = { width: 1920, height: 1080 }
  expect(heights('screen', size)).toEqual([1080, 1080])
  const [lower, upper] = encodingOf({ kind: 'screen', size }, plain).layers
  expect(lower?.maxFramerate).toBeLessThan(upper?.maxFramerate ?? 0)
  expect(lower?.maxBitrate).toBeLessThan(upper?.maxBitrate ?? 0)
})

test('a camera of unknown size goes out in one layer, and sound has no height', () => {
  expect(encodingOf({ kind: 'camera', size: null }, plain).layers).toHaveLength(1)
  expect(heights('camera', null)).toEqual([])
  expect(heights('microphone', { width: 1, height: 1 })).toEqual([])
})

test.each(Object.entries(allowances))(
  'media nodes let a %s send all its layers',
  (kind, allowed) => {
    const size = { width: 1920, height: 1080 }
    const { options } = encodingOf({ kind: kind as SourceKind, size }, plain)
    const { encodings = [] } = options
    const most = encodings.reduce((sum, { maxBitrate = 0 }) => sum + maxBitrate, 0)
    expect(most).toBeGreaterThan(0)
    expect(most).toBeLessThanOrEqual(allowed.bitsPerSecond)
  },
)
