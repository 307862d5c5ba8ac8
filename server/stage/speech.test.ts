import { expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { Speech } from './speech.ts'

const room = newId<'room'>()
const [anna, ben] = [newId<'participant'>(), newId<'participant'>()]
const [here, there] = [newId<'incarnation'>(), newId<'incarnation'>()]

const word = (incarnation: typeof here, participant: typeof anna, level: number) => ({
  room,
  incarnation,
  active: participant,
  levels: [{ participant, source: newId<'source'>(), level }],
})
const silence = (incarnation: typeof here) => ({ room, incarnation, active: anna, levels: [] })

function aRoom() {
  let now = 0
  const speech = new Speech(() => now)
  const after = (ms: number) => {
    now += ms
    return speech
  }
  return { speech, after }
}

it('puts together what two parts of a room hear, and the louder has the word', () => {
  const { speech, after } = aRoom()
  expect(speech.hear(word(here, anna, 0.4))?.active).toBe(anna)
  const both = speech.hear(word(there, ben, 0.8))
  expect(both?.active).toBe(ben)
  expect(both?.levels.map(({ level }) => level)).toEqual([0.8, 0.4])
  expect(after(200).hear(word(here, anna, 0.9))?.active).toBe(anna)
})

it('tells a room no oftener than one part does', () => {
  const { speech, after } = aRoom()
  const told = Array.from({ length: 20 }, (_, turn) =>
    after(turn % 2 === 0 ? 190 : 10).hear(word(turn % 2 === 0 ? here : there, anna, 0.5)),
  )
  expect(told.filter((one) => one !== null)).toHaveLength(10)
  expect(speech.hear(silence(here))?.levels).toHaveLength(1)
})

it('forgets a part that says nothing any more, and tells at once that it is silent', () => {
  const { after } = aRoom()
  after(0).hear(word(here, anna, 0.4))
  after(0).hear(word(there, ben, 0.8))
  expect(after(1_100).hear(word(here, anna, 0.3))).toMatchObject({
    active: anna,
    levels: [{ participant: anna }],
  })
  expect(after(10).hear(silence(here))).toEqual({ active: anna, levels: [] })
})

it('tells of a part that goes on being silent no oftener than of others', () => {
  const { speech, after } = aRoom()
  speech.hear(word(here, anna, 0.4))
  speech.hear(silence(there))
  expect(speech.hear(silence(there))).toBeNull()
  expect(after(200).hear(word(here, anna, 0.5))?.levels).toHaveLength(1)
  expect(after(10).hear(silence(there))).toBeNull()
  expect(after(10).hear(silence(here))?.levels).toEqual([])
})
