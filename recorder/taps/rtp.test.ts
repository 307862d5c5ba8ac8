// RTP packets as they are written, and as nobody should write them.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isRtcp, readRtp } from './rtp.ts'

const header = [0x12, 0x34, 0, 0, 0x10, 0, 0xaa, 0xbb, 0xcc, 0xdd]
const packet = (first: number, second: number, ...rest: number[]) =>
  Buffer.from([first, second, ...header, ...rest])

test('a plain packet', () => {
  expect(readRtp(packet(0x80, 0xe5, 1, 2, 3))).toEqual({
    payloadType: 101,
    marker: true,
    sequence: 0x1234,
    timestamp: 0x1000,
    ssrc: 0xaabbccdd,
    extensions: new Map(),
    payload: Buffer.from([1, 2, 3]),
  })
})

test('contributing sources, short extensions and padding are set apart', () => {
  const sources = [9, 9, 9, 9, 8, 8, 8, 8]
  const extension = [0xbe, 0xde, 0, 2, 0x80, 0x01, 0, 0x31, 5, 6, 0, 0]
  const read = readRtp(packet(0xb2, 0x65, ...sources, ...extension, 7, 0, 0, 3))
  expect(read?.payload).toEqual(Buffer.from([7]))
  expect(read?.extensions).toEqual(
    new Map([
      [8, Buffer.from([1])],
      [3, Buffer.from([5, 6])],
    ]),
  )
})

test('extensions of two bytes, and of a kind nobody knows', () => {
  const long = [0x10, 0, 0, 2, 8, 1, 2, 0, 9, 2, 5, 6]
  expect([...(readRtp(packet(0x90, 0x65, ...long, 1))?.extensions.keys() ?? [])]).toEqual([8, 9])
  const strange = [0x12, 0x34, 0, 1, 8, 1, 2, 0]
  const read = readRtp(packet(0x90, 0x65, ...strange, 1))
  expect(read?.extensions.size).toBe(0)
  expect(read?.payload).toEqual(Buffer.from([1]))
})

test('one that is nothing but padding has no payload', () => {
  expect(readRtp(packet(0xa0, 0x65, 0, 0, 3))?.payload).toHaveLength(0)
})

test.each([
  ['too short', Buffer.alloc(11, 0x80)],
  ['of another version', packet(0x40, 0x65, 1)],
  ['sources beyond its end', packet(0x8f, 0x65, 1)],
  ['an extension beyond its end', packet(0x90, 0x65, 0xbe, 0xde, 0, 9, 1)],
  ['more padding than there is', packet(0xa0, 0x65, 200)],
  ['padding of nothing', packet(0xa0, 0x65, 1, 0)],
])('%s is no packet', (_, bytes) => {
  expect(readRtp(bytes)).toBeNull()
})

test('garbage never throws', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      readRtp(Buffer.from(bytes))
      readRtp(Buffer.from([0xb3, ...bytes]))
    }),
  )
})

test('RTCP is told by its type', () => {
  expect(isRtcp(Uint8Array.of(0x80, 200))).toBe(true)
  expect(isRtcp(Uint8Array.of(0x80, 0xe5))).toBe(false)
})
