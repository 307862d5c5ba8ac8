import { describe, expect, it } from 'vitest'
import * as Y from 'yjs'
import { Scene } from './scene.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import type { ObjectRecord } from '../../../../shared/board/record.ts'
import { rect, TestPage } from './testing.ts'

const connector = { t: 'connector', z: 5, w: 0, a: [0, 0], b: [1, 1] } as const

describe('the scene', () => {
  it('finds what lies in a box, where it was placed', () => {
    const page = new TestPage()
    const still = page.add(rect(0))
    const moved = page.add(rect(0), { x: 500 })
    const at = (x: number) => page.scene.within({ x, y: 0, width: 5, height: 5 })
    expect(at(2)).toEqual([page.object(still.id)])
    expect(at(502)).toEqual([page.object(moved.id)])
    page.edits.run((draft) => {
      draft.place(moved, undefined)
    })
    expect(at(502)).toEqual([])
    expect(at(2)).toHaveLength(2)
  })

  it('tells each change once, and only what changed', () => {
    const page = new TestPage()
    const object = page.add(rect(0), { x: 1 })
    page.changes.length = 0
    page.edits.run((draft) => {
      draft.write(object, rect(7))
      draft.place(object, { x: 2 })
    })
    expect(page.changes).toHaveLength(1)
    expect(page.changes[0]?.after?.box.x).toBe(9)
    page.add(rect(30))
    expect(page.changes.at(-1)?.before).toBeNull()
  })

  it('knows how far everything reaches', () => {
    const page = new TestPage()
    expect(page.scene.extent()).toBeNull()
    page.add(rect(0))
    page.add(rect(90, 40))
    expect(page.scene.extent()).toEqual({ x: 0, y: 0, width: 100, height: 50 })
  })

  it('lets what is tied follow', () => {
    const page = new TestPage()
    const [one, two] = [page.add(rect(0)), page.add(rect(200))]
    const tied = page.add({ ...connector, ta: one.id, tb: two.id } as ObjectRecord)
    const before = page.object(tied.id).box
    expect(page.scene.tiedTo(one)).toEqual([page.object(tied.id)])
    page.edits.run((draft) => {
      draft.place(two, { x: 100 })
    })
    const after = page.object(tied.id).box
    expect(after.x + after.width).toBeCloseTo(before.x + before.width + 100, 0)
    expect(page.scene.within({ x: 250, y: 0, width: 20, height: 10 })).toContain(
      page.object(tied.id),
    )
  })

  it('passes over what no shape understands', () => {
    const page = new TestPage()
    page.byAnother((doc) => {
      doc.getMap('o').set('one', { t: 'unknown', z: 1 })
      doc.getMap('o').set('two', { t: 'rect', z: 1 })
    })
    expect(page.scene.size).toBe(0)
  })

  it('reads a layer that is there already, and drops one that is taken away', () => {
    const page = new TestPage()
    page.add(rect(0))
    const scene = new Scene(shapeOf, () => undefined)
    scene.setLayers([page.layer, { name: 'mine', doc: new Y.Doc(), personOf: () => null }])
    expect(scene.size).toBe(1)
    scene.setLayers([page.layer])
    expect(scene.size).toBe(1)
    scene.setLayers([])
    expect(scene.size).toBe(0)
    page.add(rect(0))
    expect(scene.size).toBe(0)
  })
})
