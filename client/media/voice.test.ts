import { expect, test } from 'vitest'
import { Voice } from './voice.ts'

const every = 66
/** When it told, in milliseconds. */
function told(levels: readonly number[]): number[] {
  const voice = new Voice()
  return levels.flatMap((level, index) => (voice.hear(level, index * every) ? [index * every] : []))
}
const repeat = (count: number, ...levels: number[]): number[] =>
  Array.from({ length: count }, () => levels).flat()

test('speech is told within a second', () => {
  const [at] = told(repeat(60, 0.8))
  expect(at).toBeLessThan(1000)
})

test('speech with pauses between words is speech', () => {
  expect(told(repeat(20, 0.8, 0.7, 0.8, 0.2))).toHaveLength(1)
})

test('knocks, beeps and a quiet room are none', () => {
  expect(told(repeat(60, 1, 0.1, 0.1))).toEqual([])
  expect(told(repeat(200, 0.4))).toEqual([])
})

test('told once, it is not told again for a minute', () => {
  const twoMinutes = Math.ceil(120_000 / every)
  expect(told(repeat(twoMinutes, 0.8))).toHaveLength(2)
})
