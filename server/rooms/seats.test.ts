import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { testId } from '../../shared/room/testing.ts'
import { Seats, type Stay } from './seats.ts'

const stay: Stay = {
  room: testId<'room'>(1),
  participant: testId<'participant'>(2),
  session: testId<'session'>(3),
  incarnation: testId<'incarnation'>(4),
}

describe('seats', () => {
  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  test('a stay that is lost is dropped once, after the grace', () => {
    const dropped: Stay[] = []
    const seats = new Seats((lost) => dropped.push(lost), 10_000)
    const release = seats.take(stay)
    release()
    release()
    vi.advanceTimersByTime(9_999)
    expect(dropped).toEqual([])
    vi.advanceTimersByTime(1)
    expect(dropped).toEqual([stay])
  })

  test('another connection of the same stay keeps the seat', () => {
    const dropped: Stay[] = []
    const seats = new Seats((lost) => dropped.push(lost), 10_000)
    const first = seats.take(stay)
    first()
    vi.advanceTimersByTime(5_000)
    const second = seats.take(stay)
    const third = seats.take(stay)
    second()
    vi.advanceTimersByTime(60_000)
    expect(dropped).toEqual([])
    third()
    vi.advanceTimersByTime(10_000)
    expect(dropped).toEqual([stay])
  })

  test('closing forgets everybody without a drop', () => {
    const dropped: Stay[] = []
    const seats = new Seats((lost) => dropped.push(lost), 10_000)
    seats.take(stay)()
    seats.close()
    vi.advanceTimersByTime(60_000)
    expect(dropped).toEqual([])
  })
})
