// Who is told that somebody speaks, from rooms as they are decided.
import { expect, test } from 'vitest'
import { newId } from '../../shared/ids.ts'
import type { Actor } from '../../shared/log.ts'
import type { RoomCommand } from '../../shared/room/command.ts'
import { viewerOf } from '../../shared/room/standing.ts'
import { cast, opening, play, type Move } from '../../shared/room/testing.ts'
import { heardBy, loudestOf } from './heard.ts'
import { Speech, type Heard } from './speech.ts'

type Id = (typeof cast)[number]
const [teacher, helper, student, guest] = cast as [Id, Id, Id, Id]

const act = (actor: Actor, name: RoomCommand['name'], input: object): Move => ({
  actor,
  command: { name, input },
  pause: 0,
})

/** Rooms are open: the student is with the owls, all others with the class. */
function apart(): Move[] {
  const plan = { names: ['Owls'], assign: 'nobody', choice: false }
  const planned = [...opening(), act(teacher, 'breakouts.plan', plan)]
  const [breakout] = play(planned).states.at(-1)!.breakouts.rooms.keys()
  return [
    ...planned,
    act(teacher, 'breakouts.place', { participants: [student], breakout }),
    act(teacher, 'breakouts.open', { minutes: null }),
  ]
}

function toldOf(heard: Heard, ...more: Move[]) {
  const state = play([...apart(), ...more]).states.at(-1)!
  return (who: Id) => {
    const { active, levels } = heardBy(state.breakouts, viewerOf(state, who), heard)
    return { active, near: levels.map(({ participant }) => participant) }
  }
}

test('staff hear of everybody, the others of whom they can hear', () => {
  const levels = [student, guest, helper].map((participant, n) => ({
    participant,
    level: 1 - n / 10,
  }))
  const heard = { active: student, levels }
  const told = toldOf(heard)
  expect(told(student)).toEqual({ active: student, near: [student] })
  expect(told(guest)).toEqual({ active: null, near: [guest, helper] })
  expect(told(teacher)).toEqual({ active: null, near: [student, guest, helper] })
  const spoken = toldOf(heard, act(helper, 'breakouts.speak', { on: true }))
  expect(spoken(student).near).toEqual([student, helper])
})

test('whichever media nodes people are on, staff hear of all of them, the loudest first', () => {
  const speech = new Speech(() => 0)
  const room = newId<'room'>()
  const speaks = (active: Id, level: number) => ({
    room,
    incarnation: newId<'incarnation'>(),
    active,
    levels: [{ participant: active, source: newId<'source'>(), level }],
  })
  speech.hear(speaks(student, 0.2))
  const told = toldOf(speech.hear(speaks(guest, 0.7))!)
  expect(told(teacher)).toEqual({ active: guest, near: [guest, student] })
  expect(told(guest)).toEqual({ active: guest, near: [guest] })
  expect(told(student)).toEqual({ active: null, near: [student] })
})

test('where all hear the same, the loudest are enough', () => {
  const levels = Array.from({ length: 20 }, () => ({ participant: teacher, level: 0.5 }))
  expect(loudestOf({ active: null, levels }).levels).toHaveLength(10)
})
