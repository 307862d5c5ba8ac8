import { expect, it } from 'vitest'
import type { ObjectRecord, Placement } from '../../../../../shared/board/record.ts'
import { sampleAt, TestPage, testDesk } from '../testing.ts'
import { EndHolding } from './holding.ts'

const line = { t: 'line', z: 1, w: 2, a: [0, 0], b: [100, 0] } as ObjectRecord

/** Takes the second end of a line to (200, 0) while somebody does something to it. */
function drawnOut(map: 'o' | 'x', value: ObjectRecord | Placement) {
  const page = new TestPage()
  const object = page.add(line)
  const { desk, told } = testDesk(page)
  const holding = new EndHolding(desk, object, 1)
  holding.move(sampleAt(200, 0))
  page.byAnother((doc) => doc.getMap(map).set(object.id, value))
  holding.release()
  return { record: page.record(object.id), placement: page.placement(object.id), told }
}

it('leaves to a line whose end was moved that it was moved and grouped meanwhile', () => {
  const { record, placement } = drawnOut('x', { x: 7, y: 5, g: 'gggggggggg', z: 4 })
  expect(record).toEqual({ ...line, a: [7, 5], b: [200, 0] })
  expect(placement).toEqual({ g: 'gggggggggg', z: 4 })
})

it('leaves a line as it is, and says so, that was locked meanwhile', () => {
  const { record, placement, told } = drawnOut('x', { lock: true })
  expect([record, placement]).toEqual([line, { lock: true }])
  expect(told).toEqual([['refused', 'locked']])
})

it('leaves a line as somebody drew it meanwhile', () => {
  const theirs = { ...line, b: [50, 50] } as ObjectRecord
  const { record, placement } = drawnOut('o', theirs)
  expect([record, placement]).toEqual([theirs, undefined])
})
