// What lies ready for a tool: the page, the one who works on it and the means to change it.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import type { Box, InkPoint, Point, Style } from '../../../../shared/board/shape.ts'
import type { ParticipantId } from '../../../../shared/ids.ts'
import type { Camera } from './camera.ts'
import type { EngineEvents, EngineLayer, EngineRights } from './contract.ts'
import type { Edits } from './edits.ts'
import type { Lifted } from './lifted.ts'
import type { Live } from './live.ts'
import type { Painter } from './painter.ts'
import type { Remote } from './remote.ts'
import type { Scene, SceneObject, ShapeOf } from './scene.ts'
import type { Selection } from './selection.ts'
import type { SnapTo } from './snap.ts'
import type { Writing } from './writing.ts'

/** One reading of a pointer. */
export interface Sample {
  readonly screen: Point
  /** On the board. */
  readonly at: InkPoint
  readonly shift: boolean
  readonly alt: boolean
  /** Ctrl, or Command on a Mac. */
  readonly command: boolean
  readonly device: 'mouse' | 'pen' | 'touch'
}

/** Where the pointer will probably be: drawn until its time has come, never kept nor told. */
export interface Foreseen {
  readonly points: readonly InkPoint[]
  /** When it should be at the last of them, by `now` of a frame. */
  readonly until: number
}

export interface Canvas {
  readonly context: CanvasRenderingContext2D
  /** From board units to the canvas's pixels. */
  readonly page: Matrix
  /** Makes lengths CSS pixels; before drawing, and after something was drawn by `page`. */
  readonly onScreen: () => void
  readonly now: number
}

/** Writing is possible once the kit is here. */
export type TextHand = Pick<Writing, 'active' | 'begin' | 'end' | 'follow'>

/** The others are seen once the kit is here. */
export type Company = Pick<
  Remote,
  'place' | 'ink' | 'move' | 'gone' | 'landed' | 'settled' | 'holds' | 'draw' | 'personAt'
>

export interface Desk {
  readonly camera: Camera
  readonly scene: Scene
  readonly shapeOf: ShapeOf
  readonly painter: Painter
  readonly selection: Selection
  readonly edits: Edits
  readonly lifted: Lifted
  readonly live: Live
  readonly writing: TextHand
  readonly style: Style
  readonly language: 'en' | 'de'
  readonly me: ParticipantId
  readonly rights: EngineRights
  /** So many objects fit on the page. */
  readonly most: number
  /** Where new objects go; null when there is nowhere. */
  readonly mine: EngineLayer | null
  /** Where a slide lies on the page. */
  readonly slide: Box | null
  /** For boxes and points, but for objects that move themselves. */
  readonly snapFor: (moving: readonly SceneObject[], around: Box) => SnapTo | null
  /** What lies in the box looks different. */
  readonly spoil: (box: Box) => void
  readonly ask: () => void
  readonly now: () => number
  readonly tell: <Name extends keyof EngineEvents>(
    name: Name,
    ...values: Parameters<NonNullable<EngineEvents[Name]>>
  ) => void
}

/** A tool on the desk; one gesture at a time. */
export interface Tool {
  /** As CSS says it. */
  readonly cursor: string
  /** The pointer moves and nothing is pressed; a cursor for what is there, or null for its usual one. */
  readonly hover?: (sample: Sample) => string | null
  /** The pointer is elsewhere. */
  readonly left?: () => void
  readonly down: (sample: Sample) => void
  readonly move: (samples: readonly Sample[]) => void
  /** After a move: how it will probably go on. */
  readonly foresee?: (ahead: Foreseen) => void
  readonly up: (sample: Sample) => void
  /** As if it had not begun. */
  readonly cancel: () => void
  readonly doubleClick?: (sample: Sample) => void
  /** `enter`, `escape`: true when it meant something. */
  readonly key?: (key: string) => boolean
  /** Over the page; true when it wants another frame. */
  readonly draw?: (canvas: Canvas) => boolean
  /** The tiles show what has been committed. */
  readonly landed?: () => void
  /** Another tool is taken. */
  readonly putAway?: () => void
}

/** In CSS pixels: nearer than this is a click. */
const trembling = { mouse: 4, pen: 6, touch: 10 } as const

export function trembles(from: Sample, { screen, device }: Sample): boolean {
  return Math.hypot(screen.x - from.screen.x, screen.y - from.screen.y) < trembling[device]
}

export function mayChange(
  { scene, rights }: Pick<Desk, 'scene' | 'rights'>,
  object: SceneObject,
): boolean {
  return rights.change(scene.authorOf(object), object.placement?.lock === true, object.layer.name)
}

/** Those that one may change; says so when there are none. */
export function changeable(desk: Desk, objects: readonly SceneObject[]): SceneObject[] {
  const allowed = objects.filter((object) => mayChange(desk, object))
  if (allowed.length === 0 && objects.length > 0) {
    const locked = objects.every(({ placement }) => placement?.lock === true)
    desk.tell('refused', locked ? 'locked' : 'rights')
  }
  return allowed
}

/** Where one may put so many new things; says so when that is nowhere. */
export function placeForNew(desk: Desk, count = 1): EngineLayer | null {
  if (desk.mine === null || !desk.rights.add) desk.tell('refused', 'rights')
  else if (desk.scene.size + count > desk.most) desk.tell('refused', 'full')
  else return desk.mine
  return null
}
