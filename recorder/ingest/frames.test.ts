import { expect, test } from 'vitest'
import { frame, FrameReader, type Frame } from './frames.ts'

const frames: Frame[] = [
  { publication: 0, bytes: Buffer.from('{}') },
  { publication: 1, bytes: Buffer.alloc(100_000, 7) },
  { publication: 2 ** 32 - 1, bytes: Buffer.alloc(0) },
  { publication: 2, bytes: Buffer.from('last') },
]
const all = Buffer.concat(frames.map(frame))

test.each([1, 3, 8, 9, 4_096, 65_536, all.length])('frames come in pieces of %d bytes', (size) => {
  const reader = new FrameReader()
  const read: Frame[] = []
  for (let at = 0; at < all.length; at += size)
    for (const { publication, bytes } of reader.read(all.subarray(at, at + size)))
      read.push({ publication, bytes: Buffer.from(bytes) })
  expect(read).toEqual(frames)
})

test('what would be endless is no frame', () => {
  expect(() => new FrameReader().read(Buffer.alloc(8, 255))).toThrow('a frame of')
})
