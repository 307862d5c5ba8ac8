// Real SVG drawn by the real library in its own thread.
import { expect, test, vi } from 'vitest'
import { planesOf, type Planes } from './planes.ts'
import { Stills } from './stills.ts'

const until = { timeout: 60_000, interval: 20 }
const tile = { width: 320, height: 180, fit: 'contain' } as const

const svgOf = (colour: string) =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="64" height="64"><rect width="64" height="64" fill="${colour}"/></svg>`

function open() {
  const drawn: { id: string; still: Planes }[] = []
  const failed: string[] = []
  const stills = new Stills({
    draw: (id, still) => drawn.push({ id, still }),
    failed: (id) => failed.push(id),
  })
  return { stills, drawn, failed }
}

function colourAt({ data, width, height }: Planes, x: number, y: number): (number | undefined)[] {
  const [, blues, reds] = planesOf({ width, height })
  const chroma = (y / 2) * blues.width + x / 2
  return [data[y * width + x], data[blues.start + chroma], data[reds.start + chroma]]
}

const red = [82, 90, 240]
const blue = [41, 240, 110]
const black = [16, 128, 128]

test('it is drawn in the size of its tile', async () => {
  const { stills, drawn } = open()
  using _ = stills
  stills.draw('board', svgOf('red'), tile)
  await vi.waitFor(() => expect(drawn).toHaveLength(1), until)
  const [first] = drawn
  if (first === undefined) throw new Error('nothing was drawn')
  expect(first).toMatchObject({ id: 'board', still: { width: 320, height: 180 } })
  expect(colourAt(first.still, 160, 90)).toEqual(red)
  expect(colourAt(first.still, 72, 90)).toEqual(red)
  expect(colourAt(first.still, 60, 90)).toEqual(black)
})

test('of many changes the last is seen, and few before it', async () => {
  const { stills, drawn } = open()
  using _ = stills
  for (let n = 0; n < 50; n += 1) stills.draw('board', svgOf('red'), tile)
  stills.draw('slides', svgOf('red'), tile)
  stills.draw('board', svgOf('blue'), tile)
  const lastOf = (id: string) => drawn.findLast((one) => one.id === id)?.still
  await vi.waitFor(() => {
    expect(lastOf('slides')).toBeDefined()
    expect(colourAt(lastOf('board') ?? { ...tile, data: Buffer.alloc(0) }, 160, 90)).toEqual(blue)
  }, until)
  expect(drawn.length).toBeLessThanOrEqual(3)
})

test('what cannot be drawn is told, and the next is drawn', async () => {
  const { stills, drawn, failed } = open()
  using _ = stills
  stills.draw('board', '<svg', tile)
  await vi.waitFor(() => expect(failed).toEqual(['board']), until)
  stills.draw('board', svgOf('blue'), tile)
  await vi.waitFor(() => expect(drawn).toHaveLength(1), until)
})
