import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  boxOf,
  distance,
  distanceToLine,
  invert,
  mapBox,
  mapPoint,
  middleOf,
  windsAround,
} from './geometry.ts'
import { distanceToFigure, lassoHolds, touches } from './hit.ts'
import { mapPath, polyline, short, stepsOf, straightened, thinned } from './pathData.ts'
import { matrixOf, moved, placedBox, scaled, scaledAskew, tidy, turned } from './placement.ts'
import type { Placement } from './record.ts'
import type { Figure, Point } from './shape.ts'

const near = fc.double({ min: -1000, max: 1000, noNaN: true })
const point = fc.record({ x: near, y: near })
const factor = fc.double({ min: 0.1, max: 8, noNaN: true })
const side = fc.double({ min: 1, max: 500, noNaN: true })
const box = fc.record({ x: near, y: near, width: side, height: side })
const angle = fc.double({ min: -3, max: 3, noNaN: true })
const placement: fc.Arbitrary<Placement> = fc.record({
  x: near,
  y: near,
  r: angle,
  sx: factor,
  sy: factor,
})

function same(one: Point, other: Point): void {
  // Placements are rounded to an eighth of a unit.
  expect(distance(one, other)).toBeLessThan(0.1)
}

describe('placements', () => {
  it('can be gone back by the inverse of their matrix', () => {
    fc.assert(
      fc.property(placement, box, point, (placed, bounds, at) => {
        const matrix = matrixOf(placed, bounds)
        const back = invert(matrix)
        expect(back).not.toBeNull()
        if (back !== null)
          expect(distance(mapPoint(back, mapPoint(matrix, at)), at)).toBeLessThan(1e-6)
      }),
    )
  })

  it('move, turn and scale what is placed already', () => {
    fc.assert(
      fc.property(placement, box, fc.tuple(point, angle), (placed, bounds, [about, by]) => {
        const corner = { x: bounds.x, y: bounds.y }
        const before = mapPoint(matrixOf(placed, bounds), corner)
        const { x, y } = mapPoint(matrixOf(moved(placed, about), bounds), corner)
        same({ x, y }, { x: before.x + about.x, y: before.y + about.y })

        const around = mapPoint(matrixOf(turned(placed, bounds, { about, by }), bounds), corner)
        const [dx, dy] = [before.x - about.x, before.y - about.y]
        const [cos, sin] = [Math.cos(by), Math.sin(by)]
        same(around, { x: about.x + cos * dx - sin * dy, y: about.y + sin * dx + cos * dy })

        const larger = scaled(placed, bounds, { about, sx: 2, sy: 2 })
        const grown = mapPoint(matrixOf(larger, bounds), corner)
        same(grown, { x: about.x + 2 * dx, y: about.y + 2 * dy })
      }),
    )
  })

  it('scale and mirror what stands upright along either axis', () => {
    const bounds = { x: 10, y: 20, width: 100, height: 50 }
    const about = { x: 10, y: 20 }
    expect(placedBox(bounds, scaled(null, bounds, { about, sx: 3, sy: 1 }))).toEqual({
      ...bounds,
      width: 300,
    })
    const left = placedBox(bounds, scaled(null, bounds, { about, sx: -1, sy: 1 }))
    expect(left).toMatchObject({ x: -90, width: 100 })
    const quarter = turned(null, bounds, { about: middleOf(bounds), by: Math.PI / 2 })
    const wide = placedBox(bounds, scaled(quarter, bounds, { about, sx: 2, sy: 1 }))
    expect(wide.width).toBeCloseTo(100)
    expect(wide.height).toBeCloseTo(100)
  })

  it('scale what stands askew along its own axes', () => {
    const bounds = { x: 10, y: 20, width: 100, height: 50 }
    const askew = turned(null, bounds, { about: middleOf(bounds), by: 0.4 })
    const corner = { x: bounds.x, y: bounds.y }
    const about = mapPoint(matrixOf(askew, bounds), corner)
    const wide = scaledAskew(askew, bounds, { about, sx: -3, sy: 1 })
    expect(wide).toMatchObject({ sx: -3 })
    expect(wide.r).toBeCloseTo(0.4)
    expect(distance(mapPoint(matrixOf(wide, bounds), corner), about)).toBeLessThan(0.5)
  })

  it('say nothing that changes nothing', () => {
    expect(tidy({ x: 0, y: 0, r: 2 * Math.PI, sx: 1, sy: 1, lock: true })).toEqual({ lock: true })
    expect(moved({ x: 5, z: 3 }, { x: -5, y: 0 })).toEqual({ z: 3 })
  })
})

describe('paths', () => {
  it('are mapped by their points', () => {
    const matrix = matrixOf({ x: 5, y: 7, sx: 2, sy: 2 }, { x: 0, y: 0, width: 0, height: 0 })
    expect(mapPath(matrix, 'M1 2L3 4Q0 0 1 1C1 1 2 2 3 3Z')).toBe(
      'M7 11L11 15Q5 7 7 9C7 9 9 11 11 13Z',
    )
  })

  it('are written short', () => {
    const numbers = [0, -0, 0.004, -0.004, 0.05, -1.5, 12.3456, -0.126, 999_999.99, 1e6]
    const text = polyline(numbers.map((x) => ({ x, y: 1 })))
    expect(stepsOf(text).map(({ points: [at] }) => at?.x ?? NaN)).toEqual(
      numbers.map((value) => short(value) + 0),
    )
    expect(text).toBe('M0 1L0 1L0 1L0 1L0.05 1L-1.5 1L12.35 1L-0.13 1L999999.99 1L1000000 1')
  })

  it('are thinned without leaving where they were', () => {
    const circle = Array.from({ length: 400 }, (_, at) => {
      const turn = (at / 400) * 2 * Math.PI
      return { x: 50 * Math.cos(turn), y: 50 * Math.sin(turn) }
    })
    const kept = thinned(circle, { near: 0.4, off: 0.04 })
    expect(kept.length).toBeLessThan(250)
    for (const at of circle) expect(distanceToLine(at, kept)).toBeLessThan(0.1)
  })

  it('are straightened within their handles', () => {
    const [line] = straightened('M0 0C0 100 100 100 100 0Z')
    expect(line?.closed).toBe(true)
    const { height } = boxOf(line?.points ?? [])
    expect(height).toBeCloseTo(75, 0)
  })
})

describe('touching', () => {
  const line: Figure = { kind: 'path', d: 'M0 0L100 0', stroke: { colour: 0, width: 10 } }
  const square: Figure = { kind: 'path', d: 'M0 0L100 0L100 100L0 100Z', fill: { colour: 0 } }

  it('is by the width of a line, and by the inside of what is filled', () => {
    expect(distanceToFigure(line, { x: 50, y: 4 })).toBe(0)
    expect(distanceToFigure(line, { x: 50, y: 15 })).toBe(10)
    expect(distanceToFigure(square, { x: 50, y: 50 })).toBe(0)
    const { fill: _fill, ...rest } = square
    const hollow = { ...rest, stroke: { colour: 0, width: 2 } }
    expect(distanceToFigure(hollow, { x: 50, y: 50 })).toBe(49)
    expect(distanceToFigure(hollow, { x: 0, y: 50 })).toBe(0)
  })

  it('is where the figures are on the page', () => {
    const bounds = { x: 0, y: -5, width: 100, height: 10 }
    const matrix = matrixOf({ x: 1000, r: Math.PI / 2 }, bounds)
    expect(touches([line], matrix, { at: { x: 1050, y: 40 }, radius: 2 })).toBe(true)
    expect(touches([line], matrix, { at: { x: 1060, y: 40 }, radius: 2 })).toBe(false)
    expect(touches([line], matrix, { at: { x: 1060, y: 40 }, radius: 6 })).toBe(true)
  })

  it('tells inside from outside of any triangle', () => {
    fc.assert(
      fc.property(point, point, point, (a, b, c) => {
        const area = Math.abs((b.x - a.x) * (c.y - a.y) - (b.y - a.y) * (c.x - a.x))
        fc.pre(area > 1)
        const middle = { x: (a.x + b.x + c.x) / 3, y: (a.y + b.y + c.y) / 3 }
        expect(windsAround([a, b, c], middle)).toBe(true)
        expect(windsAround([a, b, c], { x: 5000, y: middle.y })).toBe(false)
      }),
    )
  })

  it('of a lasso is to hold most of a box', () => {
    const lasso = [
      { x: 0, y: 0 },
      { x: 100, y: 0 },
      { x: 100, y: 100 },
      { x: 0, y: 100 },
    ]
    expect(lassoHolds(lasso, { x: 10, y: 10, width: 50, height: 50 })).toBe(true)
    expect(lassoHolds(lasso, { x: 90, y: 10, width: 50, height: 50 })).toBe(false)
  })
})

it('holds all corners in the box of a turned box', () => {
  fc.assert(
    fc.property(placement, box, (placed, bounds) => {
      const outer = placedBox(bounds, placed)
      expect(outer).toEqual(mapBox(matrixOf(placed, bounds), bounds))
      expect(outer.width).toBeGreaterThan(0)
    }),
  )
})
