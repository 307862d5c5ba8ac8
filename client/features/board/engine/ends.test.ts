import { describe, expect, it } from 'vitest'
import type { ConnectorRecord } from '../../../../shared/board/shapes/connector.ts'
import type { ObjectRecord } from '../../../../shared/board/record.ts'
import { removeAll } from './changing.ts'
import type { Desk } from './desk.ts'
import { endAt, endsOf, heldStraight, withEnd } from './ends.ts'
import { rect, TestPage } from './testing.ts'

const everything = { add: true, change: () => true, lock: true }
const line = { t: 'line', z: 1, w: 2, a: [0, 0], b: [100, 50] } as ObjectRecord

function tied(page: TestPage, ta: string, tb?: string) {
  const ties = { ta, ...(tb !== undefined && { tb }) }
  return page.add({ t: 'connector', z: 2, w: 2, a: [5, 5], b: [105, 5], ...ties } as ObjectRecord)
}

describe('the ends of a line', () => {
  it('are where the line was moved and turned to', () => {
    const page = new TestPage()
    const object = page.add(line, { x: 10, r: Math.PI })
    expect(endsOf(object.drawn)?.map(({ x, y }) => [Math.round(x), Math.round(y)])).toEqual([
      [110, 50],
      [10, 0],
    ])
    expect(endsOf(page.add(rect(0)).drawn)).toBeNull()
  })

  it('are taken by the nearer one', () => {
    const ends = [
      { x: 0, y: 0 },
      { x: 12, y: 0 },
    ] as const
    expect(endAt(ends, { x: 8, y: 1 }, 'mouse')).toBe(1)
    expect(endAt(ends, { x: 3, y: 1 }, 'mouse')).toBe(0)
    expect(endAt(ends, { x: 6, y: 30 }, 'mouse')).toBeNull()
  })

  it('move one by one, and the other stays', () => {
    const page = new TestPage()
    const object = page.add(line, { x: 10, lock: true })
    const change = withEnd(object, { end: 1, over: null }, { x: 200, y: 0 })
    expect(change).toEqual({
      record: { ...line, a: [10, 0], b: [200, 0] },
      placement: { lock: true },
    })
    expect(heldStraight({ x: 0, y: 0 }, { x: 100, y: 5 }).y).toBeCloseTo(0)
  })
})

describe('a connector', () => {
  const page = new TestPage()
  const { scene, edits } = page
  const desk = { scene, edits, rights: everything } as unknown as Desk
  const [one, two] = [page.add(rect(0)), page.add(rect(100))]
  const object = tied(page, one.id, two.id)
  const ends = (id: string) => {
    const { a, b } = page.object(id).drawn.record as ConnectorRecord
    return [a, b]
  }

  it('follows what it is tied to', () => {
    expect(ends(object.id)).toEqual([
      [14, 5],
      [96, 5],
    ])
    page.edits.run((draft) => {
      draft.place(two, { x: 100 })
    })
    expect(ends(object.id)[1]).toEqual([196, 5])
  })

  it('stays where it was when that is deleted, and hangs on it again when that is undone', () => {
    removeAll(desk, [page.object(two.id)])
    expect(ends(object.id)).toEqual([
      [14, 5],
      [196, 5],
    ])
    page.edits.undo()
    page.edits.run((draft) => {
      draft.place(page.object(two.id), { x: 50 })
    })
    expect(ends(object.id)[1]).toEqual([146, 5])
  })

  it('lets go of one end and hangs it on another', () => {
    const now = page.object(object.id)
    const loose = withEnd(now, { end: 1, over: null }, { x: 60, y: 80 })
    expect(loose?.record).toMatchObject({ ta: one.id, b: [60, 80] })
    expect(loose?.record).not.toHaveProperty('tb')
    expect(withEnd(now, { end: 1, over: one.id }, { x: 1, y: 1 })?.record).not.toHaveProperty('tb')
    expect(withEnd(now, { end: 0, over: null }, { x: 1, y: 1 })?.record).toMatchObject({
      tb: two.id,
    })
  })

  it('ends at the edge of what is round', () => {
    const round = page.add({ t: 'ellipse', z: 1, w: 0.1, b: [-50, 100, 100, 100] } as ObjectRecord)
    const [, b] = ends(tied(page, two.id, round.id).id)
    const far = Math.hypot((b?.[0] ?? 0) - 0, (b?.[1] ?? 0) - 150)
    expect(far).toBeGreaterThan(53)
    expect(far).toBeLessThan(55)
  })
})
