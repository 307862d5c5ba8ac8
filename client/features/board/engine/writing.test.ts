import { expect, it } from 'vitest'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import type { Palette, TextField, TextFieldLook } from './contract.ts'
import { Camera } from './camera.ts'
import { Painter } from './painter.ts'
import { passing } from './wet.ts'
import { Writing } from './writing.ts'

/** Writes something whose corner is so far across and down, on a screen of 390 × 600. */
function writingAt(t: 'note' | 'text', [x, y]: readonly [number, number]) {
  const camera = new Camera(() => undefined)
  camera.resize({ width: 390, height: 600 })
  const palette = { css: () => '#000', page: '#fff' } as unknown as Palette
  let look: TextFieldLook | null = null
  let type: TextField['changed'] = () => undefined
  const writing = new Writing({
    port: {
      open: (field: TextField) => {
        look = field.look
        type = field.changed
        return { move: (next) => void (look = next), close: () => undefined }
      },
    },
    camera,
    painter: new Painter(palette, {} as never),
    changed: () => undefined,
  })
  const shape = shapeOf({ t })
  const made = shape?.make(
    { points: [{ x, y }], constrained: false },
    { colour: 0, width: 2, fill: 0 },
  )
  if (shape === null || made === null || made === undefined) throw new Error(`there is no ${t}`)
  const drawn = passing(shape, { ...made, t, z: 1 })
  writing.begin({ drawn, label: t, show: () => undefined, done: () => undefined })
  const box = () => {
    writing.follow()
    if (look === null) throw new Error('nothing is written')
    return look.box
  }
  return {
    camera,
    writing,
    box,
    top: () => box().y,
    type: (text: string) => {
      type(text)
    },
  }
}

it('brings what is written up when a keyboard comes, and no further than it must', () => {
  const { writing, top } = writingAt('note', [100, 500])
  const before = top()
  writing.reveal({ x: 0, y: 0, width: 390, height: 300 })
  expect(top()).toBeLessThan(180)
  expect(top()).toBeGreaterThanOrEqual(0)
  const after = top()
  writing.reveal({ x: 0, y: 0, width: 390, height: 600 })
  expect(top()).toBe(after)
  expect(before).toBeGreaterThan(300)
})

it('leaves what is seen where it is', () => {
  const { camera, writing } = writingAt('note', [100, 120])
  writing.reveal({ x: 0, y: 0, width: 390, height: 560 })
  expect(camera.sight).toEqual({ x: 0, y: 0, zoom: 1 })
})

it('takes the board along with a line that grows beyond its edge', () => {
  const { camera, box, type } = writingAt('text', [330, 100])
  type('a')
  expect(camera.sight.x).toBe(0)
  type('a line that is longer than what is left of the page')
  expect(camera.sight.x).toBeGreaterThan(0)
  expect(box().x + box().width).toBeLessThan(390)
})
