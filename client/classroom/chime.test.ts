import { beforeEach, expect, test } from 'vitest'
import { Chime } from './chime.svelte.ts'

const kept = new Map<string, string>()
beforeEach(() => {
  kept.clear()
  Object.assign(globalThis, {
    localStorage: {
      getItem: (name: string) => kept.get(name) ?? null,
      setItem: (name: string, value: string) => kept.set(name, value),
      removeItem: (name: string) => kept.delete(name),
    },
  })
})

function listen(): { chime: Chime; heard: (readonly number[])[] } {
  const heard: (readonly number[])[] = []
  return { chime: new Chime((notes) => heard.push(notes)), heard }
}

test('many hands at once are one chime, a later one rings again', () => {
  const { chime, heard } = listen()
  for (const now of [0, 10, 500]) chime.ring('hand', now)
  expect(heard).toHaveLength(1)
  chime.ring('hand', 5000)
  expect(heard).toHaveLength(2)
})

test('each is turned off by itself, and stays so in this browser', () => {
  const { chime } = listen()
  chime.turn('hand', false)
  const { chime: later, heard } = listen()
  later.ring('hand', 0)
  expect(heard).toHaveLength(0)
  later.ring('lobby', 0)
  expect(heard).toHaveLength(1)
  later.turn('hand', true)
  expect(listen().chime.isOn('hand')).toBe(true)
})

test('a hand and the lobby sound differently', () => {
  const { chime, heard } = listen()
  chime.ring('hand', 0)
  chime.ring('lobby', 9000)
  expect(heard[0]).not.toEqual(heard[1])
})
