// Pictures of H.264 out of the three kinds of packets that browsers send.
import { expect, test } from 'vitest'
import { videoFormat } from '../../media/avc.ts'
import { h264 } from './h264.ts'
import { PictureDepacketiser } from './pictures.ts'

/** Of an encoder: constrained baseline, 320x180. */
const sps = [...Buffer.from('6742c00cda05067e7c0440000003004000000783c50aa8', 'hex')]
const pps = [0x68, 0xce, 0x0f, 0xc8]
const idr = [0x65, 0x88, 1, 2, 3, 4]
const slice = [0x41, 0x9a, 5, 6]
const lengths = (...nals: number[][]) => nals.flatMap((nal) => [0, 0, 0, nal.length, ...nal])
const stapA = (...nals: number[][]) => [0x78, ...nals.flatMap((nal) => [0, nal.length, ...nal])]

const take = (depacketiser: PictureDepacketiser, timestamp: number, ...packets: number[][]) =>
  packets.flatMap((bytes, n) =>
    depacketiser.take({
      timestamp,
      marker: n === packets.length - 1,
      payload: Uint8Array.from(bytes),
    }),
  )
const fresh = () => new PictureDepacketiser(h264())
const begun = () => {
  const depacketiser = fresh()
  take(depacketiser, 0, stapA(sps, pps), idr)
  return depacketiser
}

test('a key frame behind its parameter sets, which go into its configuration', () => {
  const [frame] = take(fresh(), 0, stapA(sps, pps), idr)
  expect(frame).toMatchObject({ isKey: true, size: { width: 320, height: 180 } })
  expect([...frame!.data]).toEqual(lengths(idr))
  expect(videoFormat(frame!.config!)).toMatchObject({ codec: 'avc1.42c00c', width: 320 })
  expect(Buffer.from(frame!.config!).includes(Buffer.from(pps))).toBe(true)
})

test('parameter sets may come in packets and at times of their own, and once only', () => {
  const depacketiser = fresh()
  expect(take(depacketiser, 0, sps)).toEqual([])
  expect(take(depacketiser, 1, pps)).toEqual([])
  expect(take(depacketiser, 2, idr)).toHaveLength(1)
  depacketiser.lose()
  expect(take(depacketiser, 3, idr)[0]?.config).not.toBeNull()
})

test('a key frame without any is none', () => {
  const depacketiser = fresh()
  expect(take(depacketiser, 0, idr)).toEqual([])
  expect(depacketiser.needsKey).toBe(true)
})

test('one in several packets', () => {
  const parts = [
    [0x7c, 0x85, 0x88, 1],
    [0x7c, 0x05, 2],
    [0x7c, 0x45, 3, 4],
  ]
  const [frame] = take(begun(), 1, ...parts)
  expect(frame?.isKey).toBe(true)
  expect([...frame!.data]).toEqual(lengths(idr))
})

test('several slices; delimiters and filler are left out', () => {
  const [frame] = take(begun(), 1, [0x09, 0xf0], slice, stapA(slice, [0x0c, 0xff]))
  expect([...frame!.data]).toEqual(lengths(slice, slice))
})

test.each([
  [
    'a part without its first',
    [
      [0x7c, 0x05, 2],
      [0x7c, 0x45, 3],
    ],
  ],
  ['one without its last', [[0x7c, 0x81, 2]]],
  ['another within it', [[0x7c, 0x81, 2], slice]],
  ['a length that is too large', [[0x78, 0, 9, 1]]],
  ['a kind that nobody asked for', [[0x79, 0, 1, 1]]],
])('%s is no picture', (_, packets) => {
  const depacketiser = begun()
  expect(take(depacketiser, 1, ...packets)).toEqual([])
  expect(depacketiser.needsKey).toBe(true)
})

test('after a loss, a key frame of which the first slice may be missing is none', () => {
  const depacketiser = begun()
  depacketiser.lose()
  const second = [0x65, 0x08, 1]
  expect(take(depacketiser, 1, second)).toEqual([])
  expect(take(depacketiser, 2, [0x7c, 0x85, 0x88, 1], [0x7c, 0x45, 3])).toHaveLength(1)
  depacketiser.lose()
  expect(take(depacketiser, 3, stapA(idr))).toHaveLength(1)
})
