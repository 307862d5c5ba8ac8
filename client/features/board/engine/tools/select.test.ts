import { expect, it } from 'vitest'
import type { Placement } from '../../../../../shared/board/record.ts'
import { Camera } from '../camera.ts'
import type { Desk, Sample } from '../desk.ts'
import { Lifted } from '../lifted.ts'
import type { SceneObject } from '../scene.ts'
import { Selection } from '../selection.ts'
import { rect, TestPage } from '../testing.ts'
import { SelectTool } from './select.ts'

function aHand(page: TestPage, staff: boolean) {
  const nothing = () => undefined
  const told: unknown[] = []
  const desk = {
    camera: new Camera(nothing),
    painter: { figuresOf: ({ shape, record }: SceneObject) => shape.figures(record) },
    scene: page.scene,
    edits: page.edits,
    selection: new Selection(page.scene, nothing),
    lifted: new Lifted(nothing),
    live: { drag: nothing, drop: nothing },
    writing: { end: nothing },
    rights: { add: true, lock: staff, change: (_: unknown, locked: boolean) => staff || !locked },
    snapFor: () => null,
    tell: (name: string, why: unknown) => told.push([name, why]),
    ask: nothing,
  } as unknown as Desk
  const tool = new SelectTool(desk, false)
  const at = (x: number, y: number): Sample => ({
    screen: { x, y },
    at: { x, y },
    shift: false,
    alt: false,
    command: true,
    device: 'mouse',
  })
  return { tool, at, told }
}

/** Drags what lies there by 100 to the right while something happens to it. */
function dragged(staff: boolean, meanwhile: (page: TestPage, id: string) => void) {
  const page = new TestPage()
  const { id } = page.add(rect(0), { x: 5 })
  const { tool, at, told } = aHand(page, staff)
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
