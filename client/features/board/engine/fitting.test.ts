import { expect, it } from 'vitest'
import { fitting } from './fitting.ts'
import { rect, testDesk, TestPage } from './testing.ts'

const screen = { width: 1_300, height: 800 }

/** What is shown when everything is asked for, beside tools on the left. */
function everything(slide: object | null, page = new TestPage()) {
  const { desk } = testDesk(page)
  const all = { ...desk, slide, now: () => 0 } as typeof desk
  desk.camera.resize(screen, { x: 100, y: 0, width: 1_200, height: 800 })
  const { zoomToFit } = fitting(all)
  const can = zoomToFit.can()
  zoomToFit.run()
  return { can, goal: desk.camera.goal }
}

it('shows the slide with everything that lies on it, beside the tools', () => {
  const page = new TestPage()
  page.add(rect(600, 300))
  const slide = { x: 0, y: 0, width: 600, height: 310 }
  const { goal } = everything({ ...slide, width: 1_200, height: 600 }, page)
  expect(goal).toEqual({ x: -100, y: -100, zoom: 1 })
  const wider = everything(slide, page)
  expect(wider.goal.zoom).toBeCloseTo(1_200 / 610)
  expect(everything(slide).can).toBe(true)
})

it('has nothing to show on an empty page', () => {
  expect(everything(null).can).toBe(false)
})
