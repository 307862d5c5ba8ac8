import { expect, test } from 'vitest'
import type { Planes } from './planes.ts'
import { blackOf, copyInto, planesOf, roughly } from './planes.ts'
import { tileOf, type Rgba } from './rgba.ts'

function still(width: number, height: number, colourAt: (x: number) => readonly number[]): Rgba {
  const rgba = new Uint8Array(width * height * 4)
  for (let n = 0; n < width * height; n += 1) rgba.set(colourAt(n % width), n * 4)
  return { width, height, rgba }
}

function at(picture: Planes, x: number, y: number): number[] {
  const [, blues, reds] = planesOf(picture)
  const chroma = (y / 2) * blues.width + x / 2
  const { data, width } = picture
  return [data[y * width + x], data[blues.start + chroma], data[reds.start + chroma]].map(
    (part) => part ?? 0,
  )
}

/** ITU-R BT.601 with 8 bits. */
test.each([
  ['white', [255, 255, 255, 255], [235, 128, 128]],
  ['red', [255, 0, 0, 255], [82, 90, 240]],
  ['green', [0, 255, 0, 255], [144, 54, 34]],
  ['blue', [0, 0, 255, 255], [41, 240, 110]],
  ['nothing', [255, 255, 255, 0], [16, 128, 128]],
])('%s', (_, colour, planes) => {
  for (const length of [8, 16, 100]) {
    const tile = tileOf(
      still(length, length, () => colour),
      { width: 16, height: 16, fit: 'cover' },
    )
    expect(at(tile, 4, 4)).toEqual(planes)
  }
})

const white = [255, 255, 255, 255]
const halves = still(64, 64, (x) => (x < 32 ? white : [0, 0, 0, 255]))

test('made smaller it is averaged, so that fine lines stay', () => {
  const lines = still(64, 64, (x) => (x % 2 === 0 ? white : [0, 0, 0, 255]))
  const tile = tileOf(lines, { width: 32, height: 32, fit: 'contain' })
  expect(at(tile, 10, 10)[0]).toBe(125)
})

test('contained it is whole, with black at its sides', () => {
  const tile = tileOf(halves, { width: 64, height: 32, fit: 'contain' })
  expect([8, 20, 40, 56].map((x) => at(tile, x, 16)[0])).toEqual([16, 235, 16, 16])
  const upright = tileOf(halves, { width: 32, height: 64, fit: 'contain' })
  expect([8, 20, 56].map((y) => at(upright, 4, y)[0])).toEqual([16, 235, 16])
})

test('covered it fills the tile, cropped evenly', () => {
  const tile = tileOf(halves, { width: 64, height: 32, fit: 'cover' })
  expect([0, 30, 32, 62].map((x) => at(tile, x, 16)[0])).toEqual([235, 235, 16, 16])
})

test('a tile is copied where it stands, and nothing beside it is touched', () => {
  const canvas = blackOf({ width: 64, height: 48 })
  const tile = tileOf(
    still(8, 8, () => white),
    { width: 16, height: 12, fit: 'cover' },
  )
  copyInto(canvas, tile, { x: 20, y: 10 })
  const seen = [
    [18, 10],
    [20, 8],
    [20, 10],
    [34, 20],
    [36, 20],
    [34, 22],
  ].map(([x = 0, y = 0]) => at(canvas, x, y)[0])
  expect(seen).toEqual([16, 16, 235, 235, 16, 16])
})

test('a picture of another size is brought to it', () => {
  const tile = tileOf(halves, { width: 64, height: 64, fit: 'contain' })
  const larger = roughly(tile, { width: 128, height: 32 })
  expect([0, 62, 64, 126].map((x) => at(larger, x, 16)[0])).toEqual([235, 235, 16, 16])
})
