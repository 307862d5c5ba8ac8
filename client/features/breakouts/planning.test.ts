// Whom staff count when they plan breakout rooms.
import { expect, test } from 'vitest'
import { testId } from '../../../shared/room/testing/cast.ts'
import { Life } from '../../../shared/room/testing/life.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import { Planning } from './planning.svelte.ts'

const id = (n: number) => testId<'participant'>(n)
const teacher = id(1)

function planned() {
  const life = new Life()
  life.join(1, { role: 'instructor' })
  for (let n = 2; n < 9; n += 1) life.join(n)
  life.do(teacher, 'class.start', {})
  const room = {
    me: { participant: teacher },
    now: life.now,
    get state() {
      return life.state
    },
    act: (name: 'breakouts.plan', input: object) => {
      life.do(teacher, name, input)
      return Promise.resolve(true)
    },
  }
  const make = () => new Planning(room as unknown as Room, (n) => `Room ${String(n)}`)
  return { life, make }
}

test('who lost the connection or is away is named in a room and not counted', async () => {
  const { life, make } = planned()
  life.drop(2)
  life.do(id(3), 'away.go', {})
  const planning = make()
  expect(planning.here).toBe(5)
  await planning.plan()
  const lost = planning.people(null)
  expect(lost.map(({ participant }) => participant).sort()).toEqual([id(2), id(3)].sort())
  expect(lost.some((person) => planning.isThere(person))).toBe(false)
})
