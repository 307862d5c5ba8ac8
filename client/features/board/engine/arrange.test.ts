import { describe, expect, it } from 'vitest'
import { aligned, distributed, reordered, type Placements } from './arrange.ts'
import type { SceneObject } from './scene.ts'
import { rect, TestPage } from './testing.ts'

function apply(page: TestPage, placements: Placements): void {
  page.edits.run((draft) => {
    for (const [object, placement] of placements) draft.place(object, placement)
  })
}

const order = (page: TestPage, objects: readonly SceneObject[]) =>
  objects
    .map(({ id }) => page.object(id))
    .toSorted((one, other) => one.z - other.z)
    .map(({ id }) => objects.findIndex((object) => object.id === id))

describe('arranging', () => {
  it('aligns by any edge or middle', () => {
    const page = new TestPage()
    const objects = [page.add(rect(0, 0)), page.add(rect(50, 70))]
    const boxes = () => objects.map(({ id }) => page.object(id).box)
    apply(page, aligned(objects, 'right'))
    expect(boxes().map(({ x }) => x)).toEqual([50, 50])
    apply(
      page,
      aligned(
        objects.map(({ id }) => page.object(id)),
        'middle',
      ),
    )
    expect(boxes().map(({ y }) => y)).toEqual([35, 35])
  })

  it('moves a group as one', () => {
    const page = new TestPage()
    const group = { g: 'group00000' }
    const objects = [page.add(rect(0), group), page.add(rect(30), group), page.add(rect(100))]
    apply(page, aligned(objects, 'right'))
    expect(objects.map(({ id }) => page.object(id).box.x)).toEqual([70, 100, 100])
    expect(page.placement(objects[0]!.id)).toMatchObject(group)
  })

  it('leaves the same gaps', () => {
    const page = new TestPage()
    const objects = [page.add(rect(0)), page.add(rect(11)), page.add(rect(100))]
    apply(page, distributed(objects, 'x'))
    expect(objects.map(({ id }) => page.object(id).box.x)).toEqual([0, 50, 100])
  })

  it('puts objects above and below others, and keeps their own order', () => {
    const page = new TestPage()
    const objects = [1, 2, 3, 4].map((z) => page.add(rect(0, 0, { z })))
    const [low, second, third] = objects
    apply(page, reordered([low!, second!], page.scene.all(), 'toFront'))
    expect(order(page, objects)).toEqual([2, 3, 0, 1])
    apply(page, reordered([page.object(low!.id)], page.scene.all(), 'toBack'))
    expect(order(page, objects)).toEqual([0, 2, 3, 1])
    apply(page, reordered([page.object(third!.id)], page.scene.all(), 'forward'))
    expect(order(page, objects)).toEqual([0, 3, 2, 1])
    apply(page, reordered([page.object(third!.id)], page.scene.all(), 'backward'))
    expect(order(page, objects)).toEqual([0, 2, 3, 1])
  })

  it('goes forward past what it touches, not past what lies elsewhere', () => {
    const page = new TestPage()
    const objects = [rect(0, 0, { z: 1 }), rect(900, 0, { z: 2 }), rect(5, 0, { z: 3 })].map(
      (record) => page.add(record),
    )
    apply(page, reordered([objects[0]!], page.scene.all(), 'forward'))
    expect(order(page, objects)).toEqual([1, 2, 0])
  })
})
