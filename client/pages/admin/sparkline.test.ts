import { expect, test } from 'vitest'
import { box, linesOf, topOf } from './sparkline.ts'

const frame = { from: 0, to: 100_000, top: 10 }
const at = (seconds: number, value: number) => ({ at: seconds * 1_000, value })

test('time goes to the right, more is higher, and nothing leaves the box', () => {
  expect(linesOf([at(0, 0), at(10, 5), at(20, 30)], frame)).toEqual([
    `0,${box.height} 10,${box.height / 2} 20,0`,
  ])
})

test('what is older than the box is left out', () => {
  expect(linesOf([at(-3, 5), at(0, 0), at(3, 0)], frame)).toEqual(['0,24 3,24'])
})

test('where nothing was heard the line is broken, and one report alone is a dot', () => {
  expect(linesOf([at(0, 0), at(3, 0), at(50, 10)], frame)).toEqual(['0,24 3,24', '50,0 50,0'])
})

test('shares have one round scale', () => {
  const tops = [0, 0.1, 0.11, 0.6, 1.4].map((most) => topOf([[at(0, 0), at(3, most)], [at(0, 0)]]))
  expect(tops).toEqual([0.1, 0.1, 0.25, 1, 1.4])
  expect(topOf([])).toBe(0.1)
})
