import { expect, it } from 'vitest'
import { byCount, floatsFor, lanes, withHeard, type Float } from './floats.ts'

const ann = { emoji: '👏', count: 1, name: 'Ann' } as const
const crowd = { emoji: '👏', count: 12, name: null } as const
const moving = (now: number) => ({ now, calm: false })

it('counts up a young sign, and begins another beside one that rose', () => {
  let floats: Float[] = withHeard([], [ann], moving(0))
  expect(floats).toMatchObject([{ emoji: '👏', count: 1, name: 'Ann', lane: 0 }])
  floats = withHeard(floats, [crowd], moving(200))
  expect(floats).toMatchObject([{ count: 13, name: null, until: floatsFor }])
  floats = withHeard(floats, [ann], moving(800))
  expect(floats).toMatchObject([{ count: 13 }, { count: 1, name: 'Ann', lane: 1 }])
  expect(new Set(floats.map(({ key }) => key)).size).toBe(2)
})

it('keeps the name of one person who goes on', () => {
  const floats = withHeard(withHeard([], [ann], moving(0)), [ann], moving(100))
  expect(floats).toMatchObject([{ count: 2, name: 'Ann' }])
})

it('lets signs go, and stays few in a storm', () => {
  let floats: Float[] = []
  const all = (['👍', '👏', '❤️', '😂', '😮', '🎉'] as const).map((emoji) => ({ ...crowd, emoji }))
  for (let now = 0; now <= 10_000; now += 200) {
    floats = withHeard(floats, all, moving(now))
    expect(floats.length).toBeLessThanOrEqual(24)
  }
  expect(floats.every(({ lane }) => lane >= 0 && lane < lanes)).toBe(true)
  expect(withHeard(floats, [], moving(14_000))).toEqual([])
})

it('where nothing may move, one sign of a kind stands and counts', () => {
  let floats = withHeard([], [ann], { now: 0, calm: true })
  floats = withHeard(floats, [crowd], { now: 2_500, calm: true })
  floats = withHeard(floats, [crowd], { now: 5_000, calm: true })
  expect(floats).toMatchObject([{ count: 25, until: 5_000 + floatsFor }])
})

it('names what there was most of first', () => {
  expect(byCount({ '👍': 2, '🎉': 9 })).toEqual([
    { emoji: '🎉', count: 9 },
    { emoji: '👍', count: 2 },
  ])
})
