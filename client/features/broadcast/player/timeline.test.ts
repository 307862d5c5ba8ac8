// The player's time and the one clock, by the dates of segments.
import { expect, test } from 'vitest'
import { dateAt, reachOf, timeAt, type Dated } from './timeline.ts'

const at = 1_700_000_000_000
const segment = (start: number, programDateTime: number | null): Dated => ({
  ...{ start, duration: 2, programDateTime },
})
/** Between the second and the third nothing was sent for ten seconds. */
const segments = [segment(0, at), segment(2, at + 2_000), segment(4, at + 14_000)]

test('a time of the player has its date, also after a gap', () => {
  expect(dateAt(segments, 3)).toBe(at + 3_000)
  expect(dateAt(segments, 4.5)).toBe(at + 14_500)
  expect(dateAt([], 3)).toBeNull()
  expect(dateAt([segment(0, null)], 1)).toBeNull()
})

test('a date has its time, and one in a gap the time after it', () => {
  expect(timeAt(segments, at + 3_000)).toBe(3)
  expect(timeAt(segments, at + 8_000)).toBe(4)
  expect(timeAt(segments, at + 15_000)).toBe(5)
  expect(timeAt(segments, at - 1)).toBeNull()
})

test('what is there reaches from the first segment to the end of the last', () => {
  expect(reachOf(segments)).toEqual({ from: at, to: at + 16_000 })
  expect(reachOf([])).toBeNull()
})
