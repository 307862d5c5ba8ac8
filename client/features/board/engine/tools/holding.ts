// What is selected, in the hand: moved, scaled or turned as a whole, which others see meanwhile, or a line taken
// by one of its ends. It is off the page until it is let go.
import { boxOf, middleOf, turnedPoint } from '../../../../../shared/board/geometry.ts'
import { encodeMove, poseOf } from '../../../../../shared/board/moveBytes.ts'
import { moved, scaled, scaledAskew, tidy, turned } from '../../../../../shared/board/placement.ts'
import type { ObjectId, Placement } from '../../../../../shared/board/record.ts'
import type { Box, Point } from '../../../../../shared/board/shape.ts'
import { changeAll, placeAll } from '../changing.ts'
import { changeable, type Desk, type Sample } from '../desk.ts'
import { endsOf, heldStraight, withEnd, type End } from '../ends.ts'
import { scalingOf, turnOf, type Handle } from '../handles.ts'
import { tieAt } from '../hits.ts'
import { liftWithTied, showChanged } from '../inHand.ts'
import type { SceneObject } from '../scene.ts'
import { snapBox, snapPoint, type Guide } from '../snap.ts'
import { changesOf, type Change } from '../stretch.ts'

export interface Holding {
  readonly guides: readonly Guide[]
  /** What it would be tied to if it were let go. */
  readonly over: ObjectId | null
  move(sample: Sample): void
  /** Let go where it is. */
  release(): void
  /** Put back. */
  cancel(): void
}

export interface Held {
  readonly from: Sample
  readonly objects: readonly SceneObject[]
  /** Around all that is selected. */
  readonly box: Box
  /** Its frame: upright around all, or turned as an object alone is turned. */
  readonly frame: { readonly box: Box; readonly turn: number }
}

/** What is scaled by a corner as it is, when Shift does not say otherwise. */
function keepsProportions(objects: readonly SceneObject[]): boolean {
  return objects.length > 1 || objects.some(({ shape }) => shape.keepsProportions === true)
}

export class WholeHolding implements Holding {
  readonly #desk: Desk
  readonly #how: 'moving' | Handle
  readonly #held: Held
  #placements: ReadonlyMap<SceneObject, Placement> = new Map()
  readonly over = null
  guides: readonly Guide[] = []

  constructor(desk: Desk, how: 'moving' | Handle, held: Held) {
    this.#desk = desk
    this.#how = how
    this.#held = held
    liftWithTied(desk.lifted, desk.scene, held.objects)
  }

  move(sample: Sample): void {
    const next = this.#placer(sample)
    this.#placements = new Map(this.#held.objects.map((object) => [object, next(object)]))
    const { lifted, scene } = this.#desk
    showChanged(lifted, scene, changesOf(this.#placements))
    const poses = new Map(
      [...this.#placements].map(([{ id }, placement]) => [id, poseOf(placement)]),
    )
    this.#desk.live.drag(encodeMove({ kind: 'moving', poses }))
  }

  release(): void {
    placeAll(this.#desk, this.#dropped())
    this.#tell('done')
    this.#desk.lifted.drop()
  }

  cancel(): void {
    this.#tell('cancelled')
    this.#desk.lifted.cancel()
  }

  /** What they are now, where they were dropped: somebody may have locked, grouped or deleted them meanwhile. */
  #dropped(): ReadonlyMap<SceneObject, Placement> {
    const places = new Map([...this.#placements].map(([{ key }, to]) => [key, poseOf(to)]))
    const now = [...places.keys()].flatMap((key) => this.#desk.scene.get(key) ?? [])
    return new Map(
      changeable(this.#desk, now).map((object) => [
        object,
        tidy({ ...object.placement, ...places.get(object.key) }),
      ]),
    )
  }

  #tell(kind: 'done' | 'cancelled'): void {
    if (this.#placements.size > 0) this.#desk.live.drop(encodeMove({ kind }))
  }

  #placer(sample: Sample): (object: SceneObject) => Placement {
    const { from, box } = this.#held
    const by = { x: sample.at.x - from.at.x, y: sample.at.y - from.at.y }
    if (this.#how === 'moving') {
      const way = this.#snapped(straight(by, sample.shift), sample)
      return ({ placement }) => moved(placement, way)
    }
    if (this.#how === 'turn') {
      const about = middleOf(box)
      const turn = turnOf(about, { from: from.at, to: sample.at, constrained: sample.shift })
      return ({ placement, bounds }) => turned(placement, bounds, { about, by: turn })
    }
    return this.#scaler(this.#how, by, sample)
  }

  #scaler(
    handle: Exclude<Handle, 'turn'>,
    by: Point,
    sample: Sample,
  ): (object: SceneObject) => Placement {
    const { frame, objects } = this.#held
    const own = turnedPoint(by, { x: 0, y: 0 }, -frame.turn)
    const scaling = scalingOf(frame.box, handle, {
      by: frame.turn === 0 ? this.#drawnOut(handle, by, sample) : own,
      free: keepsProportions(objects) === sample.shift,
      fromMiddle: sample.alt,
    })
    if (frame.turn === 0) return ({ placement, bounds }) => scaled(placement, bounds, scaling)
    const about = turnedPoint(scaling.about, middleOf(frame.box), frame.turn)
    return ({ placement, bounds }) => scaledAskew(placement, bounds, { ...scaling, about })
  }

  #snapped(way: Point, sample: Sample): Point {
    const { box, objects } = this.#held
    const target = { ...box, x: box.x + way.x, y: box.y + way.y }
    const to = sample.command ? null : this.#desk.snapFor(objects, target)
    const snapped = to === null ? null : snapBox(target, to)
    this.guides = snapped?.guides ?? []
    const { x, y } = snapped?.by ?? { x: 0, y: 0 }
    return { x: way.x + x, y: way.y + y }
  }

  /** So that the corner or the edge in the hand stands in line. */
  #drawnOut(handle: Exclude<Handle, 'turn'>, by: Point, sample: Sample): Point {
    const { box, objects } = this.#held
    const corner = {
      x: box.x + by.x + (handle.includes('e') ? box.width : 0),
      y: box.y + by.y + (handle.includes('s') ? box.height : 0),
    }
    const to = sample.command ? null : this.#desk.snapFor(objects, boxOf([corner]))
    if (to === null) return by
    const snapped = snapPoint(corner, to)
    return { x: by.x + snapped.x - corner.x, y: by.y + snapped.y - corner.y }
  }
}

/** Shift holds to the longer way. */
function straight(by: Point, held: boolean): Point {
  if (!held) return by
  return Math.abs(by.x) > Math.abs(by.y) ? { x: by.x, y: 0 } : { x: 0, y: by.y }
}

export class EndHolding implements Holding {
  readonly #desk: Desk
  readonly #object: SceneObject
  readonly #end: End
  /** Where the end is now. */
  #at: Point | null = null
  over: ObjectId | null = null
  readonly guides: readonly Guide[] = []

  constructor(desk: Desk, object: SceneObject, end: End) {
    this.#desk = desk
    this.#object = object
    this.#end = end
    desk.lifted.lift([object])
  }

  move(sample: Sample): void {
    this.over = this.#over(sample.at)
    this.#at = this.over === null ? this.#snapped(sample) : sample.at
    const { lifted, scene } = this.#desk
    showChanged(lifted, scene, this.#changed([this.#object]))
  }

  /** Somebody may have moved, locked, grouped or redrawn it meanwhile. */
  release(): void {
    const now = this.#desk.scene.get(this.#object.key)
    if (now?.record === this.#object.record)
      changeAll(this.#desk, this.#changed(changeable(this.#desk, [now])))
    this.#desk.lifted.drop()
  }

  cancel(): void {
    this.#desk.lifted.cancel()
  }

  #changed(objects: readonly SceneObject[]): ReadonlyMap<SceneObject, Change> {
    const changes = new Map<SceneObject, Change>()
    for (const object of objects) {
      const change =
        this.#at === null ? null : withEnd(object, { end: this.#end, over: this.over }, this.#at)
      if (change !== null) changes.set(object, change)
    }
    return changes
  }

  #over(at: Point): ObjectId | null {
    return this.#object.shape.ties === undefined ? null : tieAt(this.#desk, at)
  }

  #snapped({ at, shift }: Sample): Point {
    const ends = endsOf(this.#object.drawn)
    if (shift && ends !== null) return heldStraight(ends[this.#end === 0 ? 1 : 0], at)
    const to = this.#desk.snapFor([this.#object], boxOf([at]))
    return to === null ? at : snapPoint(at, to)
  }
}
