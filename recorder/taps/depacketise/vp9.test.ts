// Pictures of VP9, in one layer and in several.
import { expect, test } from 'vitest'
import { PictureDepacketiser } from './pictures.ts'
import { vp9 } from './vp9.ts'

const [begin, end, inter, layers, sizes] = [0x08, 0x04, 0x40, 0x20, 0x02]
/** Profile 0, a key frame, shown; 320x180. */
const key = [0x82, 0x49, 0x83, 0x42, 0x00, 0x13, 0xf0, 0x0b, 0x30, 0, 0, 0]
const other = [0x86, 1, 2, 3]

const take = (depacketiser: PictureDepacketiser, timestamp: number, ...packets: number[][]) =>
  packets.flatMap((bytes, n) =>
    depacketiser.take({
      timestamp,
      marker: n === packets.length - 1,
      payload: Uint8Array.from(bytes),
    }),
  )
const fresh = () => new PictureDepacketiser(vp9)

test('one layer, in two packets, with a picture id', () => {
  const [frame] = take(fresh(), 0, [0x80 | begin, 0x80, 5, ...key], [0x80 | end, 0x80, 5, 9])
  expect(frame).toMatchObject({ isKey: true, size: { width: 320, height: 180 } })
  expect([...frame!.data]).toEqual([...key, 9])
})

test('a key frame is told by its own header, whatever the packet says', () => {
  const depacketiser = fresh()
  take(depacketiser, 0, [begin | end, ...key])
  const [frame] = take(depacketiser, 1, [begin | end, ...other])
  expect(frame).toMatchObject({ isKey: false, size: null })
})

test('all layers of a picture stay together, with an index; its size is that of the highest', () => {
  const structure = [0x38, 1, 0x40, 0, 0xb4, 2, 0x80, 1, 0x68, 1, 0x04, 3]
  const lower = [begin | end | layers | sizes, 0x00, 1, ...structure, ...key]
  const upper = [begin | end | layers, 0x03, 1, 4, 5]
  const depacketiser = fresh()
  const [frame] = take(depacketiser, 0, lower, upper)
  expect(frame).toMatchObject({ isKey: true, size: { width: 640, height: 360 } })
  const index = [0xc1, key.length, 2, 0xc1]
  expect([...frame!.data]).toEqual([...key, 4, 5, ...index])
  const [next] = take(
    depacketiser,
    1,
    [begin | end | layers | inter, 0x00, 2, ...other],
    [begin | end | layers | inter, 0x03, 2, 6],
  )
  expect(next).toMatchObject({ isKey: false, size: null })
})

test('sizes in the index are as wide as the largest needs', () => {
  const large = [begin | end | layers, 0x02, 1, ...Array<number>(300).fill(7)]
  const [frame] = take(fresh(), 0, [begin | end | layers, 0, 1, ...key], large)
  expect([...frame!.data.slice(-6)]).toEqual([0xc9, key.length, 0, 300 & 255, 300 >> 8, 0xc9])
})

test('in flexible mode the references stand before the picture', () => {
  const depacketiser = fresh()
  take(depacketiser, 0, [begin | end, ...key])
  const references = [0x03, 0x02]
  const flexible = 0x80 | inter | layers | 0x10 | begin | end
  const [frame] = take(depacketiser, 1, [flexible, 5, 0x00, ...references, ...other])
  expect([...frame!.data]).toEqual(other)
})

test.each([
  ['the first part', [[end, 1]]],
  ['the last part', [[begin, ...key]]],
  [
    'the end of the lower layer',
    [
      [begin, ...key],
      [begin | end | layers, 2, 1, 1],
    ],
  ],
])('without %s there is no picture', (_, packets) => {
  const depacketiser = fresh()
  take(depacketiser, 0, [begin | end, ...key])
  expect(take(depacketiser, 1, ...packets)).toEqual([])
  expect(depacketiser.needsKey).toBe(true)
})

test('after a loss a picture that begins with an upper layer is none', () => {
  const depacketiser = fresh()
  depacketiser.lose()
  expect(take(depacketiser, 0, [begin | end | layers, 0x03, 1, ...key])).toEqual([])
})
