import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Camera, fitted, panned, shown, zoomLimits, zoomed, type Sight } from './camera.ts'

const near = (one: number, other: number) => Math.abs(one - other) < 1e-6 * (1 + Math.abs(one))
const length = fc.double({ min: 1, max: 5_000, noNaN: true })
const offset = fc.double({ min: -50_000, max: 50_000, noNaN: true })
const sight: fc.Arbitrary<Sight> = fc.record({
  x: offset,
  y: offset,
  zoom: fc.double({ min: zoomLimits.least, max: zoomLimits.most, noNaN: true }),
})
const onScreen = fc.record({
  x: fc.double({ min: 0, max: 2_000, noNaN: true }),
  y: fc.double({ min: 0, max: 2_000, noNaN: true }),
})
const size = fc.record({ width: length, height: length })
const wholeOf = (of: { width: number; height: number }) => ({ x: 0, y: 0, ...of })
const box = fc.record({ x: offset, y: offset, width: length, height: length })

function cameraAt(at: Sight): Camera {
  const camera = new Camera(() => undefined)
  camera.resize({ width: 1_280, height: 800 })
  camera.set(at)
  return camera
}

describe('the camera', () => {
  it('goes from the screen to the board and back', () => {
    fc.assert(
      fc.property(sight, onScreen, (at, point) => {
        const camera = cameraAt(at)
        const back = camera.toScreen(camera.toBoard(point))
        expect(Math.hypot(back.x - point.x, back.y - point.y)).toBeLessThan(1e-5)
      }),
    )
  })

  it('keeps what lies under the hand while it zooms', () => {
    fc.assert(
      fc.property(
        sight,
        onScreen,
        fc.double({ min: 0.01, max: 40, noNaN: true }),
        (at, hand, to) => {
          const before = cameraAt(at).toBoard(hand)
          const after = cameraAt(zoomed(at, hand, to)).toBoard(hand)
          expect(near(before.x, after.x) && near(before.y, after.y)).toBe(true)
        },
      ),
    )
  })

  it('never leaves its limits', () => {
    const far = zoomed({ x: 0, y: 0, zoom: 1 }, { x: 0, y: 0 }, 1e9)
    expect(far.zoom).toBe(zoomLimits.most)
    expect(zoomed(far, { x: 0, y: 0 }, 0).zoom).toBe(zoomLimits.least)
    expect(panned({ x: 0, y: 0, zoom: 1 }, { x: -1e12, y: 0 }).x).toBe(1_000_000)
  })

  it('moves the board with the hand', () => {
    const moved = panned({ x: 10, y: 20, zoom: 2 }, { x: 8, y: -4 })
    expect(moved).toEqual({ x: 6, y: 22, zoom: 2 })
  })

  it('shows all of a box, in the middle, as large as it can', () => {
    fc.assert(
      fc.property(box, size, (part, screen) => {
        const { x, y, zoom } = shown(part, wholeOf(screen))
        fc.pre(zoom > zoomLimits.least && zoom < zoomLimits.most)
        const seen = { width: screen.width / zoom, height: screen.height / zoom }
        expect(near(x + seen.width / 2, part.x + part.width / 2)).toBe(true)
        expect(near(y + seen.height / 2, part.y + part.height / 2)).toBe(true)
        const spare = Math.min(seen.width - part.width, seen.height - part.height)
        expect(Math.abs(spare)).toBeLessThan(1e-3)
      }),
    )
  })

  it('does not blow up what is small to fit it', () => {
    const dot = { x: 5, y: 5, width: 1, height: 1 }
    expect(fitted(dot, wholeOf({ width: 800, height: 600 })).zoom).toBe(1)
  })

  it('fits a box beside what lies over an edge of the screen', () => {
    fc.assert(
      fc.property(box, box, (part, free) => {
        const { x, y } = free
        const sight = shown(part, free)
        fc.pre(sight.zoom > zoomLimits.least && sight.zoom < zoomLimits.most)
        fc.pre(Math.abs(sight.x) < 1e6 && Math.abs(sight.y) < 1e6)
        const left = (part.x - sight.x) * sight.zoom
        const top = (part.y - sight.y) * sight.zoom
        expect(left).toBeGreaterThan(x - 1e-2)
        expect(top).toBeGreaterThan(y - 1e-2)
        expect(left + part.width * sight.zoom).toBeLessThan(x + free.width + 1e-2)
        expect(top + part.height * sight.zoom).toBeLessThan(y + free.height + 1e-2)
      }),
    )
  })

  it('glides to where it is sent, and a hand stops it', () => {
    const camera = cameraAt({ x: 0, y: 0, zoom: 1 })
    camera.glideTo({ x: 100, y: 0, zoom: 2 }, 0)
    camera.step(50)
    expect(camera.sight.x).toBeGreaterThan(0)
    expect(camera.sight.x).toBeLessThan(100)
    camera.step(10_000)
    expect(camera.sight).toEqual({ x: 100, y: 0, zoom: 2 })
    expect(camera.gliding).toBe(false)
    camera.glideTo({ x: 0, y: 0, zoom: 1 }, 10_000)
    camera.panBy({ x: 0, y: 0 })
    expect(camera.gliding).toBe(false)
  })

  it('holds what lies over something that does not move, whatever hands do and on any screen', () => {
    const camera = cameraAt({ x: 0, y: 0, zoom: 1 })
    camera.hold({ x: 0, y: 0, width: 1_280, height: 720 })
    camera.panBy({ x: 50, y: 50 })
    camera.zoomAt({ x: 10, y: 10 }, 2)
    camera.glideTo({ x: 9, y: 9, zoom: 3 }, 0)
    camera.resize({ width: 640, height: 720 })
    expect(camera.sight).toEqual({ x: 0, y: -360, zoom: 0.5 })
    expect(camera.gliding).toBe(false)
  })

  it('stays where it is in a frame that is older than its glide', () => {
    const camera = cameraAt({ x: 0, y: 0, zoom: 1 })
    camera.glideTo({ x: 100, y: 0, zoom: 2 }, 1_000)
    camera.step(200)
    expect(camera.sight).toEqual({ x: 0, y: 0, zoom: 1 })
    expect(camera.goal).toEqual({ x: 100, y: 0, zoom: 2 })
  })
})
