import { describe, expect, it } from 'vitest'
import type { ObjectRecord } from '../../../../../shared/board/record.ts'
import { pen } from '../../../../../shared/board/shapes/pen.ts'
import { sampleAt, TestPage, testDesk } from '../testing.ts'
import { EraserTool } from './eraser.ts'
import { PartialEraserTool } from './partialEraser.ts'

const style = { colour: 0, width: 2, fill: 0 } as const

function stroke(): ObjectRecord {
  const points = Array.from({ length: 101 }, (_, x) => ({ x, y: 0 }))
  return { ...pen.make({ points, constrained: false }, style), t: 'pen', z: 1 }
}

const erasers = { eraser: EraserTool, partialEraser: PartialEraserTool }

describe.each(Object.entries(erasers))('%s', (_, Eraser) => {
  /** Rubs over the middle of a stroke while something happens to it. */
  function rubbed(meanwhile: (page: TestPage, id: string) => void) {
    const page = new TestPage()
    const { id, record } = page.add(stroke())
    const { desk, told } = testDesk(page)
    const tool = new Eraser(desk)
    tool.down(sampleAt(50, -20))
    tool.move([sampleAt(50, 20)])
    meanwhile(page, id)
    tool.up()
    return { whole: page.record(id) === record, told }
  }

  it('takes away what it touched', () => {
    expect(rubbed(() => undefined)).toEqual({ whole: false, told: [] })
  })

  it('leaves, and says so, what was locked meanwhile', () => {
    const locked = rubbed((page, id) => {
      page.byAnother((doc) => doc.getMap('x').set(id, { lock: true }))
    })
    expect(locked).toEqual({ whole: true, told: [['refused', 'locked']] })
  })
})

it('leaves a stroke whole that was moved under the eraser, however often it is touched', () => {
  const page = new TestPage()
  const { id, record } = page.add(stroke())
  const tool = new PartialEraserTool(testDesk(page).desk)
  tool.down(sampleAt(50, -20))
  tool.move([sampleAt(50, 20)])
  page.byAnother((doc) => doc.getMap('x').set(id, { x: 5 }))
  tool.move([sampleAt(20, 20), sampleAt(20, -20)])
  tool.up()
  expect([page.record(id), page.placement(id), page.scene.size]).toEqual([record, { x: 5 }, 1])
})
