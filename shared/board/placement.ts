// What a placement does to an object: scales it and turns it, both around the middle of its own bounds, and
// moves it. Moving, turning and scaling what is placed already gives a placement again.
import { combine, identity, mapBox, mapPoint, middleOf, rounded, type Matrix } from './geometry.ts'
import type { Placement } from './record.ts'
import type { Box, Point } from './shape.ts'

/** From the object's own units to the page's. `bounds` are the record's. */
export function matrixOf(placement: Placement | null | undefined, bounds: Box): Matrix {
  if (placement === null || placement === undefined) return identity
  const { x = 0, y = 0, r = 0, sx = 1, sy = 1 } = placement
  if (r === 0 && sx === 1 && sy === 1) return { ...identity, e: x, f: y }
  const middle = middleOf(bounds)
  const cos = Math.cos(r)
  const sin = Math.sin(r)
  const turned = { a: cos * sx, b: sin * sx, c: -sin * sy, d: cos * sy, e: 0, f: 0 }
  const back = { ...identity, e: -middle.x, f: -middle.y }
  return combine({ ...identity, e: middle.x + x, f: middle.y + y }, combine(turned, back))
}

/** The upright box on the page that holds the placed object. */
export function placedBox(bounds: Box, placement: Placement | null | undefined): Box {
  return mapBox(matrixOf(placement, bounds), bounds)
}

export function moved(placement: Placement | null | undefined, by: Point): Placement {
  const { x = 0, y = 0 } = placement ?? {}
  return tidy({ ...placement, x: x + by.x, y: y + by.y })
}

/** Clockwise, in radians, about a point of the page. */
export function turned(
  placement: Placement | null | undefined,
  bounds: Box,
  turn: { readonly about: Point; readonly by: number },
): Placement {
  const cos = Math.cos(turn.by)
  const sin = Math.sin(turn.by)
  const { x, y } = turn.about
  const turning = {
    a: cos,
    b: sin,
    c: -sin,
    d: cos,
    e: x - cos * x + sin * y,
    f: y - sin * x - cos * y,
  }
  return withMiddle(
    { ...placement, r: (placement?.r ?? 0) + turn.by },
    { placement, bounds, by: turning },
  )
}

export interface Scaling {
  /** What stays where it is. */
  readonly about: Point
  readonly sx: number
  readonly sy: number
}

/**
 * Along the page's axes. An object that stands askew would be sheared by different scales, which a placement
 * cannot say: it is scaled along its own axes by the nearest of the two.
 */
export function scaled(
  placement: Placement | null | undefined,
  bounds: Box,
  { about, sx, sy }: Scaling,
): Placement {
  const old = placement ?? {}
  const upright = Math.abs(Math.cos(old.r ?? 0)) >= Math.SQRT1_2
  const [own, across] = upright ? [sx, sy] : [sy, sx]
  const scaling = { a: sx, b: 0, c: 0, d: sy, e: about.x - sx * about.x, f: about.y - sy * about.y }
  // Mirrored along one axis, what was turned one way is turned the other.
  const r = sx * sy < 0 ? -(old.r ?? 0) : (old.r ?? 0)
  const next = { ...old, r, sx: (old.sx ?? 1) * own, sy: (old.sy ?? 1) * across }
  return withMiddle(next, { placement, bounds, by: scaling })
}

/** Along the object's own axes, however it is turned. */
export function scaledAskew(
  placement: Placement | null | undefined,
  bounds: Box,
  scaling: Scaling,
): Placement {
  const { about } = scaling
  const turn = placement?.r ?? 0
  const upright = turned(placement, bounds, { about, by: -turn })
  return turned(scaled(upright, bounds, scaling), bounds, { about, by: turn })
}

/** The placement that does to something of other bounds exactly what this one does to these. */
export function rebased(
  placement: Placement | undefined,
  bounds: Box,
  other: Box,
): Placement | undefined {
  if (placement === undefined) return undefined
  const middle = middleOf(other)
  const there = mapPoint(matrixOf(placement, bounds), middle)
  return { ...placement, x: there.x - middle.x, y: there.y - middle.y }
}

function withMiddle(
  next: Placement,
  from: { placement: Placement | null | undefined; bounds: Box; by: Matrix },
): Placement {
  const middle = middleOf(from.bounds)
  const { x = 0, y = 0 } = from.placement ?? {}
  const there = mapPoint(from.by, { x: middle.x + x, y: middle.y + y })
  return tidy({ ...next, x: there.x - middle.x, y: there.y - middle.y })
}

const fullTurn = 2 * Math.PI

/** Without what changes nothing, and with angles from −π to π. */
export function tidy(placement: Placement): Placement {
  const { x = 0, y = 0, r = 0, sx = 1, sy = 1, ...rest } = placement
  const [left, top] = [rounded(x), rounded(y)]
  const angle = r - fullTurn * Math.round(r / fullTurn)
  return {
    ...rest,
    ...(left !== 0 && { x: left }),
    ...(top !== 0 && { y: top }),
    ...(Math.abs(angle) > 1e-6 && { r: angle }),
    ...(sx !== 1 && { sx }),
    ...(sy !== 1 && { sy }),
  }
}
