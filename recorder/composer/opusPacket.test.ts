import { expect, test } from 'vitest'
import { isOpus } from './opusPacket.ts'

/** 20 ms of hybrid, as browsers send it; the last two bits say how many frames. */
const toc = (code: number) => (15 << 3) | code
const bytes = (...parts: (number | number[])[]) => Uint8Array.from(parts.flat())
const frame = (length: number) => Array.from({ length }, () => 7)

test.each([
  ['one frame', bytes(toc(0), frame(80))],
  ['silence', bytes(toc(0))],
  ['two of one length', bytes(toc(1), frame(80))],
  ['two of their own', bytes(toc(2), 30, frame(30), frame(50))],
  ['a long one', bytes(toc(2), 252, 10, frame(292), frame(50))],
  ['three of one length', bytes(toc(3), 3, frame(90))],
  ['three of their own', bytes(toc(3), 0x80 | 3, 10, 20, frame(60))],
  ['padding', bytes(toc(3), 0x40 | 1, 255, 3, frame(80), frame(257))],
])('%s is a packet', (_, packet) => {
  expect(isOpus(packet)).toBe(true)
})

test.each([
  ['nothing', bytes()],
  ['too long a frame', bytes(toc(0), frame(1_276))],
  ['two of different lengths', bytes(toc(1), frame(81))],
  ['a length beyond the end', bytes(toc(2), 90, frame(30))],
  ['no second frame', bytes(toc(2))],
  ['no frames', bytes(toc(3), 0)],
  ['more than 120 ms', bytes(toc(3), 7, frame(70))],
  ['lengths beyond the end', bytes(toc(3), 0x80 | 3, 100, 20, frame(60))],
  ['padding beyond the end', bytes(toc(3), 0x40 | 1, 255, 255, 9, frame(80))],
  ['frames that do not divide', bytes(toc(3), 3, frame(91))],
])('%s is none', (_, packet) => {
  expect(isOpus(packet)).toBe(false)
})
