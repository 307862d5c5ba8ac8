// Selects by a click, a box or a lasso; moves, scales and turns what is selected.
import { boxOf, holds, middleOf } from '../../../../../shared/board/geometry.ts'
import { lassoHolds } from '../../../../../shared/board/hit.ts'
import { encodeMove, poseOf } from '../../../../../shared/board/moveBytes.ts'
import { moved, scaled, turned } from '../../../../../shared/board/placement.ts'
import type { Placement } from '../../../../../shared/board/record.ts'
import type { Box, Point } from '../../../../../shared/board/shape.ts'
import {
  changeable,
  mayChange,
  placeAll,
  type Canvas,
  type Desk,
  type Sample,
  type Tool,
} from '../desk.ts'
import {
  cursorOf,
  drawFrame,
  drawGuides,
  handleAt,
  scalingOf,
  turnOf,
  type Handle,
} from '../handles.ts'
import { objectAt } from '../hits.ts'
import type { SceneObject } from '../scene.ts'
import { snapBox, type Guide } from '../snap.ts'
import { writeInto } from '../textOf.ts'

/** In CSS pixels: nearer than this is a click. */
const trembling = { mouse: 4, pen: 6, touch: 10 } as const
const hitRadius = { mouse: 5, pen: 7, touch: 14 } as const

type Doing =
  | { readonly kind: 'pressed'; readonly from: Sample; readonly on: SceneObject | null }
  | { readonly kind: 'area'; readonly from: Sample; readonly way: Point[] }
  | {
      readonly kind: 'moving' | Handle
      readonly from: Sample
      readonly objects: readonly SceneObject[]
      readonly box: Box
    }

export class SelectTool implements Tool {
  readonly cursor = 'default'
  readonly #desk: Desk
  readonly #lasso: boolean
  #doing: Doing | null = null
  #placements: ReadonlyMap<SceneObject, Placement> = new Map()
  #guides: readonly Guide[] = []
  /** What hand it was last. */
  #device: Sample['device'] = 'mouse'

  constructor(desk: Desk, lasso: boolean) {
    this.#desk = desk
    this.#lasso = lasso
  }

  hover(sample: Sample): string | null {
    this.#device = sample.device
    const handle = this.#handleAt(sample)
    if (handle !== null) return cursorOf(handle)
    return this.#objectAt(sample) === null ? null : 'move'
  }

  down(sample: Sample): void {
    this.#device = sample.device
    this.#desk.writing.end()
    const handle = this.#handleAt(sample)
    if (handle === null) this.#doing = { kind: 'pressed', from: sample, on: this.#objectAt(sample) }
    else this.#lift(handle, sample)
  }

  move(samples: readonly Sample[]): void {
    const sample = samples.at(-1)
    if (sample === undefined) return
    if (this.#doing?.kind === 'pressed') this.#leave(this.#doing, sample)
    const doing = this.#doing
    if (doing === null || doing.kind === 'pressed') return
    if (doing.kind === 'area') doing.way.push(...samples.map(({ at }) => at))
    else this.#change(doing, sample)
    this.#desk.ask()
  }

  up(sample: Sample): void {
    this.move([sample])
    const doing = this.#doing
    this.#doing = null
    this.#guides = []
    this.#desk.ask()
    if (doing?.kind === 'pressed') this.#click(doing.on, sample.shift)
    else if (doing?.kind === 'area') this.#choose(doing, sample.shift)
    else if (doing !== null) {
      placeAll(this.#desk, this.#placements)
      if (this.#placements.size > 0) this.#desk.live.drop(encodeMove({ kind: 'done' }))
      this.#placements = new Map()
      this.#desk.lifted.drop()
    }
  }

  cancel(): void {
    const doing = this.#doing
    this.#doing = null
    this.#guides = []
    if (this.#placements.size > 0) this.#desk.live.drop(encodeMove({ kind: 'cancelled' }))
    this.#placements = new Map()
    if (doing !== null && doing.kind !== 'pressed' && doing.kind !== 'area')
      this.#desk.lifted.cancel()
    this.#desk.ask()
  }

  doubleClick(sample: Sample): void {
    const object = this.#objectAt(sample)
    if (object !== null) writeInto(this.#desk, object)
  }

  draw({ context, onScreen }: Canvas): boolean {
    onScreen()
    const { selection, camera, painter } = this.#desk
    const { accent } = painter.palette
    const doing = this.#doing
    if (doing?.kind === 'area') this.#drawArea(context, doing)
    else if (doing === null || doing.kind === 'pressed') {
      const { box } = selection
      if (box === null) return false
      const movable = selection.objects.some((object) => mayChange(this.#desk, object))
      const handles = movable ? this.#device : null
      drawFrame(context, { box: camera.boxToScreen(box), accent, handles })
    }
    drawGuides(context, this.#guides, { camera, accent })
    return false
  }

  #objectAt({ at, device }: Sample): SceneObject | null {
    return objectAt(this.#desk, { at, radius: hitRadius[device] / this.#desk.camera.zoom })
  }

  #handleAt({ screen, device }: Sample): Handle | null {
    const { selection, camera } = this.#desk
    const { box } = selection
    if (box === null || !selection.objects.some((object) => mayChange(this.#desk, object)))
      return null
    return handleAt(camera.boxToScreen(box), screen, device)
  }

  /** The pointer has left the place where it was pressed. */
  #leave({ from, on }: Doing & { kind: 'pressed' }, sample: Sample): void {
    const far = Math.hypot(sample.screen.x - from.screen.x, sample.screen.y - from.screen.y)
    if (far < trembling[sample.device]) return
    if (on === null) {
      this.#doing = { kind: 'area', from, way: [from.at] }
      return
    }
    if (!this.#desk.selection.has(on.key)) this.#desk.selection.set([on])
    this.#lift('moving', from)
  }

  #lift(kind: 'moving' | Handle, from: Sample): void {
    const objects = changeable(this.#desk, this.#desk.selection.objects)
    const { box } = this.#desk.selection
    this.#doing = null
    if (objects.length === 0 || box === null) return
    this.#desk.lifted.liftWithTied(objects)
    this.#doing = { kind, from, objects, box }
  }

  #change(doing: Exclude<Doing, { kind: 'pressed' | 'area' }>, sample: Sample): void {
    const next = this.#placer(doing, sample)
    this.#placements = new Map(doing.objects.map((object) => [object, next(object)]))
    const placed = [...this.#placements]
    this.#desk.lifted.place(new Map(placed.map(([{ key }, placement]) => [key, placement])))
    const poses = new Map(placed.map(([{ id }, placement]) => [id, poseOf(placement)]))
    this.#desk.live.drag(encodeMove({ kind: 'moving', poses }))
  }

  #placer(
    { kind, from, box, objects }: Exclude<Doing, { kind: 'pressed' | 'area' }>,
    sample: Sample,
  ): (object: SceneObject) => Placement {
    const by = { x: sample.at.x - from.at.x, y: sample.at.y - from.at.y }
    if (kind === 'moving') {
      const way = this.#straight(by, sample.shift)
      const target = { ...box, x: box.x + way.x, y: box.y + way.y }
      const to = sample.command ? null : this.#desk.snapFor(objects, target)
      const snapped = to === null ? null : snapBox(target, to)
      this.#guides = snapped?.guides ?? []
      const { x, y } = snapped?.by ?? { x: 0, y: 0 }
      return ({ placement }) => moved(placement, { x: way.x + x, y: way.y + y })
    }
    if (kind === 'turn') {
      const about = middleOf(box)
      const turn = turnOf(about, { from: from.at, to: sample.at, constrained: sample.shift })
      return ({ placement, bounds }) => turned(placement, bounds, { about, by: turn })
    }
    const scaling = scalingOf(box, kind, { by, free: sample.shift, fromMiddle: sample.alt })
    return ({ placement, bounds }) => scaled(placement, bounds, scaling)
  }

  /** Shift holds to the longer way. */
  #straight(by: Point, held: boolean): Point {
    if (!held) return by
    return Math.abs(by.x) > Math.abs(by.y) ? { x: by.x, y: 0 } : { x: 0, y: by.y }
  }

  #click(on: SceneObject | null, add: boolean): void {
    const { selection } = this.#desk
    if (on === null) {
      if (!add) selection.clear()
    } else if (add) selection.toggle(on)
    else selection.set([on])
  }

  #choose({ from, way }: Doing & { kind: 'area' }, add: boolean): void {
    const { selection, scene } = this.#desk
    const area = boxOf(this.#lasso ? way : [from.at, ...way.slice(-1)])
    const within = scene
      .within(area)
      .filter(({ box }) => (this.#lasso ? lassoHolds(way, box) : holds(area, box)))
      .filter((object) => mayChange(this.#desk, object))
    selection.set(add ? [...selection.objects, ...within] : within)
  }

  #drawArea(context: CanvasRenderingContext2D, { from, way }: Doing & { kind: 'area' }): void {
    const { camera, painter } = this.#desk
    context.strokeStyle = painter.palette.accent
    context.lineWidth = 1.5
    context.setLineDash([5, 4])
    context.beginPath()
    if (this.#lasso) {
      for (const { x, y } of way.map((point) => camera.toScreen(point))) context.lineTo(x, y)
      context.closePath()
    } else {
      const { x, y, width, height } = camera.boxToScreen(boxOf([from.at, ...way.slice(-1)]))
      context.rect(x, y, width, height)
    }
    context.stroke()
    context.setLineDash([])
  }
}
