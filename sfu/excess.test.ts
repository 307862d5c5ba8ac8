// What is ended for sending too much, and what only sends at once what is due.
import { pino } from 'pino'
import { expect, test } from 'vitest'
import { allowances } from '../shared/contract/sfu.ts'
import { Excess } from './excess.ts'
import type { Source } from './source.ts'

const kind = 'screenAudio'
const allowed = allowances[kind].bitsPerSecond / 8

/** A source that is looked at every two seconds. */
function open() {
  const excess = new Excess(pino({ level: 'silent' }))
  const ends: string[] = []
  const stream = { timestamp: 1_000_000, byteCount: 0, packetCount: 0 }
  const source = {
    ...{ id: 'source', kind, owner: {}, from: null, paused: false },
    producer: { getStats: () => Promise.resolve([{ ...stream }]) },
    close: (reason: string) => ends.push(reason),
  } as unknown as Source
  /** So many times what it may send within two seconds. */
  const look = async (times: number): Promise<readonly string[]> => {
    stream.timestamp += 2_000
    stream.byteCount += times * allowed * 2
    await excess.look([source])
    return ends
  }
  return { look }
}

test('whoever hung for a while may send at once what is due', async () => {
  const { look } = open()
  await look(0.5)
  for (let n = 0; n < 6; n += 1) await look(0)
  expect(await look(8.5)).toEqual([])
  expect(await look(0.5)).toEqual([])
})

test('once that is used up, a flood ends at the next look', async () => {
  const { look } = open()
  for (let n = 0; n < 10; n += 1) await look(0)
  expect(await look(9)).toEqual([])
  expect(await look(9)).toEqual(['excess'])
})

test('what floods whatever was saved ends at once', async () => {
  const { look } = open()
  for (let n = 0; n < 100; n += 1) await look(0)
  expect(await look(20)).toEqual(['excess'])
})

test('twice as much for three looks is too much', async () => {
  const { look } = open()
  for (let n = 0; n < 3; n += 1) expect(await look(2.5)).toEqual([])
  expect(await look(2.5)).toEqual(['excess'])
})
