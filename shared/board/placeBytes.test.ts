import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodePlace, encodePlace, type Place } from './placeBytes.ts'

const quarter = fc.integer({ min: -4_000_000, max: 4_000_000 }).map((value) => value / 4)
const length = fc.nat({ max: 8_000_000 }).map((value) => value / 4)
const place: fc.Arbitrary<Place> = fc.record({
  pointer: fc.option(fc.record({ x: quarter, y: quarter })),
  view: fc.option(fc.record({ x: quarter, y: quarter, width: length, height: length })),
})

describe('a place', () => {
  it('is read as it was written, in few bytes', () => {
    fc.assert(
      fc.property(place, (one) => {
        const bytes = encodePlace(one)
        expect(bytes.length).toBeLessThanOrEqual(25)
        expect(decodePlace(bytes)).toEqual(one)
      }),
    )
  })

  it('is nothing when it was never written', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 32 }), (bytes) => {
        const read = decodePlace(bytes)
        if (read !== null) expect(decodePlace(encodePlace(read))).toEqual(read)
      }),
      { numRuns: 2_000 },
    )
    const bytes = encodePlace({ pointer: { x: 3, y: 4 }, view: null })
    expect(decodePlace(bytes.slice(0, -1))).toBeNull()
    expect(decodePlace(Uint8Array.of(...bytes, 1))).toBeNull()
  })
})
