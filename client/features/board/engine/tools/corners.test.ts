import { expect, it } from 'vitest'
import { polygon } from '../../../../../shared/board/shapes/polygon.ts'
import { rect, sampleAt, TestPage, testDesk } from '../testing.ts'
import { CornersTool } from './corners.ts'

const places = [
  [0, 0],
  [90, 0],
  [90, 90],
] as const

function aHand() {
  const page = new TestPage()
  const { desk, told } = testDesk(page)
  const tool = new CornersTool(desk, polygon)
  const click = (x: number, y: number) => {
    tool.down(sampleAt(x, y))
    tool.up(sampleAt(x, y))
  }
  return { page, desk, told, tool, click }
}

it('makes a shape of its corners', () => {
  const { page, tool, click } = aHand()
  for (const [x, y] of places) click(x, y)
  tool.key('enter')
  expect(page.scene.all()).toMatchObject([{ record: { t: 'polygon', q: places.flat() } }])
})

it('takes no corner where there is no room', () => {
  const { page, desk, told, tool, click } = aHand()
  Object.assign(desk, { most: 0 })
  for (const [x, y] of places) click(x, y)
  expect([tool.key('enter'), page.scene.size]).toEqual([false, 0])
  expect(told).toContainEqual(['refused', 'full'])
})

it('keeps its corners when the page was filled meanwhile', () => {
  const { page, desk, told, tool, click } = aHand()
  for (const [x, y] of places) click(x, y)
  page.add(rect(0))
  Object.assign(desk, { most: 1 })
  tool.key('enter')
  expect([page.scene.size, told]).toEqual([1, [['refused', 'full']]])
  Object.assign(desk, { most: 2 })
  tool.key('enter')
  expect(page.scene.size).toBe(2)
})
