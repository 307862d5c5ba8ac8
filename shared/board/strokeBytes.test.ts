import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { boardLimits } from './record.ts'
import type { InkPoint } from './shape.ts'
import { decodeStroke, encodeStroke } from './strokeBytes.ts'
import { handwriting } from './testing/handwriting.ts'

const coordinate = fc.oneof(
  fc.integer({ min: -10_000_000, max: 10_000_000 }).map((tenths) => tenths / 10),
  fc.integer({ min: -50, max: 50 }).map((tenths) => tenths / 10),
)
const pressure = fc.integer({ min: 0, max: 255 }).map((part) => part / 255)
const bare = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 500 })
const pressed = fc.array(fc.record({ x: coordinate, y: coordinate, pressure }), { maxLength: 500 })

function bytesPerPoint(strokes: readonly (readonly InkPoint[])[]): number {
  const bytes = strokes.reduce((sum, points) => sum + encodeStroke(points).length, 0)
  return bytes / strokes.reduce((sum, points) => sum + points.length, 0)
}

describe('ink as bytes', () => {
  it('is read as it was written', () => {
    fc.assert(
      fc.property(fc.oneof(bare, pressed), (points) => {
        expect(decodeStroke(encodeStroke(points))).toEqual(points)
      }),
    )
  })

  it('stands within a tenth of a unit of where it was drawn', () => {
    for (const stroke of handwriting(7, 50)) {
      const read = decodeStroke(encodeStroke(stroke))
      stroke.forEach((point, at) => {
        expect(Math.abs((read?.[at]?.x ?? NaN) - point.x)).toBeLessThanOrEqual(0.0501)
        expect(Math.abs((read?.[at]?.y ?? NaN) - point.y)).toBeLessThanOrEqual(0.0501)
        expect(
          Math.abs((read?.[at]?.pressure ?? NaN) - (point.pressure ?? NaN)),
        ).toBeLessThanOrEqual(1 / 509)
      })
    }
  })

  it('takes two bytes for a point of handwriting, and less without pressure', () => {
    const strokes = handwriting(1, 500)
    expect(bytesPerPoint(strokes)).toBeLessThan(2)
    expect(
      bytesPerPoint(strokes.map((points) => points.map(({ x, y }) => ({ x, y })))),
    ).toBeLessThan(1.5)
    expect(bytesPerPoint(handwriting(1, 500, 'mouse'))).toBeLessThan(1.7)
  })

  it('keeps what is no number, and what lies too far, on the board', () => {
    const points = [
      { x: NaN, y: Infinity, pressure: 7 },
      { x: -1e300, y: 0, pressure: NaN },
      { x: 0, y: 0 },
    ]
    expect(decodeStroke(encodeStroke(points))).toEqual([
      { x: 0, y: boardLimits.coordinate, pressure: 1 },
      { x: -boardLimits.coordinate, y: 0, pressure: 0 },
      { x: 0, y: 0, pressure: 128 / 255 },
    ])
  })
})

describe('garbage for ink', () => {
  it('is refused or gives points within the bounds, never more than its bytes pay for', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        const points = decodeStroke(bytes)
        if (points === null) return
        expect(points.length).toBeLessThanOrEqual(bytes.length * 4)
        for (const point of points) {
          expect(Math.abs(point.x)).toBeLessThanOrEqual(boardLimits.coordinate)
          expect(Math.abs(point.y)).toBeLessThanOrEqual(boardLimits.coordinate)
        }
      }),
      { numRuns: 2000 },
    )
  })

  it('is refused when cut short, lengthened, empty or too long', () => {
    for (const stroke of handwriting(3, 40)) {
      const bytes = encodeStroke(stroke)
      expect(decodeStroke(bytes.subarray(0, bytes.length - 1))).toBeNull()
      expect(decodeStroke(Uint8Array.from([...bytes, 0]))).toBeNull()
      expect(decodeStroke(bytes, stroke.length - 1)).toBeNull()
    }
    expect(decodeStroke(new Uint8Array())).toBeNull()
    expect(decodeStroke(encodeStroke(handwriting(1, 10).flat()))).toBeNull()
  })
})
