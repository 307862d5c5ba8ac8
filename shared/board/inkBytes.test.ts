import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeInk, encodeInk, encodeInkPoints, type InkMessage } from './inkBytes.ts'
import { boardLimits, type Colour, type Fill } from './record.ts'
import type { InkPoint } from './shape.ts'
import { passingLimits } from './wire.ts'

const coordinate = fc.double({
  min: -boardLimits.coordinate,
  max: boardLimits.coordinate,
  noNaN: true,
})
const bare = fc.record({ x: coordinate, y: coordinate })
const pressed = fc.record({
  x: coordinate,
  y: coordinate,
  pressure: fc.double({ min: 0, max: 1, noNaN: true }),
})
const points = fc.oneof(
  fc.array(bare, { minLength: 1, maxLength: 500 }),
  fc.array(pressed, { minLength: 1, maxLength: 500 }),
)
const colour = fc.oneof(
  fc.nat({ max: 255 }),
  fc.nat({ max: 0xff_ff_ff }).map((rgb): Colour => `#${rgb.toString(16).padStart(6, '0')}`),
)
const begin = fc.record({
  kind: fc.constant('begin' as const),
  id: fc.stringMatching(/^[\w-]{10}$/),
  shape: fc.stringMatching(/^[a-z]{1,16}$/),
  style: fc.record({
    colour,
    width: fc.integer({ min: 1, max: 1_000 }).map((tenths) => tenths / 10),
    fill: fc.constantFrom<Fill>(0, 1, 2),
  }),
})

function pointsOf(message: InkMessage | null): readonly InkPoint[] {
  return message?.kind === 'points' ? message.points : []
}

function distance(one: InkPoint, other: InkPoint): [place: number, pressure: number] {
  const place = Math.max(Math.abs(one.x - other.x), Math.abs(one.y - other.y))
  return [place, Math.abs((one.pressure ?? 0) - (other.pressure ?? 0))]
}

describe('live ink', () => {
  it('begins and ends as it was written', () => {
    fc.assert(
      fc.property(begin, (message) => {
        expect(decodeInk(encodeInk(message))).toEqual(message)
      }),
    )
    for (const kind of ['end', 'abort'] as const)
      expect(decodeInk(encodeInk({ kind }))).toEqual({ kind })
  })

  it('keeps its points to a tenth of a unit, and fits into passing messages', () => {
    fc.assert(
      fc.property(points, (drawn) => {
        const pieces = encodeInkPoints(drawn)
        for (const piece of pieces) expect(piece.length).toBeLessThanOrEqual(passingLimits.bytes)
        const read = pieces.flatMap((piece) => pointsOf(decodeInk(piece)))
        expect(read.length).toBe(drawn.length)
        const apart = read.map((point, at) => distance(point, drawn[at]!))
        expect(Math.max(...apart.map(([place]) => place))).toBeLessThanOrEqual(0.0501)
        expect(Math.max(...apart.map(([, pressure]) => pressure))).toBeLessThan(0.002)
      }),
    )
  })

  it('takes at most 12 bytes for a point that goes alone', () => {
    fc.assert(
      fc.property(pressed, (point) => {
        expect(encodeInk({ kind: 'points', points: [point] }).length).toBeLessThanOrEqual(12)
      }),
    )
  })

  it('takes anything for what it is or for nothing', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 64 }), (bytes) => {
        const message = decodeInk(bytes)
        if (message === null) return
        for (const { x, y } of pointsOf(message)) {
          expect(Math.abs(x)).toBeLessThanOrEqual(boardLimits.coordinate)
          expect(Math.abs(y)).toBeLessThanOrEqual(boardLimits.coordinate)
        }
        expect(decodeInk(encodeInk(message))).toEqual(message)
      }),
      { numRuns: 2_000 },
    )
  })

  it('refuses what is cut short or goes on too long', () => {
    const whole = encodeInk({
      kind: 'begin',
      id: 'abcdefghij',
      shape: 'pen',
      style: { colour: 3, width: 2, fill: 0 },
    })
    expect(decodeInk(whole.slice(0, -1))).toBeNull()
    expect(decodeInk(Uint8Array.of(...whole, 0))).toBeNull()
    expect(decodeInk(Uint8Array.of(9))).toBeNull()
  })
})
