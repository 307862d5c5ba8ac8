// What scaling does to an object: what can be drawn larger with lines as wide as before gets another record,
// the rest another placement. Pure.
import { rebased, tidy } from '../../../../shared/board/placement.ts'
import type { ObjectRecord, Placement } from '../../../../shared/board/record.ts'
import type { Drawable } from './scene.ts'

/** What a hand makes of an object. */
export interface Change {
  readonly record: ObjectRecord
  readonly placement: Placement
}

/** Nearer than this, two scales are one. */
const same = 1e-6

/** `placement` is what it would get if all of it were scaled, lines and letters too. */
export function stretched(object: Drawable, placement: Placement): Change {
  const { shape, record, bounds } = object
  const { sx = 1, sy = 1 } = object.placement ?? {}
  const by = { x: (placement.sx ?? 1) / sx, y: (placement.sy ?? 1) / sy }
  const [across, down] = [Math.abs(by.x), Math.abs(by.y)]
  const isScaled = Math.abs(across - 1) > same || Math.abs(down - 1) > same
  const asItIs = shape.keepsProportions === true && Math.abs(across - down) < same
  if (shape.stretched === undefined || !isScaled || asItIs) return { record, placement }
  const next = shape.stretched(record, { x: across, y: down })
  const unscaled = { ...placement, sx: sx * Math.sign(by.x), sy: sy * Math.sign(by.y) }
  return { record: next, placement: tidy(rebased(unscaled, bounds, shape.bounds(next)) ?? {}) }
}

/** More than so many at once are scaled as they are: their records would not fit into one message. */
const mostRedrawn = 60

export function changesOf<Found extends Drawable>(
  placements: ReadonlyMap<Found, Placement>,
): Map<Found, Change> {
  const redrawn = placements.size <= mostRedrawn
  const changes = [...placements].map(([object, placement]): [Found, Change] => [
    object,
    redrawn ? stretched(object, placement) : { record: object.record, placement },
  ])
  return new Map(changes)
}

/** As it would be drawn. */
export function changed(object: Drawable, { record, placement }: Change): Drawable {
  const { shape, bounds } = object
  if (record === object.record) return { shape, record, placement, bounds }
  return { shape, record, placement, bounds: shape.bounds(record) }
}
