import { expect, it } from 'vitest'
import { most, Patience } from './slowReaders.ts'

const reader = {}

it('lets go of whoever has too much waiting', () => {
  const patience = new Patience()
  expect(patience.isOver(reader, { packets: most.packets, bytes: 10, sent: 0 }, 0)).toBe(false)
  expect(patience.isOver(reader, { packets: most.packets + 1, bytes: 10, sent: 0 }, 0)).toBe(true)
  expect(patience.isOver(reader, { packets: 1, bytes: most.bytes + 1, sent: 0 }, 0)).toBe(true)
})

it('lets go of whoever reads nothing for long, and of nobody who reads slowly', () => {
  const patience = new Patience()
  const look = (sent: number, now: number, packets = 1) =>
    patience.isOver(reader, { packets, bytes: 100, sent }, now)
  expect(look(1_000, 0)).toBe(false)
  expect(look(1_000, most.standstill - 1)).toBe(false)
  expect(look(1_001, most.standstill)).toBe(false)
  expect(look(1_001, 2 * most.standstill - 1)).toBe(false)
  expect(look(1_001, 2 * most.standstill)).toBe(true)
})

it('counts anew once a reader has everything', () => {
  const patience = new Patience()
  const look = (packets: number, now: number) =>
    patience.isOver(reader, { packets, bytes: 100 * packets, sent: 1_000 }, now)
  expect(look(1, 0)).toBe(false)
  expect(look(0, 5_000)).toBe(false)
  expect(look(1, most.standstill + 1_000)).toBe(false)
})
