// Packets in order, by a clock of the test.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { JitterBuffer, jitterLimits, type Released, type Sequenced } from './jitter.ts'

const { waitMs, reorderMs, askEveryMs, asks, startMs, held } = jitterLimits
const packet = (sequence: number, ssrc = 1): Sequenced => ({ ssrc, sequence: sequence & 0xffff })

/** Numbers are packets, words are what else was told. */
const told = (released: readonly Released<Sequenced>[]) =>
  released.map((one) => {
    if (one.type === 'packet') return one.packet.sequence
    return one.type === 'gap' ? `gap ${one.packets}` : 'anew'
  })

function begun(...sequences: number[]) {
  const jitter = new JitterBuffer<Sequenced>()
  for (const sequence of sequences) jitter.take(packet(sequence), 0)
  return jitter
}

test('what comes in order passes at once after the start', () => {
  const jitter = begun(7)
  expect(told(jitter.release(startMs - 1))).toEqual([])
  expect(told(jitter.release(startMs))).toEqual([7])
  jitter.take(packet(8), 100)
  expect(told(jitter.release(100))).toEqual([8])
})

test('the first may be overtaken', () => {
  expect(told(begun(9, 8, 7).release(startMs))).toEqual([7, 8, 9])
})

test('one that is late is waited for, one that comes twice is dropped', () => {
  const jitter = begun(1)
  jitter.take(packet(3), 30)
  expect(told(jitter.release(30))).toEqual([1])
  jitter.take(packet(3), 35)
  jitter.take(packet(2), 40)
  expect(told(jitter.release(40))).toEqual([2, 3])
  jitter.take(packet(2), 45)
  expect(jitter.counts).toEqual({ received: 5, recovered: 0, dropped: 2, lost: 0 })
})

test('one that never comes is given up after a time, however few come after it', () => {
  const jitter = begun(1)
  jitter.take(packet(3), 30)
  expect(told(jitter.release(30 + waitMs - 1))).toEqual([1])
  expect(told(jitter.release(30 + waitMs))).toEqual(['gap 1', 3])
  jitter.take(packet(2), 30 + waitMs)
  expect(told(jitter.release(30 + waitMs))).toEqual([])
  expect(jitter.counts).toMatchObject({ lost: 1, dropped: 1 })
})

test('a run of them is one gap; each waits its own time', () => {
  const jitter = begun(1)
  jitter.take(packet(5), 30)
  jitter.take(packet(7), 100)
  expect(told(jitter.release(30 + waitMs))).toEqual([1, 'gap 3', 5])
  expect(told(jitter.release(100 + waitMs))).toEqual(['gap 1', 7])
})

test('it is asked for when it is not just late, again and again, but not for ever', () => {
  const jitter = begun(65_535)
  jitter.take(packet(2), 30)
  expect(jitter.asks(30 + reorderMs - 1)).toEqual([])
  const times = Array.from({ length: asks + 2 }, (_, n) => 30 + reorderMs + n * askEveryMs)
  expect(jitter.asks(times[0]!)).toEqual([0, 1])
  expect(jitter.asks(times[0]! + 1)).toEqual([])
  jitter.take(packet(1), times[1]!)
  expect(times.slice(1).flatMap((time) => jitter.asks(time))).toEqual(Array(asks - 1).fill(0))
  expect(jitter.counts.recovered).toBe(1)
})

test('numbers wrap', () => {
  const jitter = begun(65_534)
  for (const sequence of [0, 65_535, 1]) jitter.take(packet(sequence), 30)
  expect(told(jitter.release(30))).toEqual([65_534, 65_535, 0, 1])
})

test('another stream, and one that jumps, begins anew; one stray packet does not', () => {
  const jitter = begun(1)
  jitter.take(packet(1, 2), 30)
  expect(told(jitter.release(30 + startMs))).toEqual([1, 'anew', 1])
  jitter.take(packet(30_000, 2), 60)
  jitter.take(packet(2, 2), 60)
  expect(told(jitter.release(60))).toEqual([2])
  jitter.take(packet(30_000, 2), 70)
  jitter.take(packet(30_001, 2), 70)
  expect(told(jitter.release(70 + startMs))).toEqual(['anew', 30_001])
})

test('what is held is bounded', () => {
  const jitter = begun(0)
  for (let sequence = 2; sequence < held + 3; sequence += 1) jitter.take(packet(sequence), 30)
  const released = told(jitter.release(30))
  expect(released.slice(0, 3)).toEqual([0, 'gap 1', 2])
  expect(released).toHaveLength(held + 3)
})

test('whatever order they come in, all are told once, in order', () => {
  const arrivals = fc.array(fc.tuple(fc.nat(400), fc.boolean()), { minLength: 1, maxLength: 300 })
  fc.assert(
    fc.property(arrivals, fc.nat(65_535), (steps, from) => {
      const jitter = new JitterBuffer<Sequenced>()
      const out: Released<Sequenced>[] = []
      const comes = steps.map(([late, isLost], n) => ({ n, at: n * 20 + late, isLost }))
      for (const { n, at } of comes.filter((one) => !one.isLost).toSorted((a, b) => a.at - b.at)) {
        jitter.take(packet(from + n), at)
        out.push(...jitter.release(at))
      }
      out.push(...jitter.release(1e9))
      const gaps = out.flatMap((one) => (one.type === 'gap' ? [one.packets] : []))
      const lost = gaps.reduce((sum, packets) => sum + packets, 0)
      let place = out.find((one) => one.type === 'packet')?.packet.sequence ?? 0
      for (const one of out) {
        if (one.type === 'packet') expect(one.packet.sequence).toBe(place)
        place = (place + (one.type === 'gap' ? one.packets : 1)) & 0xffff
      }
      expect(lost).toBe(jitter.counts.lost)
    }),
  )
})
