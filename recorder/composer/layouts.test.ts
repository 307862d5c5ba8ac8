import { expect, test } from 'vitest'
import { layoutOf, mostInGrid, type Arrangement, type Place } from './layouts.ts'

const canvas = { width: 1_280, height: 720 }
const box = ({ id, x, y, width, height }: Place) => [id, x, y, width, height]
const cameras = (count: number) => Array.from({ length: count }, (_, n) => `camera-${n}`)

test('alone it has the whole canvas, and is seen whole', () => {
  expect(layoutOf({ kind: 'alone', main: 'board' }, canvas)).toEqual([
    { id: 'board', x: 0, y: 0, width: 1_280, height: 720, fit: 'contain', z: 0 },
  ])
})

test('whoever is beside it takes nothing of it', () => {
  const [main, side] = layoutOf({ kind: 'beside', main: 'screen', side: 'camera' }, canvas)
  expect(main).toMatchObject({ x: 0, y: 0, width: 960, height: 720, fit: 'contain' })
  expect(side).toMatchObject({ x: 960, y: 240, width: 320, height: 240, fit: 'cover' })
})

test.each([
  ['topLeft', 20, 20],
  ['topRight', 1_004, 20],
  ['bottomLeft', 20, 556],
  ['bottomRight', 1_004, 556],
] as const)('in the corner %s it stands above what is behind', (corner, x, y) => {
  const arrangement = { kind: 'corner', main: 'slides', side: 'camera', corner } as const
  const [main, side] = layoutOf(arrangement, canvas)
  expect(main).toMatchObject({ id: 'slides', width: 1_280, height: 720, z: 0 })
  expect(side).toMatchObject({ id: 'camera', x, y, width: 256, height: 144, z: 1 })
})

test.each([
  [0, []],
  [1, [['camera-0', 0, 0, 1_280, 720]]],
  [
    2,
    [
      ['camera-0', 0, 180, 640, 360],
      ['camera-1', 640, 180, 640, 360],
    ],
  ],
  [
    3,
    [
      ['camera-0', 0, 0, 640, 360],
      ['camera-1', 640, 0, 640, 360],
      ['camera-2', 320, 360, 640, 360],
    ],
  ],
])('a grid of %i', (count, places) => {
  expect(layoutOf({ kind: 'grid', cameras: cameras(count) }, canvas).map(box)).toEqual(places)
})

const sizes = [canvas, { width: 854, height: 480 }, { width: 720, height: 1_280 }]
const arrangements: Arrangement[] = [
  { kind: 'alone', main: 'a' },
  { kind: 'beside', main: 'a', side: 'b' },
  { kind: 'corner', main: 'a', side: 'b', corner: 'bottomRight' },
  ...Array.from({ length: mostInGrid + 2 }, (_, count): Arrangement => {
    return { kind: 'grid', cameras: cameras(count) }
  }),
]

test.each(sizes)('on $width × $height everything is on the canvas and even', (size) => {
  for (const arrangement of arrangements) {
    const layout = layoutOf(arrangement, size)
    expect(layout.length).toBeLessThanOrEqual(mostInGrid)
    for (const { x, y, width, height } of layout) {
      for (const pixels of [x, y, width, height]) expect(pixels % 2).toBe(0)
      expect(Math.min(x, y)).toBeGreaterThanOrEqual(0)
      expect(x + width).toBeLessThanOrEqual(size.width)
      expect(y + height).toBeLessThanOrEqual(size.height)
    }
  }
})

test('tiles of a grid do not lie on each other', () => {
  for (let count = 1; count <= mostInGrid; count += 1) {
    const layout = layoutOf({ kind: 'grid', cameras: cameras(count) }, canvas)
    const covered = new Set(
      layout.flatMap(({ x, y, width, height }) => {
        const points: string[] = []
        for (let across = x; across < x + width; across += 2)
          for (let down = y; down < y + height; down += 40) points.push(`${across} ${down}`)
        return points
      }),
    )
    const sum = layout.reduce(
      (all, { width, height }) => all + (width / 2) * Math.ceil(height / 40),
      0,
    )
    expect(covered.size).toBe(sum)
  }
})
