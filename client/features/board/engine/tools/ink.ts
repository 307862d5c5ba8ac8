// Draws ink, with a pen or whatever else a shape makes of a hand's way. The stroke is wet while the pointer
// is down, and comes to the board in one step when it goes up, in pieces when it is long.
import { boardLimits } from '../../../../../shared/board/record.ts'
import type { InkPoint, Shape } from '../../../../../shared/board/shape.ts'
import {
  placeForNew,
  type Canvas,
  type Desk,
  type Foreseen,
  type Sample,
  type Tool,
} from '../desk.ts'
import { newObjectId } from '../edits.ts'
import { WetInk } from '../wet.ts'

/** Points nearer than this to the last, in CSS pixels, say nothing new. */
export const nearest = 0.5

/** The points of a way that are apart enough, given the last that was taken. */
export function apart(
  points: readonly InkPoint[],
  last: InkPoint | undefined,
  least: number,
): InkPoint[] {
  const taken: InkPoint[] = []
  let before = last
  for (const point of points) {
    if (before !== undefined && Math.hypot(point.x - before.x, point.y - before.y) < least) continue
    taken.push(point)
    before = point
  }
  return taken
}

export class InkTool implements Tool {
  readonly cursor = 'crosshair'
  readonly #desk: Desk
  readonly #shape: Shape
  /** Of a long stroke, the pieces of which it will be made. */
  #wet: WetInk[] = []
  /** Drawn until the tiles show what was committed. */
  #drying: WetInk[] = []
  #ahead: Foreseen | null = null

  constructor(desk: Desk, shape: Shape) {
    this.#desk = desk
    this.#shape = shape
  }

  down({ at }: Sample): void {
    if (placeForNew(this.#desk) === null) return
    this.#wet = []
    this.#piece([at])
  }

  move(samples: readonly Sample[]): void {
    const last = this.#wet.at(-1)
    if (last === undefined) return
    this.#ahead = null
    const least = nearest / this.#desk.camera.zoom
    const points = apart(
      samples.map(({ at }) => at),
      last.points.at(-1),
      least,
    )
    for (const point of points) this.#add(point)
  }

  foresee(ahead: Foreseen): void {
    if (this.#wet.length === 0) return
    this.#ahead = ahead
    this.#desk.ask()
  }

  up(sample: Sample): void {
    this.move([sample])
    this.#ahead = null
    const { mine, live, edits, scene } = this.#desk
    const pieces = this.#wet
    if (pieces.length === 0) return
    this.#wet = []
    live.end('end')
    if (mine === null) return
    edits.run((draft) => {
      let z = Math.floor(scene.top)
      for (const { id, ...piece } of pieces.map((wet) => ({ id: wet.id, record: wet.record() }))) {
        z += 1
        if (piece.record !== null) draft.add(mine, id, { ...piece.record, z })
      }
    })
    this.#drying.push(...pieces)
    this.#desk.ask()
  }

  cancel(): void {
    if (this.#wet.length === 0) return
    this.#wet = []
    this.#ahead = null
    this.#desk.live.end('abort')
    this.#desk.ask()
  }

  landed(): void {
    this.#drying = []
  }

  /** While the hand does not go on, what was foreseen of it goes when its time is over. */
  draw({ context, page, now }: Canvas): boolean {
    const { painter } = this.#desk
    const ahead = this.#ahead !== null && now < this.#ahead.until ? this.#ahead.points : []
    const last = this.#wet.at(-1)
    for (const ink of [...this.#drying, ...this.#wet])
      ink.draw({ context, painter, page }, ink === last ? ahead : [])
    return ahead.length > 0
  }

  #add(point: InkPoint): void {
    const wet = this.#wet.at(-1)
    if (wet === undefined) return
    if (wet.points.length >= boardLimits.pointsPerStroke) {
      const last = wet.points.at(-1) ?? point
      this.#desk.live.end('end')
      this.#piece([last, point])
      return
    }
    wet.points.push(point)
    this.#desk.live.add([point])
    this.#desk.ask()
  }

  #piece(points: readonly InkPoint[]): void {
    const { style, live } = this.#desk
    const wet = new WetInk({ id: newObjectId(), shape: this.#shape, style })
    wet.points.push(...points)
    this.#wet.push(wet)
    live.begin({ id: wet.id, shape: this.#shape.type, style })
    live.add(points)
  }
}
