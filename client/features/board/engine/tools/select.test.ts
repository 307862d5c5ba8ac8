import { expect, it } from 'vitest'
import type { Placement } from '../../../../../shared/board/record.ts'
import { rect, sampleAt as at, TestPage, testDesk } from '../testing.ts'
import { SelectTool } from './select.ts'

/** Drags what lies there by 100 to the right while something happens to it. */
function dragged(staff: boolean, meanwhile: (page: TestPage, id: string) => void) {
  const page = new TestPage()
  const { id } = page.add(rect(0), { x: 5 })
  const { desk, told } = testDesk(page, staff)
  const tool = new SelectTool(desk, false)
  const { x, y, width } = page.object(id).box
  const middle = { x: x + width / 2, y }
  tool.down(at(middle.x, middle.y))
  tool.move([at(middle.x + 50, middle.y)])
  meanwhile(page, id)
  tool.up(at(middle.x + 100, middle.y))
  return { page, id, told, placement: page.placement(id) }
}

const placing = (placement: Placement) => (page: TestPage, id: string) => {
  page.byAnother((doc) => doc.getMap('x').set(id, placement))
}

it('moves what is dragged', () => {
  expect(dragged(false, () => undefined).placement).toEqual({ x: 105 })
})

it('leaves to what is dropped that it was locked and grouped meanwhile', () => {
  const now = { x: 5, lock: true, g: 'gggggggggg' } as const
  expect(dragged(true, placing(now)).placement).toEqual({ ...now, x: 105 })
})

it('leaves where it is, and says so, what staff locked while one had it in hand', () => {
  const { placement, told } = dragged(false, placing({ x: 5, lock: true }))
  expect(placement).toEqual({ x: 5, lock: true })
  expect(told).toEqual([['refused', 'locked']])
})

it('places nothing that was deleted meanwhile', () => {
  const { page, id, placement } = dragged(false, (there, gone) => {
    there.edits.run((draft) => {
      draft.remove(there.object(gone))
    })
  })
  expect([page.record(id), placement]).toEqual([undefined, undefined])
})
