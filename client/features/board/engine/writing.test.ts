import { expect, it } from 'vitest'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import type { Palette, TextField, TextFieldLook } from './contract.ts'
import { Camera } from './camera.ts'
import { Painter } from './painter.ts'
import { passing } from './wet.ts'
import { Writing } from './writing.ts'

/** Writes a note whose corner is so far down, on a screen of 390 × 600. */
function aNoteAt(y: number) {
  const camera = new Camera(() => undefined)
  camera.resize({ width: 390, height: 600 })
  const palette = { css: () => '#000', page: '#fff' } as unknown as Palette
  let look: TextFieldLook | null = null
  const writing = new Writing({
    port: {
      open: (field: TextField) => {
        ;({ look } = field)
        return { move: (next) => void (look = next), close: () => undefined }
      },
    },
    camera,
    painter: new Painter(palette, {} as never),
    changed: () => undefined,
  })
  const note = shapeOf({ t: 'note' })
  const made = note?.make(
    { points: [{ x: 100, y }], constrained: false },
    { colour: 0, width: 2, fill: 0 },
  )
  if (note === null || made === null || made === undefined) throw new Error('there is no note')
  const drawn = passing(note, { ...made, t: 'note', z: 1 })
  writing.begin({ drawn, label: 'Note', show: () => undefined, done: () => undefined })
  const top = () => {
    writing.follow()
    return look?.box.y ?? Number.NaN
  }
  return { camera, writing, top }
}

it('brings what is written up when a keyboard comes, and no further than it must', () => {
  const { writing, top } = aNoteAt(500)
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
  const { camera, writing } = aNoteAt(120)
  writing.reveal({ x: 0, y: 0, width: 390, height: 560 })
  expect(camera.sight).toEqual({ x: 0, y: 0, zoom: 1 })
})
