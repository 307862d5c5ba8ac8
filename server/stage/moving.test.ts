import { expect, test } from 'vitest'
import { newId, type RoomId, type SessionId } from '../../shared/ids.ts'
import { nextToMove, widthOf, type Asked, type Sitter } from './moving.ts'

const minutes = 60_000
const people = (room: RoomId, count: number, sends = false): Sitter[] =>
  Array.from({ length: count }, () => ({
    room,
    participant: newId<'participant'>(),
    session: newId<'session'>(),
    sends,
  }))
const [one, other] = [newId<'room'>(), newId<'room'>()]
const nobody = new Map<SessionId, Asked>()
const when = (staying: readonly Sitter[], asked = nobody) => ({
  staying,
  underway: [],
  asked,
  within: 5 * minutes,
  now: 1_000_000,
})
const askedAt = (stayers: readonly Sitter[], at: number, times = 1) =>
  new Map(stayers.map(({ session }) => [session, { at, times }]))

test('few go at once; who is on the way counts', () => {
  const class50 = people(one, 50)
  expect(nextToMove(when(class50))).toEqual(class50.slice(0, 2))
  expect(nextToMove({ ...when(class50), underway: [{ sends: false }] })).toHaveLength(1)
  const asked = askedAt(class50.slice(0, 2), 999_000)
  expect(nextToMove(when(class50, asked))).toEqual([])
})

test('more go at once when there are many, or little time', () => {
  expect(widthOf(50, 5 * minutes, 2)).toBe(2)
  expect(widthOf(50, minutes / 2, 2)).toBe(12)
  expect(widthOf(600, 5 * minutes, 2)).toBe(14)
  expect(widthOf(600, -1, 2)).toBe(40)
})

test('of those who send, one at a time, beside two who do not', () => {
  const [senders, watchers] = [people(one, 3, true), people(one, 40)]
  const staying = [...senders, ...watchers]
  const first = [senders[0], ...watchers.slice(0, 2)]
  expect(nextToMove(when(staying))).toEqual(first)
  expect(nextToMove({ ...when(staying), underway: [{ sends: true }] })).toEqual(first.slice(1))
})

test('who does not follow lets others pass, and is asked again after them', () => {
  const [deaf = people(one, 1)[0]!, ...others] = people(one, 9)
  const silent = askedAt([deaf], 980_000)
  expect(nextToMove(when([deaf, ...others], silent))).toEqual(others.slice(0, 2))
  expect(nextToMove(when([deaf], silent))).toEqual([deaf])
})

test('classes take turns', () => {
  const [large, small] = [people(one, 40), people(other, 2)]
  const hurried = { ...when([...large, ...small]), within: 2 * minutes }
  expect(nextToMove(hurried)).toEqual([large[0], small[0], large[1]])
})

test('when the time is over, who was asked just now is not waited for', () => {
  const staying = people(one, 3)
  const late = { ...when(staying, askedAt(staying, 999_000)), within: -100 }
  expect(nextToMove(late)).toEqual(staying)
  expect(nextToMove({ ...late, asked: askedAt(staying, 999_950) })).toEqual([])
})
