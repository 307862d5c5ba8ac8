// Pictures of VP8 out of packets, and what happens where some are missing.
import { expect, test } from 'vitest'
import type { Payload } from './depacketiser.ts'
import { PictureDepacketiser } from './pictures.ts'
import { vp8 } from './vp8.ts'

const [start, next] = [0x10, 0x00]
const size = [0x40, 0x01, 0xb4, 0x00]
const keyFrame = [0x10, 0, 0, 0x9d, 0x01, 0x2a, ...size]
const other = [0x11, 1, 2, 3]

const packet = (timestamp: number, marker: boolean, ...bytes: number[]): Payload => ({
  timestamp,
  marker,
  payload: Uint8Array.from(bytes),
})

const begun = () => {
  const depacketiser = new PictureDepacketiser(vp8)
  depacketiser.take(packet(0, true, start, ...keyFrame))
  return depacketiser
}

test('a key frame in two packets', () => {
  const depacketiser = new PictureDepacketiser(vp8)
  expect(depacketiser.needsKey).toBe(true)
  expect(depacketiser.take(packet(9, false, start, ...keyFrame))).toEqual([])
  expect(depacketiser.take(packet(9, true, next, 7, 8))).toEqual([
    {
      rtpTimestamp: 9,
      isKey: true,
      data: Buffer.from([...keyFrame, 7, 8]),
      size: { width: 320, height: 180 },
      config: null,
    },
  ])
  expect(depacketiser.needsKey).toBe(false)
})

test.each([
  ['picture id of 7 bits', [0x90, 0x80, 5]],
  ['picture id of 15 bits', [0x90, 0x80, 0x85, 1]],
  ['layers', [0x90, 0xe0, 0x85, 1, 2, 3]],
])('a descriptor with %s', (_, descriptor) => {
  const [frame] = begun().take(packet(1, true, ...descriptor, ...other))
  expect(frame).toMatchObject({ isKey: false, data: Buffer.from(other), size: null })
})

test('before a key frame nothing is shown', () => {
  const depacketiser = new PictureDepacketiser(vp8)
  expect(depacketiser.take(packet(0, true, start, ...other))).toEqual([])
  expect(depacketiser.needsKey).toBe(true)
})

test('after a loss nothing is shown until the next whole key frame', () => {
  const depacketiser = begun()
  depacketiser.take(packet(1, false, start, ...other))
  depacketiser.lose()
  expect(depacketiser.needsKey).toBe(true)
  // The end of that picture, a whole one that needs it, and the end of a key frame.
  expect(depacketiser.take(packet(1, true, next, 1))).toEqual([])
  expect(depacketiser.take(packet(2, true, start, ...other))).toEqual([])
  depacketiser.lose()
  expect(depacketiser.take(packet(3, true, next, 1))).toEqual([])
  expect(depacketiser.take(packet(4, true, start, ...keyFrame))).toHaveLength(1)
})

test('a picture whose last packet has no marker ends with the next', () => {
  const depacketiser = begun()
  expect(depacketiser.take(packet(1, false, start, ...other))).toEqual([])
  const ended = depacketiser.take(packet(2, false, start, ...other))
  expect(ended.map(({ rtpTimestamp }) => rtpTimestamp)).toEqual([1])
})

test('what is no picture asks for a key frame; an empty packet is passed over', () => {
  const depacketiser = begun()
  expect(depacketiser.take(packet(1, true))).toEqual([])
  expect(depacketiser.needsKey).toBe(false)
  expect(depacketiser.take(packet(1, true, start))).toEqual([])
  expect(depacketiser.needsKey).toBe(true)
})
