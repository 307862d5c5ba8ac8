import { expect, test } from 'vitest'
import { annexB } from './annexB.ts'

const record = Uint8Array.from([1, 66, 0, 30, 255, 0xe1, 0, 2, 0x67, 11, 1, 0, 3, 0x68, 12, 13])
const frame = Uint8Array.from([0, 0, 0, 2, 0x06, 1, 0, 0, 0, 3, 0x65, 2, 3])
const start = [0, 0, 0, 1]

test('lengths become start codes', () => {
  expect([...annexB(frame, null)]).toEqual([...start, 0x06, 1, ...start, 0x65, 2, 3])
})

test('a key frame has its parameter sets before it', () => {
  const sets = [...start, 0x67, 11, ...start, 0x68, 12, 13]
  expect([...annexB(frame, record)].slice(0, sets.length)).toEqual(sets)
})

test('a frame that is cut off is what there is of it', () => {
  expect([...annexB(frame.subarray(0, 12), null)]).toEqual([
    ...[...start, 0x06, 1],
    ...[...start, 0x65, 2],
  ])
})
