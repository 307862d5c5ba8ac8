// The frame around what is selected and the handles on it, in CSS pixels. Pure but for the drawing.
import {
  cornersOf,
  distance,
  grown,
  holdsPoint,
  middleOf,
  turnedPoint,
} from '../../../../shared/board/geometry.ts'
import type { Scaling } from '../../../../shared/board/placement.ts'
import type { Box, Point, Side } from '../../../../shared/board/shape.ts'
import type { Guide } from './snap.ts'
import type { Camera } from './camera.ts'
import type { Sample } from './desk.ts'

export type Handle = 'nw' | 'ne' | 'se' | 'sw' | Side | 'turn'

export type Device = Sample['device']

export const allSides: readonly Side[] = ['n', 'e', 's', 'w']

const padding = 6
const size = { mouse: 8, pen: 10, touch: 14 } as const
/** How near a pointer must come; a finger is broader. */
const reach = { mouse: 8, pen: 10, touch: 20 } as const
const turnAbove = 26
/** On a smaller box, the handles of edges would hide those of corners. */
const smallest = { along: 48, across: 24 } as const

const cursors = {
  nw: 'nwse-resize',
  se: 'nwse-resize',
  ne: 'nesw-resize',
  sw: 'nesw-resize',
  n: 'ns-resize',
  s: 'ns-resize',
  e: 'ew-resize',
  w: 'ew-resize',
  turn: 'grab',
} as const

/** Clockwise. */
const around = ['n', 'ne', 'e', 'se', 's', 'sw', 'w', 'nw'] as const

export function cursorOf(handle: Handle, turn: number): string {
  if (handle === 'turn') return cursors.turn
  const eighths = Math.round(turn / (Math.PI / 4))
  const seen = around.at((around.indexOf(handle) + eighths) % around.length) ?? handle
  return cursors[seen]
}

/** A frame around what is selected, on the screen. */
export interface Frame {
  /** As if it were upright. */
  readonly box: Box
  /** About its middle, in radians. */
  readonly turn: number
  /** Edges that can be taken. */
  readonly sides: readonly Side[]
}

export function placesOf({ box, turn, sides }: Frame): [Handle, Point][] {
  const about = middleOf(box)
  return uprightPlaces(box, sides).map(([handle, place]) => [
    handle,
    turnedPoint(place, about, turn),
  ])
}

function uprightPlaces(box: Box, sides: readonly Side[]): [Handle, Point][] {
  const { x, y, width, height } = grown(box, padding)
  const middle = middleOf(box)
  const [right, bottom] = [x + width, y + height]
  const places: [Handle, Point][] = [
    ['nw', { x, y }],
    ['ne', { x: right, y }],
    ['se', { x: right, y: bottom }],
    ['sw', { x, y: bottom }],
    ['turn', { x: middle.x, y: y - turnAbove }],
  ]
  const edges = {
    n: { x: middle.x, y },
    e: { x: right, y: middle.y },
    s: { x: middle.x, y: bottom },
    w: { x, y: middle.y },
  }
  for (const side of sides) {
    const [along, across] = side === 'n' || side === 's' ? [width, height] : [height, width]
    if (along > smallest.along && across > smallest.across) places.push([side, edges[side]])
  }
  return places
}

export function handleAt(frame: Frame, at: Point, device: Device): Handle | null {
  const { box, turn } = frame
  const upright = turnedPoint(at, middleOf(box), -turn)
  // What is small is to be moved by what lies within it, too.
  const within = holdsPoint(box, upright) ? Math.min(box.width, box.height) / 4 + padding : Infinity
  const near = placesOf(frame)
    .map(([handle, place]) => ({ handle, far: distance(place, at) }))
    .filter(({ far }) => far <= Math.min(reach[device], within))
    .sort((one, other) => one.far - other.far)
  return near[0]?.handle ?? null
}

/** What dragging a handle does to a box, of the board; a corner that is not free keeps the proportions. */
export function scalingOf(
  box: Box,
  handle: Exclude<Handle, 'turn'>,
  drag: { readonly by: Point; readonly free: boolean; readonly fromMiddle: boolean },
): Scaling {
  const { by, free, fromMiddle } = drag
  const [west, north] = [handle.includes('w'), handle.includes('n')]
  const across = west || handle.includes('e')
  const down = north || handle.includes('s')
  const twice = fromMiddle ? 2 : 1
  const grow = (length: number, change: number) =>
    length === 0 ? 1 : notFlat((length + twice * change) / length)
  let sx = across ? grow(box.width, west ? -by.x : by.x) : 1
  let sy = down ? grow(box.height, north ? -by.y : by.y) : 1
  if (across && down && !free) {
    const most = Math.max(Math.abs(sx), Math.abs(sy))
    sx = most * Math.sign(sx)
    sy = most * Math.sign(sy)
  }
  const middle = middleOf(box)
  const x = across ? (west ? box.x + box.width : box.x) : middle.x
  const y = down ? (north ? box.y + box.height : box.y) : middle.y
  return { about: fromMiddle ? middle : { x, y }, sx, sy }
}

/** Nothing is ever scaled to nothing: it could not be scaled back. */
function notFlat(scale: number): number {
  const least = 0.02
  return Math.abs(scale) < least ? least * (scale < 0 ? -1 : 1) : scale
}

const turnStep = Math.PI / 12

/** In radians; in steps of 15° when constrained. */
export function turnOf(
  middle: Point,
  way: { readonly from: Point; readonly to: Point; readonly constrained: boolean },
): number {
  const angle = ({ x, y }: Point) => Math.atan2(y - middle.y, x - middle.x)
  const turn = angle(way.to) - angle(way.from)
  return way.constrained ? Math.round(turn / turnStep) * turnStep : turn
}

export function drawFrame(
  context: CanvasRenderingContext2D,
  look: {
    readonly frame: Frame
    readonly accent: string /** For what hand; null when it cannot be changed. */
    readonly handles: Device | null
  },
): void {
  const corners = cornersOf(grown(look.frame.box, padding))
  const about = middleOf(look.frame.box)
  context.setLineDash([])
  context.strokeStyle = look.accent
  context.lineWidth = 1.5
  context.beginPath()
  for (const { x, y } of corners.map((corner) => turnedPoint(corner, about, look.frame.turn)))
    context.lineTo(x, y)
  context.closePath()
  context.stroke()
  if (look.handles === null) return
  const side = size[look.handles]
  context.fillStyle = '#ffffff'
  for (const [handle, place] of placesOf(look.frame)) {
    context.beginPath()
    if (handle === 'turn') context.arc(place.x, place.y, side / 2 + 1, 0, 2 * Math.PI)
    else context.rect(place.x - side / 2, place.y - side / 2, side, side)
    context.fill()
    context.stroke()
  }
}

export function drawGuides(
  context: CanvasRenderingContext2D,
  guides: readonly Guide[],
  look: { readonly camera: Camera; readonly accent: string },
): void {
  context.strokeStyle = look.accent
  context.lineWidth = 1
  context.setLineDash([4, 3])
  context.beginPath()
  for (const { axis, at, from, to } of guides) {
    const [start, end] = [from, to].map((along) =>
      look.camera.toScreen(axis === 'x' ? { x: at, y: along } : { x: along, y: at }),
    )
    if (start === undefined || end === undefined) continue
    context.moveTo(start.x, start.y)
    context.lineTo(end.x, end.y)
  }
  context.stroke()
  context.setLineDash([])
}
