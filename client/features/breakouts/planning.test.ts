// Whom staff count when they plan breakout rooms, and whom the focus follows.
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
  let refuses = false
  const room = {
    me: { participant: teacher },
    now: life.now,
    get state() {
      return life.state
    },
    act: (name: 'breakouts.plan', input: object) => {
      if (!refuses) life.do(teacher, name, input)
      return Promise.resolve(!refuses)
    },
  }
  const make = () => new Planning(room as unknown as Room, (n) => `Room ${String(n)}`)
  return { life, make, refuse: () => (refuses = true) }
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

test('how many that makes in each is told of a number that may be, where there is anybody', () => {
  const { life, make } = planned()
  const planning = make()
  expect(planning.each).toBe(4)
  for (const wrong of ['0', '51', 'two', '']) {
    planning.count = wrong
    expect([wrong, planning.each]).toEqual([wrong, null])
  }
  planning.count = '3'
  expect(planning.each).toBe(2)
  for (let n = 2; n < 9; n += 1) life.drop(n)
  expect(make().each).toBeNull()
})

test('whoever was placed is followed once, and nobody when it was refused', async () => {
  const { make, refuse } = planned()
  const planning = make()
  await planning.plan()
  const [room] = planning.rooms
  await planning.place(id(2), room?.breakout ?? expect.unreachable())
  expect([planning.arrives(id(3)), planning.arrives(id(2)), planning.arrives(id(2))]).toEqual([
    false,
    true,
    false,
  ])
  refuse()
  await planning.place(id(4), null)
  expect(planning.arrives(id(4))).toBe(false)
})
