// Decides raised hands: the queue, lowering, letting somebody speak.
import type { CommandName } from '../contract/index.ts'
import { isInside } from './census.ts'
import { draft, notThere, type Aftermath, type Deciders } from './command.ts'
import { candidate, letSpeak } from './floor.decide.ts'
import { presence } from './people.ts'

type Names = Extract<CommandName, `hands.${string}`>

export const handDeciders: Deciders<Names> = {
  'hands.raise': (room, _, { actor }) => {
    const person = actor === 'system' ? undefined : room.people.get(actor)
    if (person === undefined) return notThere
    const { participant, name } = person
    return room.hands.has(participant) ? [] : [draft('hands.raised', { participant, name })]
  },
  'hands.lower': (room, _, { actor }) => {
    if (actor === 'system' || !room.hands.has(actor)) return []
    return [draft('hands.lowered', { participant: actor, by: 'self' })]
  },
  'hands.lowerFor': (room, { participant }) =>
    [...room.hands.keys()]
      .filter((raised) => participant === null || raised === participant)
      .map((raised) => draft('hands.lowered', { participant: raised, by: 'staff' })),
  'hands.letSpeak': (room, { participant }) => {
    const person = candidate(room, participant)
    return 'code' in person ? person : letSpeak(room, person)
  },
}

/** Hands of people who left or were sent out go down; of people who only dropped they stay up. */
export const handAftermath: Aftermath = (before, after) => {
  if (before.people === after.people) return []
  return [...after.hands.keys()]
    .filter((participant) => {
      const person = after.people.get(participant)
      return person === undefined || presence(person) === 'left' || !isInside(person)
    })
    .map((participant) => draft('hands.lowered', { participant, by: 'left' }))
}
