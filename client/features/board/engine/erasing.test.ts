import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distance, mapPoint } from '../../../../shared/board/geometry.ts'
import { inkOf } from '../../../../shared/board/ink.ts'
import { matrixOf, rebased } from '../../../../shared/board/placement.ts'
import type { Placement } from '../../../../shared/board/record.ts'
import type { InkPoint } from '../../../../shared/board/shape.ts'
import { pen } from '../../../../shared/board/shapes/pen.ts'
import { rubbedOut, wayTo } from './erasing.ts'
import type { Drawable } from './scene.ts'

const line: readonly InkPoint[] = Array.from({ length: 101 }, (_, at) => ({ x: at, y: 0 }))

function stroke(points: readonly InkPoint[], placement?: Placement): Drawable {
  const made = pen.make({ points, constrained: false }, { colour: 0, width: 2, fill: 0 })
  const record = { ...made!, t: 'pen', z: 1 } as Parameters<typeof pen.bounds>[0]
  return { shape: pen, record, placement, bounds: pen.bounds(record) }
}

function pointsOf({ record, placement, bounds }: Drawable): readonly InkPoint[] {
  const matrix = matrixOf(placement, bounds)
  return inkOf((record as unknown as { p: Uint8Array }).p).map((point) => mapPoint(matrix, point))
}

const placement: fc.Arbitrary<Placement> = fc.record({
  x: fc.integer({ min: -100, max: 100 }),
  y: fc.integer({ min: -100, max: 100 }),
  r: fc.double({ min: -3, max: 3, noNaN: true }),
  sx: fc.double({ min: 0.3, max: 3, noNaN: true }),
  sy: fc.double({ min: 0.3, max: 3, noNaN: true }),
})

describe('rubbing out', () => {
  it('cuts a stroke in two', () => {
    const pieces = rubbedOut(stroke(line), [{ x: 50, y: 0 }], 10)
    const xs = pieces?.map((piece) => pointsOf(piece).map(({ x }) => x)) ?? []
    expect(xs).toHaveLength(2)
    expect(Math.max(...xs[0]!)).toBeLessThan(40.1)
    expect(Math.min(...xs[1]!)).toBeGreaterThan(59.9)
  })

  it('says when nothing was touched, and when nothing is left', () => {
    expect(rubbedOut(stroke(line), [{ x: 50, y: 40 }], 10)).toBeNull()
    expect(rubbedOut(stroke(line), [{ x: 50, y: 0 }], 500)).toEqual([])
  })

  it('leaves what is left where it was, however it was placed', () => {
    fc.assert(
      fc.property(placement, fc.integer({ min: 10, max: 90 }), (placed, at) => {
        const whole = stroke(line, placed)
        const before = pointsOf(whole)
        const pieces = rubbedOut(whole, [before[at]!], 3) ?? []
        for (const point of pieces.flatMap(pointsOf)) {
          expect(distance(point, before[at]!)).toBeGreaterThan(2)
          expect(Math.min(...before.map((old) => distance(old, point)))).toBeLessThan(2.5)
        }
      }),
    )
  })

  it('places anew what has another middle', () => {
    fc.assert(
      fc.property(placement, (placed) => {
        const [old, other] = [
          { x: 0, y: 0, width: 10, height: 10 },
          { x: 4, y: 1, width: 3, height: 8 },
        ]
        const point = { x: 5, y: 5 }
        const one = mapPoint(matrixOf(placed, old), point)
        const two = mapPoint(matrixOf(rebased(placed, old, other), other), point)
        expect(distance(one, two)).toBeLessThan(1e-9)
      }),
    )
  })

  it('misses nothing on its way', () => {
    const way = wayTo({ x: 0, y: 0 }, { x: 100, y: 0 }, 6)
    expect(way.at(-1)).toEqual({ x: 100, y: 0 })
    way.reduce(
      (before, next) => {
        expect(distance(before, next)).toBeLessThanOrEqual(6.01)
        return next
      },
      { x: 0, y: 0 },
    )
  })
})
