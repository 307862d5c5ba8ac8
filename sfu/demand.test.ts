// How much of a source is taken: raised at once, lowered late, never to nothing.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { Demand } from './demand.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const holdMs = 1_000

function open() {
  const told: number[] = []
  const demand: Demand = new Demand({ top: 2, holdMs, changed: () => told.push(demand.layer) })
  return { demand, told }
}

test('who looks large raises it at once; when they are gone it is lowered after a while', () => {
  const { demand, told } = open()
  demand.take('small', 0)
  vi.advanceTimersByTime(holdMs)
  expect(told).toEqual([0])
  demand.take('large', 2)
  expect(told).toEqual([0, 2])
  demand.leave('large')
  vi.advanceTimersByTime(holdMs - 1)
  expect(told).toEqual([0, 2])
  vi.advanceTimersByTime(1)
  expect(told).toEqual([0, 2, 0])
})

test('somebody who looks away for a moment changes nothing', () => {
  const { demand, told } = open()
  demand.take('one', 2)
  for (let n = 0; n < 20; n += 1) {
    demand.take('one', 0)
    vi.advanceTimersByTime(holdMs - 1)
    demand.take('one', 2)
  }
  vi.advanceTimersByTime(10 * holdMs)
  expect(told).toEqual([])
})

test('it falls to the highest that is taken then', () => {
  const { demand, told } = open()
  demand.take('one', 0)
  vi.advanceTimersByTime(holdMs / 2)
  demand.take('two', 1)
  vi.advanceTimersByTime(holdMs)
  expect(told).toEqual([1])
})

test('with nobody the lowest layer stays, and more than there is cannot be asked for', () => {
  const { demand, told } = open()
  vi.advanceTimersByTime(holdMs)
  expect(told).toEqual([0])
  demand.take('one', 9)
  expect(told).toEqual([0, 2])
})

test('closed, it says nothing more', () => {
  const { demand, told } = open()
  demand.close()
  demand.take('one', 0)
  vi.advanceTimersByTime(10 * holdMs)
  expect(told).toEqual([])
})
