import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mapBox } from '../../../../shared/board/geometry.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'
import {
  allSides,
  cursorOf,
  handleAt,
  placesOf,
  scalingOf,
  turnOf,
  type Handle,
} from './handles.ts'

const box = { x: 100, y: 100, width: 200, height: 100 }
const handles = ['nw', 'n', 'ne', 'e', 'se', 's', 'sw', 'w'] as const

function scaledBox(handle: Exclude<Handle, 'turn'>, by: Point, fromMiddle = false) {
  const scaling = scalingOf(box, handle, { by, free: true, fromMiddle })
  const { about, sx, sy } = scaling
  return mapBox({ a: sx, b: 0, c: 0, d: sy, e: about.x * (1 - sx), f: about.y * (1 - sy) }, box)
}

describe('handles', () => {
  it('are found where they are drawn', () => {
    const frame = { box, turn: 0, sides: allSides }
    for (const turn of [0, 0.5, 3])
      for (const [handle, place] of placesOf({ ...frame, turn }))
        expect(handleAt({ ...frame, turn }, place, 'mouse')).toBe(handle)
    expect(handleAt(frame, { x: 200, y: 150 }, 'mouse')).toBeNull()
    expect(handleAt({ ...frame, sides: [] }, { x: 200, y: 94 }, 'mouse')).toBeNull()
  })

  it('say by their cursor where they go', () => {
    expect(cursorOf('n', 0)).toBe('ns-resize')
    expect(cursorOf('n', Math.PI / 2)).toBe('ew-resize')
    expect(cursorOf('n', -Math.PI / 4)).toBe(cursorOf('nw', 0))
    expect(cursorOf('w', Math.PI)).toBe('ew-resize')
  })

  it('leave of a small object enough for a finger to move it by', () => {
    const framed = (box: Box) => ({ box, turn: 0, sides: allSides })
    const small = framed({ x: 100, y: 100, width: 30, height: 30 })
    expect(handleAt(small, { x: 110, y: 112 }, 'touch')).toBeNull()
    expect(handleAt(small, { x: 94, y: 90 }, 'touch')).toBe('nw')
    const flat = framed({ x: 100, y: 100, width: 200, height: 10 })
    expect(handleAt(flat, { x: 200, y: 112 }, 'touch')).toBeNull()
    expect(handleAt(flat, { x: 306, y: 114 }, 'touch')).toBe('se')
  })

  it('move the edges they stand on, and no others', () => {
    expect(scaledBox('se', { x: 20, y: 30 })).toEqual({ x: 100, y: 100, width: 220, height: 130 })
    expect(scaledBox('nw', { x: 20, y: 30 })).toEqual({ x: 120, y: 130, width: 180, height: 70 })
    expect(scaledBox('e', { x: 20, y: 30 })).toEqual({ x: 100, y: 100, width: 220, height: 100 })
    expect(scaledBox('n', { x: 20, y: 30 })).toEqual({ x: 100, y: 130, width: 200, height: 70 })
    expect(scaledBox('e', { x: 20, y: 0 }, true)).toEqual({
      x: 80,
      y: 100,
      width: 240,
      height: 100,
    })
  })

  it('keep the proportions by a corner', () => {
    const { sx, sy } = scalingOf(box, 'se', {
      by: { x: 100, y: 1 },
      free: false,
      fromMiddle: false,
    })
    expect(sx).toBeCloseTo(1.5)
    expect(sy).toBeCloseTo(1.5)
  })

  it('never flatten anything', () => {
    const by = fc.record({
      x: fc.integer({ min: -500, max: 500 }),
      y: fc.integer({ min: -500, max: 500 }),
    })
    fc.assert(
      fc.property(fc.constantFrom(...handles), by, fc.boolean(), (handle, way, free) => {
        const { sx, sy } = scalingOf(box, handle, { by: way, free, fromMiddle: false })
        expect(Math.min(Math.abs(sx), Math.abs(sy))).toBeGreaterThanOrEqual(0.02)
      }),
    )
  })

  it('turn with the pointer, in steps when held', () => {
    const middle = { x: 0, y: 0 }
    const way = { from: { x: 0, y: -10 }, to: { x: 10, y: 0.5 } }
    expect(turnOf(middle, { ...way, constrained: true })).toBeCloseTo(Math.PI / 2)
    expect(turnOf(middle, { ...way, constrained: false })).toBeGreaterThan(Math.PI / 2)
  })
})
