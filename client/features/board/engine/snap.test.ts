import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { snapBox, snapPoint } from './snap.ts'

const box = (x: number, y: number, width = 10) => ({ x, y, width, height: 10 })
const number = fc.integer({ min: -500, max: 500 })
const aBox = fc.record({
  x: number,
  y: number,
  width: fc.nat({ max: 200 }),
  height: fc.nat({ max: 200 }),
})

describe('snapping', () => {
  it('puts edges and middles in line', () => {
    const to = { others: [box(100, 0, 100)], grid: null, reach: 6 }
    expect(snapBox(box(96, 300, 30), to).by, 'left to left').toEqual({ x: 4, y: 0 })
    expect(snapBox(box(174, 300, 30), to).by.x, 'right to right').toBe(-4)
    expect(snapBox(box(132, 300, 30), to).by.x, 'middle to middle').toBe(3)
    expect(snapBox(box(80, 300), to).by, 'too far').toEqual({ x: 0, y: 0 })
  })

  it('says along which line, from the first to the last that stands on it', () => {
    const to = { others: [box(100, 0, 100)], grid: null, reach: 6 }
    const { guides } = snapBox(box(96, 300, 30), to)
    expect(guides).toContainEqual({ axis: 'x', at: 100, from: 0, to: 310 })
  })

  it('goes to the grid where nothing else pulls', () => {
    const to = { others: [], grid: 16, reach: 6 }
    expect(snapPoint({ x: 35, y: 24 }, to)).toEqual({ x: 32, y: 24 })
  })

  it('never moves further than it reaches', () => {
    fc.assert(
      fc.property(
        aBox,
        fc.array(aBox, { maxLength: 10 }),
        fc.nat({ max: 20 }),
        (one, others, reach) => {
          const { by } = snapBox(one, { others, grid: 32, reach })
          expect(Math.max(Math.abs(by.x), Math.abs(by.y))).toBeLessThanOrEqual(reach)
        },
      ),
    )
  })

  it('leaves alone what is in line', () => {
    fc.assert(
      fc.property(aBox, fc.array(aBox, { maxLength: 6 }), (one, others) => {
        const to = { others, grid: 16, reach: 8 }
        const { by } = snapBox(one, to)
        const moved = { ...one, x: one.x + by.x, y: one.y + by.y }
        expect(snapBox(moved, { ...to, reach: 0 }).by).toEqual({ x: 0, y: 0 })
      }),
    )
  })
})
