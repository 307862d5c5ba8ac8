// Selects by a click, a box or a lasso, and takes what is selected into the hand.
import { boxOf, holds } from '../../../../../shared/board/geometry.ts'
import { lassoHolds } from '../../../../../shared/board/hit.ts'
import { placedBox } from '../../../../../shared/board/placement.ts'
import type { Point } from '../../../../../shared/board/shape.ts'
import {
  changeable,
  mayChange,
  trembles,
  type Canvas,
  type Desk,
  type Sample,
  type Tool,
} from '../desk.ts'
import { drawEnds, drawTied, endAt, endsOf } from '../ends.ts'
import {
  allSides,
  cursorOf,
  drawFrame,
  drawGuides,
  handleAt,
  type Device,
  type Frame,
  type Handle,
} from '../handles.ts'
import { objectAt, touchesDrawn, type Tip } from '../hits.ts'
import type { SceneObject } from '../scene.ts'
import { writeInto } from '../textOf.ts'
import { EndHolding, WholeHolding, type Holding } from './holding.ts'

/** In CSS pixels. */
const hitRadius = { mouse: 5, pen: 7, touch: 14 } as const

type Doing =
  | { readonly kind: 'pressed'; readonly from: Sample; readonly on: SceneObject | null }
  | { readonly kind: 'area'; readonly from: Sample; readonly way: Point[] }
  | { readonly kind: 'holding'; readonly holding: Holding }

export class SelectTool implements Tool {
  readonly cursor = 'default'
  readonly #desk: Desk
  readonly #lasso: boolean
  #doing: Doing | null = null
  /** What hand it was last. */
  #device: Device = 'mouse'

  constructor(desk: Desk, lasso: boolean) {
    this.#desk = desk
    this.#lasso = lasso
  }

  hover(sample: Sample): string | null {
    this.#device = sample.device
    const { end, handle } = this.#gripAt(sample)
    if (end !== null) return 'crosshair'
    if (handle !== null) return cursorOf(handle, this.#frame()?.turn ?? 0)
    const object = this.#objectAt(sample)
    if (object === null || !mayChange(this.#desk, object)) return null
    return this.#isTaken(object, sample) ? 'move' : null
  }

  down(sample: Sample): void {
    this.#device = sample.device
    this.#desk.writing.end()
    const { end, handle } = this.#gripAt(sample)
    const [alone] = this.#desk.selection.objects
    if (end !== null && alone !== undefined)
      this.#doing = { kind: 'holding', holding: new EndHolding(this.#desk, alone, end) }
    else if (handle !== null) this.#hold(handle, sample)
    else this.#doing = { kind: 'pressed', from: sample, on: this.#objectAt(sample) }
  }

  move(samples: readonly Sample[]): void {
    const sample = samples.at(-1)
    if (sample === undefined) return
    if (this.#doing?.kind === 'pressed') this.#leave(this.#doing, sample)
    const doing = this.#doing
    if (doing?.kind === 'area') doing.way.push(...samples.map(({ at }) => at))
    else if (doing?.kind === 'holding') doing.holding.move(sample)
    this.#desk.ask()
  }

  up(sample: Sample): void {
    this.move([sample])
    const doing = this.#doing
    this.#doing = null
    this.#desk.ask()
    if (doing?.kind === 'pressed') this.#click(doing.on, sample.shift)
    else if (doing?.kind === 'area') this.#choose(doing, sample.shift)
    else doing?.holding.release()
  }

  cancel(): void {
    const doing = this.#doing
    this.#doing = null
    if (doing?.kind === 'holding') doing.holding.cancel()
    this.#desk.ask()
  }

  doubleClick(sample: Sample): void {
    const object = this.#objectAt(sample)
    if (object !== null) writeInto(this.#desk, object)
  }

  draw({ context, onScreen }: Canvas): boolean {
    onScreen()
    const { camera, painter } = this.#desk
    const { accent } = painter.palette
    const doing = this.#doing
    if (doing?.kind === 'area') this.#drawArea(context, doing)
    else if (doing?.kind === 'holding') {
      drawGuides(context, doing.holding.guides, { camera, accent })
      drawTied(context, this.#desk, doing.holding.over)
    } else this.#drawSelection(context, accent)
    return false
  }

  #drawSelection(context: CanvasRenderingContext2D, accent: string): void {
    const frame = this.#frame()
    if (frame === null) return
    const handles = this.#mayHold() ? this.#device : null
    const ends = this.#ends()
    if (ends !== null && handles !== null) drawEnds(context, ends, { accent, device: handles })
    else drawFrame(context, { frame: this.#onScreen(frame), accent, handles })
  }

  #objectAt(sample: Sample): SceneObject | null {
    return objectAt(this.#desk, this.#tipOf(sample))
  }

  #tipOf({ at, device }: Sample): Tip {
    return { at, radius: hitRadius[device] / this.#desk.camera.zoom }
  }

  /** By its line, or anywhere once it is selected: in the empty middle of others a box begins. */
  #isTaken(object: SceneObject, sample: Sample): boolean {
    return (
      this.#desk.selection.has(object.key) ||
      touchesDrawn(this.#desk, object.drawn, this.#tipOf(sample))
    )
  }

  #mayHold(): boolean {
    return this.#desk.selection.objects.some((object) => mayChange(this.#desk, object))
  }

  /** Around what is selected, on the board. */
  #frame(): Frame | null {
    const { box, objects } = this.#desk.selection
    if (box === null) return null
    const own = objects.flatMap(({ shape }) => (shape.sides === undefined ? [] : [shape.sides]))
    const sides = objects.length === 1 ? (own[0] ?? allSides) : own.length === 0 ? allSides : []
    const [alone, ...others] = objects
    const turn = others.length === 0 ? (alone?.placement?.r ?? 0) : 0
    if (alone === undefined || turn === 0) return { box, turn: 0, sides }
    return { box: placedBox(alone.bounds, { ...alone.placement, r: 0 }), turn, sides }
  }

  #onScreen(frame: Frame): Frame {
    return { ...frame, box: this.#desk.camera.boxToScreen(frame.box) }
  }

  /** Of a line that is selected alone, on the screen. */
  #ends(): [Point, Point] | null {
    const { selection, camera } = this.#desk
    const [object, ...others] = selection.objects
    if (object === undefined || others.length > 0) return null
    const ends = endsOf(object.drawn)
    return ends === null ? null : [camera.toScreen(ends[0]), camera.toScreen(ends[1])]
  }

  #gripAt({ screen, device }: Sample): { end: 0 | 1 | null; handle: Handle | null } {
    const frame = this.#frame()
    if (frame === null || !this.#mayHold()) return { end: null, handle: null }
    const ends = this.#ends()
    if (ends !== null) return { end: endAt(ends, screen, device), handle: null }
    return { end: null, handle: handleAt(this.#onScreen(frame), screen, device) }
  }

  /** The pointer has left the place where it was pressed. */
  #leave({ from, on }: Doing & { kind: 'pressed' }, sample: Sample): void {
    if (trembles(from, sample)) return
    if (on === null || !this.#isTaken(on, from)) {
      this.#doing = { kind: 'area', from, way: [from.at] }
      return
    }
    if (!this.#desk.selection.has(on.key)) this.#desk.selection.set([on])
    this.#hold('moving', from)
  }

  #hold(how: 'moving' | Handle, from: Sample): void {
    const objects = changeable(this.#desk, this.#desk.selection.objects)
    const { box } = this.#desk.selection
    this.#doing = null
    const frame = this.#frame()
    if (objects.length === 0 || box === null || frame === null) return
    const holding = new WholeHolding(this.#desk, how, { from, objects, box, frame })
    this.#doing = { kind: 'holding', holding }
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
