// Where objects go when they are aligned, distributed or put above and below others. Pure: from objects to
// the placements they get.
import { around, meet, middleOf } from '../../../../shared/board/geometry.ts'
import { moved } from '../../../../shared/board/placement.ts'
import type { Placement } from '../../../../shared/board/record.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'
import type { Alignment } from './contract.ts'
import { byOrder, type SceneObject } from './scene.ts'

export type Placements = ReadonlyMap<SceneObject, Placement>

/** Objects that move as one: a group, or an object alone. */
function bundles(objects: readonly SceneObject[]): SceneObject[][] {
  const found = new Map<string, SceneObject[]>()
  for (const object of objects) {
    const name = object.placement?.g ?? object.key
    found.set(name, [...(found.get(name) ?? []), object])
  }
  return [...found.values()]
}

function boxOf(bundle: readonly SceneObject[]): Box {
  return around(bundle.map(({ box }) => box)) ?? { x: 0, y: 0, width: 0, height: 0 }
}

function shifted(bundle: readonly SceneObject[], by: Point): [SceneObject, Placement][] {
  return bundle.map((object) => [object, moved(object.placement, by)])
}

export function aligned(objects: readonly SceneObject[], how: Alignment): Placements {
  const whole = boxOf(objects)
  const entries = bundles(objects).flatMap((bundle) =>
    shifted(bundle, alignment(boxOf(bundle), whole, how)),
  )
  return new Map(entries)
}

function alignment(box: Box, whole: Box, how: Alignment): Point {
  const [right, bottom] = [whole.width - box.width, whole.height - box.height]
  switch (how) {
    case 'left':
      return { x: whole.x - box.x, y: 0 }
    case 'centre':
      return { x: whole.x + right / 2 - box.x, y: 0 }
    case 'right':
      return { x: whole.x + right - box.x, y: 0 }
    case 'top':
      return { x: 0, y: whole.y - box.y }
    case 'middle':
      return { x: 0, y: whole.y + bottom / 2 - box.y }
    case 'bottom':
      return { x: 0, y: whole.y + bottom - box.y }
  }
}

/** The same gap between neighbours; the outermost two stay. */
export function distributed(objects: readonly SceneObject[], axis: 'x' | 'y'): Placements {
  const side = axis === 'x' ? 'width' : 'height'
  const placed = bundles(objects).map((bundle) => ({ bundle, box: boxOf(bundle) }))
  const inLine = placed.sort((one, other) => middleOf(one.box)[axis] - middleOf(other.box)[axis])
  const [first, last] = [inLine[0], inLine.at(-1)]
  if (first === undefined || last === undefined || inLine.length < 3) return new Map()
  const room = last.box[axis] + last.box[side] - first.box[axis]
  const filled = inLine.reduce((sum, { box }) => sum + box[side], 0)
  const gap = (room - filled) / (inLine.length - 1)
  let at = first.box[axis]
  const entries = inLine.flatMap(({ bundle, box }) => {
    const by = at - box[axis]
    at += box[side] + gap
    return shifted(bundle, axis === 'x' ? { x: by, y: 0 } : { x: 0, y: by })
  })
  return new Map(entries)
}

export type Direction = 'toFront' | 'forward' | 'backward' | 'toBack'

/** `all` is everything on the page. Their own order is kept. */
export function reordered(
  objects: readonly SceneObject[],
  all: readonly SceneObject[],
  direction: Direction,
): Placements {
  const chosen = new Set(objects)
  const others = all.filter((object) => !chosen.has(object)).sort(byOrder)
  const mine = objects.toSorted(byOrder)
  const box = boxOf(mine)
  const [low, high] = [mine[0], mine.at(-1)]
  if (low === undefined || high === undefined || others.length === 0) return new Map()
  const touching = others.filter((other) => meet(other.box, box))
  const above = touching.find((other) => byOrder(other, low) > 0)
  const below = touching.findLast((other) => byOrder(other, high) < 0)
  switch (direction) {
    case 'toFront':
      return between(mine, others.at(-1), undefined)
    case 'toBack':
      return between(mine, undefined, others[0])
    case 'forward':
      return above === undefined ? new Map() : between(mine, above, next(others, above, 1))
    case 'backward':
      return below === undefined ? new Map() : between(mine, next(others, below, -1), below)
  }
}

function next(
  others: readonly SceneObject[],
  object: SceneObject,
  by: 1 | -1,
): SceneObject | undefined {
  return others[others.indexOf(object) + by]
}

function between(
  mine: readonly SceneObject[],
  below: SceneObject | undefined,
  above: SceneObject | undefined,
): Placements {
  const low = below?.z ?? (above?.z ?? 0) - mine.length - 1
  const high = above?.z ?? low + mine.length + 1
  const step = (high - low) / (mine.length + 1)
  return new Map(
    mine.map((object, at) => [object, { ...object.placement, z: low + step * (at + 1) }]),
  )
}
