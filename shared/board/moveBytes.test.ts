import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decodeMove, encodeMove, mostMoved, poseOf, type Pose } from './moveBytes.ts'
import { passingLimits } from './wire.ts'

const far = fc.integer({ min: -10_000_000, max: 10_000_000 }).map((value) => value / 10 + 0)
const near = fc.integer({ min: -30_000, max: 30_000 }).map((value) => value / 10_000 + 0)
const pose: fc.Arbitrary<Pose> = fc.record({ x: far, y: far, r: near, sx: near, sy: near })
const id = fc.stringMatching(/^[\w-]{10}$/)
const poses = fc.array(fc.tuple(id, pose), { maxLength: mostMoved }).map((all) => new Map(all))

test('what is dragged is read as it was written, within one message', () => {
  fc.assert(
    fc.property(poses, (all) => {
      const bytes = encodeMove({ kind: 'moving', poses: all })
      expect(bytes.length).toBeLessThanOrEqual(passingLimits.bytes)
      expect(decodeMove(bytes)).toEqual({ kind: 'moving', poses: all })
    }),
  )
  for (const kind of ['done', 'cancelled'] as const)
    expect(decodeMove(encodeMove({ kind }))).toEqual({ kind })
})

test('of many only the first are shown', () => {
  const many = Array.from({ length: 40 }, (_, at) => [`object-${at}`, poseOf({ x: at })] as const)
  const message = decodeMove(encodeMove({ kind: 'moving', poses: new Map(many) }))
  expect(message?.kind === 'moving' && [...message.poses.keys()]).toEqual(
    many.slice(0, mostMoved).map(([name]) => name),
  )
})

test('garbage is nothing', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 600 }), (bytes) => {
      const message = decodeMove(bytes)
      if (message?.kind !== 'moving') return
      expect(message.poses.size).toBeLessThanOrEqual(mostMoved)
      for (const { x, y, r, sx, sy } of message.poses.values())
        expect([x, y, r, sx, sy].every(Number.isFinite)).toBe(true)
    }),
  )
})
