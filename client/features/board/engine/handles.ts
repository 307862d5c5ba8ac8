// The frame around what is selected and the handles on it, in CSS pixels. Pure but for the drawing.
import { distance, grown, holdsPoint, middleOf } from '../../../../shared/board/geometry.ts'
import type { Scaling } from '../../../../shared/board/placement.ts'
import type { Box, Point } from '../../../../shared/board/shape.ts'
import type { Guide } from './snap.ts'
import type { Camera } from './camera.ts'
import type { Sample } from './desk.ts'

export type Handle = 'nw' | 'ne' | 'se' | 'sw' | 'n' | 'e' | 's' | 'w' | 'turn'

type Device = Sample['device']

const padding = 6
const size = { mouse: 8, pen: 10, touch: 14 } as const
/** How near a pointer must come; a finger is broader. */
const reach = { mouse: 8, pen: 10, touch: 20 } as const
const turnAbove = 26

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

export function cursorOf(handle: Handle): string {
  return cursors[handle]
}

export function placesOf(box: Box): [Handle, Point][] {
  const { x, y, width, height } = grown(box, padding)
  const middle = middleOf(box)
  const [right, bottom] = [x + width, y + height]
  // On a small box, the handles of edges would hide those of corners.
  const places: [Handle, Point][] = [
    ['nw', { x, y }],
    ['ne', { x: right, y }],
    ['se', { x: right, y: bottom }],
    ['sw', { x, y: bottom }],
    ['turn', { x: middle.x, y: y - turnAbove }],
  ]
  if (width > 48 && height > 24)
    places.push(['n', { x: middle.x, y }], ['s', { x: middle.x, y: bottom }])
  if (height > 48 && width > 24)
    places.push(['e', { x: right, y: middle.y }], ['w', { x, y: middle.y }])
  return places
}

export function handleAt(box: Box, at: Point, device: Device): Handle | null {
  // What is small is to be moved by what lies within it, too.
  const within = holdsPoint(box, at) ? Math.min(box.width, box.height) / 4 + padding : Infinity
  const near = placesOf(box)
    .map(([handle, place]) => ({ handle, far: distance(place, at) }))
    .filter(({ far }) => far <= Math.min(reach[device], within))
    .sort((one, other) => one.far - other.far)
  return near[0]?.handle ?? null
}

/** What dragging a handle does to a box, of the board; Shift on a corner frees the proportions. */
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
    readonly box: Box
    readonly accent: string
    /** For what hand; null when it cannot be changed. */
    readonly handles: Device | null
  },
): void {
  const { x, y, width, height } = grown(look.box, padding)
  context.setLineDash([])
  context.strokeStyle = look.accent
  context.lineWidth = 1.5
  context.strokeRect(x, y, width, height)
  if (look.handles === null) return
  const side = size[look.handles]
  context.fillStyle = '#ffffff'
  for (const [handle, place] of placesOf(look.box)) {
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
