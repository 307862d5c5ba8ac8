import { expect, it } from 'vitest'
import { changeAll } from './changing.ts'
import { rect, TestPage, testDesk } from './testing.ts'

it('leaves wholly alone what somebody else has redrawn meanwhile', () => {
  const page = new TestPage()
  const object = page.add(rect(0))
  page.byAnother((doc) => doc.getMap('o').set(object.id, rect(50)))
  changeAll(testDesk(page).desk, new Map([[object, { record: rect(9), placement: { x: 4 } }]]))
  expect([page.record(object.id), page.placement(object.id)]).toEqual([rect(50), undefined])
})
