import { describe, expect, test } from 'vitest'
import type { ClassEntry, ClassState } from '../../../shared/contract/http/entities.ts'
import { newId, type RoomId } from '../../../shared/ids.ts'
import type { Role } from '../../../shared/roles.ts'
import { isDue, mainActOf, menuOf, timeOf } from './wishes.ts'

const room: RoomId = newId()
const minute = 60_000

function entry(state: ClassState, role: Role, startsAt: number | null = null): ClassEntry {
  return {
    room,
    title: 'Algebra',
    state,
    createdAt: 3,
    startsAt,
    duration: 45,
    zone: 'UTC',
    series: null,
    lesson: null,
    course: null,
    hosts: [],
    role,
  }
}

describe('the one likely act', () => {
  test('of whoever leads is to start, join or reopen', () => {
    const acts = (['scheduled', 'lobby', 'live', 'ended', 'cancelled'] as const).map((state) =>
      mainActOf(entry(state, 'instructor')),
    )
    expect(acts).toEqual(['start', 'start', 'join', 'reopen', null])
  })

  test('of everybody else is to come in while they can', () => {
    for (const role of ['moderator', 'student', 'guest', 'observer'] as const) {
      const acts = (['scheduled', 'lobby', 'live', 'ended', 'cancelled'] as const).map((state) =>
        mainActOf(entry(state, role)),
      )
      expect(acts).toEqual(['open', 'join', 'join', null, null])
    }
  })
})

test('a class is due when it runs or begins within a quarter of an hour', () => {
  expect(isDue(entry('live', 'student'), 0)).toBe(true)
  expect(isDue(entry('scheduled', 'student', 14 * minute), 0)).toBe(true)
  expect(isDue(entry('scheduled', 'student', 16 * minute), 0)).toBe(false)
  expect(isDue(entry('scheduled', 'student'), 0)).toBe(false)
})

test('a class without a time shows when it was made, once it is over', () => {
  expect(timeOf(entry('ended', 'student', 5))).toBe(5)
  expect(timeOf(entry('ended', 'student'))).toBe(3)
  expect(timeOf(entry('live', 'student'))).toBeNull()
  expect(timeOf(entry('scheduled', 'student'))).toBeNull()
})

test('a menu offers only what its person may do', () => {
  const labels = (one: ClassEntry): readonly string[] =>
    menuOf(one, () => undefined).map((i) => i.label)
  expect(labels(entry('live', 'student'))).toEqual([])
  expect(labels(entry('scheduled', 'student', 5))).toEqual(['Calendar file'])
  expect(labels(entry('live', 'moderator'))).toEqual(['Invitation links…'])
  expect(labels(entry('live', 'instructor'))).toContain('End for everybody')
  expect(labels(entry('cancelled', 'instructor'))).toEqual([])
})
