// Who is told that somebody speaks, from rooms as they are decided.
import { expect, test } from 'vitest'
import type { Actor } from '../../shared/log.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { viewerOf } from '../../shared/room/standing.ts'
import { cast, opening, play, type Move } from '../../shared/room/testing.ts'
import { heardBy, loudestOf } from './heard.ts'

type Id = (typeof cast)[number]
const [teacher, helper, student, guest] = cast as [Id, Id, Id, Id]

const act = (actor: Actor, name: RoomCommand['name'], input: object): Move => ({
  actor,
  command: { name, input },
  pause: 0,
})

test('staff hear of everybody, the others of whom they can hear, and each has their own loudest', () => {
  const plan = { names: ['Owls'], assign: 'nobody', choice: false }
  const planned = [...opening(), act(teacher, 'breakouts.plan', plan)]
  const breakout = play(planned).states.at(-1)!.breakouts.rooms.keySeq().first()!
  const moves = [
    ...planned,
    act(teacher, 'breakouts.place', { participants: [student], breakout }),
    act(teacher, 'breakouts.open', { minutes: null }),
  ]
  const told = (who: Id, state = play(moves).states.at(-1)!) => {
    const levels = [student, guest, helper].map((participant, n) => ({
      participant,
      level: 1 - n / 10,
    }))
    const { active, levels: near } = heardBy(state.breakouts, viewerOf(state, who), {
      active: student,
      levels,
    })
    return { active, near: near.map(({ participant }) => participant) }
  }
  expect(told(student)).toEqual({ active: student, near: [student] })
  expect(told(guest)).toEqual({ active: null, near: [guest, helper] })
  expect(told(teacher)).toEqual({ active: null, near: [student, guest, helper] })
  const spoken = play([...moves, act(helper, 'breakouts.speak', { on: true })]).states.at(-1)!
  expect(told(student, spoken).near).toEqual([student, helper])
})

test('where all hear the same, the loudest are enough', () => {
  const levels = Array.from({ length: 20 }, () => ({ participant: teacher, level: 0.5 }))
  expect(loudestOf({ active: null, levels }).levels).toHaveLength(10)
})
