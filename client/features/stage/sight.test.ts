// How large a picture is asked for.
import { expect, test } from 'vitest'
import { heightFor } from './sight.ts'

const wide = { width: 1280, height: 720 }
const tile = { width: 160, height: 90, whole: false, pixelRatio: 1 }

test('as large as the tile in pixels of the screen, up to two to one', () => {
  expect(heightFor(wide, tile)).toBe(90)
  expect(heightFor(wide, { ...tile, pixelRatio: 2 })).toBe(180)
  expect(heightFor(wide, { ...tile, pixelRatio: 3 })).toBe(180)
  expect(heightFor(wide, { ...tile, width: 1000, height: 600 })).toBe(720)
})

test('a picture that fills a tile of another shape is larger than the tile', () => {
  expect(heightFor({ width: 360, height: 640 }, tile)).toBe(360)
  expect(heightFor({ width: 360, height: 640 }, { ...tile, whole: true })).toBe(90)
})
