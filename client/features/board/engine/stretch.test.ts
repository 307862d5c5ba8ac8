import { describe, expect, it } from 'vitest'
import { placedBox, scaled } from '../../../../shared/board/placement.ts'
import type { ObjectRecord, Placement } from '../../../../shared/board/record.ts'
import type { Point } from '../../../../shared/board/shape.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { someRecords } from '../../../../shared/board/testing/records.ts'
import type { Drawable } from './scene.ts'
import { changed, changesOf, stretched } from './stretch.ts'
import { rect, TestPage } from './testing.ts'

function drawable(record: ObjectRecord, placement?: Placement): Drawable {
  const shape = shapeOf(record)
  if (shape === null) throw new Error(record.t)
  return { shape, record, placement, bounds: shape.bounds(record) }
}

function drawnOut(object: Drawable, { x, y }: Point): Drawable {
  const about = placedBox(object.bounds, object.placement)
  const placement = scaled(object.placement, object.bounds, { about, sx: x, sy: y })
  return changed(object, stretched(object, placement))
}

const free = someRecords().filter((record) => shapeOf(record)?.keepsProportions !== true)

describe('what is drawn out', () => {
  it.each(free.filter(({ t }) => t !== 'connector').map((record) => [record.t, record] as const))(
    'lies where it would if it were scaled, its lines as wide as before: %s',
    (_, record) => {
      const before = drawable(record)
      const after = drawnOut(before, { x: 2, y: 1.5 })
      const [box, next] = [before.bounds, placedBox(after.bounds, after.placement)]
      expect(after.record.w).toBe(record.w)
      expect(after.placement?.sx ?? 1).toBe(1)
      expect(next.x).toBeCloseTo(box.x, 0)
      expect(next.y).toBeCloseTo(box.y, 0)
      expect(Math.abs(next.width - 2 * box.width)).toBeLessThan(1)
      expect(Math.abs(next.height - 1.5 * box.height)).toBeLessThan(1)
    },
  )

  it('is mirrored by its placement', () => {
    const { record, placement } = drawnOut(drawable(rect(0)), { x: -2, y: 1 })
    expect(record).toMatchObject({ b: [-5, 0, 20, 10] })
    expect(placement?.sx).toBe(-1)
  })

  it('keeps letters as they are by a corner, and breaks lines anew by a side', () => {
    const text = drawable({ t: 'text', z: 0, w: 2, b: [0, 0, 320], s: 'word '.repeat(20) } as never)
    const larger = drawnOut(text, { x: 2, y: 2 })
    expect(larger.record).toBe(text.record)
    expect(larger.placement).toMatchObject({ sx: 2, sy: 2 })
    const narrower = drawnOut(larger, { x: 0.5, y: 1 })
    const { b } = narrower.record as ObjectRecord & { b: readonly number[] }
    expect(b[2]).toBeCloseTo(larger.bounds.width / 2, 0)
    expect(narrower.placement).toMatchObject({ sx: 2, sy: 2 })
    const [before, after] = [larger, narrower].map(({ bounds, placement }) =>
      placedBox(bounds, placement),
    )
    expect(after?.x).toBeCloseTo(before?.x ?? 0, 0)
    expect(after?.y).toBeCloseTo(before?.y ?? 0, 0)
    expect(after?.height).toBeGreaterThan(before?.height ?? 0)
  })

  it('is scaled by its placement where it is one of very many', () => {
    const page = new TestPage()
    const many = Array.from({ length: 100 }, (_, at) => page.add(rect(at)))
    const changes = changesOf(new Map(many.map((object) => [object, { sx: 2 }])))
    for (const object of many) expect(changes.get(object)?.record).toBe(object.record)
  })
})
