// Time in class: by presence, over devices, drops and the class's own life.
import { expect, test } from 'vitest'
import { testId } from '../../shared/room/testing/cast.ts'
import { Life } from '../../shared/room/testing/life.ts'
import { Attendance } from './attendance.ts'

const minute = 60_000

test('counts the time somebody was in the live class, once for all devices', () => {
  const life = new Life()
  const start = life.now
  const teacher = testId<'participant'>(1)
  life.join(1, { role: 'instructor' })
  life.join(2)
  life.now += 5 * minute
  life.do(teacher, 'class.start', {})
  life.now += 10 * minute
  life.join(2, { session: testId<'session'>(77) })
  life.now += minute
  life.drop(2)
  life.now += minute
  life.leave(2)
  life.now += 10 * minute
  life.join(2)
  life.join(3)
  life.now += 3 * minute
  const attendance = new Attendance()
  for (const fact of life.facts) attendance.hear(fact)
  const rows = [...attendance.rows(life.now, life.state.people)]
  const at = (minutes: number) => new Date(start + minutes * minute).toISOString()
  expect(rows).toEqual([
    expect.objectContaining({ name: 'person 1', minutes: 25, stays: 1, firstCame: at(5) }),
    expect.objectContaining({ name: 'person 2', minutes: 15, stays: 2, lastSeen: at(30) }),
    expect.objectContaining({ name: 'person 3', minutes: 3, stays: 1, firstCame: at(27) }),
  ])
})
