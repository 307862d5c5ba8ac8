import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { decodeInk, type InkMessage } from '../../../../../shared/board/inkBytes.ts'
import { inkOf } from '../../../../../shared/board/ink.ts'
import { boardLimits } from '../../../../../shared/board/record.ts'
import type { InkPoint } from '../../../../../shared/board/shape.ts'
import { shapeOf } from '../../../../../shared/board/shapes/index.ts'
import { Camera } from '../camera.ts'
import type { Canvas, Desk, Sample } from '../desk.ts'
import { Live } from '../live.ts'
import type { Drawable } from '../scene.ts'
import { TestPage } from '../testing.ts'
import { apart, InkTool, nearest } from './ink.ts'

const coordinate = fc.double({ min: 0, max: 50, noNaN: true })
const points = fc.array(fc.record({ x: coordinate, y: coordinate }), { maxLength: 200 })

function aDesk(page: TestPage) {
  const sent: InkMessage[] = []
  const passing = {
    sendPlace: () => undefined,
    sendMove: () => undefined,
    sendInk: (bytes: Uint8Array) => {
      const message = decodeInk(bytes)
      if (message !== null) sent.push(message)
    },
  }
  /** What one sees of the strokes, by where their points are. */
  const drawn: number[][] = []
  const painter = {
    drawOnce: (_: unknown, { record }: Drawable) => {
      drawn.push(inkOf((record as unknown as { p: Uint8Array }).p).map(({ x }) => x))
    },
  }
  const desk = {
    painter,
    scene: page.scene,
    edits: page.edits,
    most: boardLimits.objects,
    mine: page.layer,
    camera: new Camera(() => undefined),
    live: new Live(passing, () => undefined),
    style: { colour: 2, width: 3, fill: 0 },
    rights: { add: true, change: () => true, lock: true },
    ask: () => undefined,
    tell: () => undefined,
  } as unknown as Desk
  const tool = new InkTool(desk, shapeOf({ t: 'pen' })!)
  const frame = (now: number) => {
    drawn.length = 0
    const again = tool.draw({ now } as Canvas)
    return { again, drawn: [...drawn] }
  }
  return { sent, tool, frame }
}

function sample(at: InkPoint): Sample {
  return { at, screen: at, shift: false, alt: false, command: false, device: 'pen' }
}

const strokesOf = (page: TestPage) =>
  page.scene
    .all()
    .sort((one, other) => one.z - other.z)
    .map(({ record }) => inkOf((record as unknown as { p: Uint8Array }).p))

describe('points of ink', () => {
  it('are apart enough, and none that matters is lost', () => {
    fc.assert(
      fc.property(points, fc.double({ min: 0.1, max: 5, noNaN: true }), (drawn, least) => {
        const taken = apart(drawn, undefined, least)
        taken.forEach((point, at) => {
          const before = taken[at - 1]
          if (before !== undefined)
            expect(Math.hypot(point.x - before.x, point.y - before.y)).toBeGreaterThanOrEqual(least)
        })
        for (const point of drawn) {
          const far = taken.map(({ x, y }) => Math.hypot(point.x - x, point.y - y))
          expect(Math.min(...far)).toBeLessThanOrEqual(least)
        }
      }),
    )
  })
})

describe('the pen', () => {
  it('puts one stroke on the board when it is lifted, and nothing before', () => {
    const page = new TestPage()
    const { tool, sent } = aDesk(page)
    tool.down(sample({ x: 0, y: 0, pressure: 0.5 }))
    tool.move([1, 2, 2 + nearest / 4, 3].map((x) => sample({ x, y: 0, pressure: 0.6 })))
    expect(page.scene.size).toBe(0)
    tool.up(sample({ x: 4, y: 0, pressure: 0.2 }))
    expect(strokesOf(page).map((stroke) => stroke.map(({ x }) => x))).toEqual([[0, 1, 2, 3, 4]])
    expect(page.edits.canUndo).toBe(true)
    expect(sent.map(({ kind }) => kind)).toEqual(['begin', 'points', 'end'])
    expect(sent[0]).toMatchObject({ id: page.scene.all()[0]?.id, shape: 'pen' })
  })

  it('parts a long stroke into pieces that hang together, in one step to undo', () => {
    const page = new TestPage()
    const { tool, sent } = aDesk(page)
    tool.down(sample({ x: 0, y: 0 }))
    for (let x = 1; x < 1_200; x += 1) tool.move([sample({ x, y: 0 })])
    tool.up(sample({ x: 1_199, y: 0 }))
    const strokes = strokesOf(page)
    expect(strokes).toHaveLength(3)
    strokes.forEach((stroke, at) => {
      expect(stroke.length).toBeLessThanOrEqual(boardLimits.pointsPerStroke)
      const before = strokes[at - 1]
      if (before !== undefined) expect(stroke[0]).toEqual(before.at(-1))
    })
    expect(strokes.at(-1)?.at(-1)?.x).toBe(1_199)
    expect(sent.filter(({ kind }) => kind === 'begin')).toHaveLength(3)
    page.edits.undo()
    expect(page.scene.size).toBe(0)
  })

  it('is seen where the hand will be, until that time, and keeps and tells nothing of it', () => {
    const page = new TestPage()
    const { tool, sent, frame } = aDesk(page)
    const ahead = (x: number) => ({ points: [{ x, y: 0 }], until: 100 })
    tool.down(sample({ x: 0, y: 0 }))
    tool.move([sample({ x: 5, y: 0 })])
    tool.foresee(ahead(9))
    expect(frame(90)).toEqual({ again: true, drawn: [[0, 5, 9]] })
    expect(frame(100)).toEqual({ again: false, drawn: [[0, 5]] })
    tool.foresee(ahead(9))
    tool.move([sample({ x: 7, y: 0 })])
    expect(frame(90).drawn).toEqual([[0, 5, 7]])
    tool.foresee(ahead(12))
    tool.up(sample({ x: 8, y: 0 }))
    expect(frame(90)).toEqual({ again: false, drawn: [[0, 5, 7, 8]] })
    expect(strokesOf(page).map((stroke) => stroke.map(({ x }) => x))).toEqual([[0, 5, 7, 8]])
    const told = sent.flatMap((one) => (one.kind === 'points' ? one.points : []))
    expect(told.map(({ x }) => x)).toEqual([0, 5, 7, 8])
  })

  it('leaves nothing when it is cancelled', () => {
    const page = new TestPage()
    const { tool, sent } = aDesk(page)
    tool.down(sample({ x: 0, y: 0 }))
    tool.move([sample({ x: 9, y: 0 })])
    tool.cancel()
    tool.up(sample({ x: 9, y: 0 }))
    expect(page.scene.size).toBe(0)
    expect(sent.at(-1)).toEqual({ kind: 'abort' })
  })
})
