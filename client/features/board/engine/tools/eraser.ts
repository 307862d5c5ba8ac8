// Takes away whole objects: whatever the eraser touches goes when the pointer goes up, in one step.
import type { Point } from '../../../../../shared/board/shape.ts'
import { removeAll } from '../changing.ts'
import { changeable, mayChange, type Canvas, type Desk, type Sample, type Tool } from '../desk.ts'
import { drawTip, wayTo } from '../erasing.ts'
import { objectsAt } from '../hits.ts'
import type { SceneObject } from '../scene.ts'

/** In CSS pixels. */
const radius = 6

export class EraserTool implements Tool {
  readonly cursor = 'none'
  readonly #desk: Desk
  #touched = new Set<SceneObject>()
  #last: Point | null = null
  #tip: Point | null = null
  #refused = false

  constructor(desk: Desk) {
    this.#desk = desk
  }

  hover({ screen }: Sample): string | null {
    this.#tip = screen
    this.#desk.ask()
    return null
  }

  down(sample: Sample): void {
    this.#last = sample.at
    this.#refused = false
    this.move([sample])
  }

  move(samples: readonly Sample[]): void {
    for (const { at, screen } of samples) {
      if (this.#last === null) return
      const size = radius / this.#desk.camera.zoom
      for (const point of wayTo(this.#last, at, size)) this.#touch(point, size)
      this.#last = at
      this.#tip = screen
    }
    this.#desk.ask()
  }

  up(): void {
    const { lifted, scene } = this.#desk
    const there = [...this.#touched].flatMap(({ key }) => scene.get(key) ?? [])
    const gone = changeable(this.#desk, there)
    if (gone.length > 0) removeAll(this.#desk, gone)
    if (this.#last !== null) lifted.drop()
    this.#forget()
  }

  cancel(): void {
    if (this.#last !== null) this.#desk.lifted.cancel()
    this.#forget()
  }

  left(): void {
    this.putAway()
  }

  putAway(): void {
    this.#tip = null
    this.#desk.ask()
  }

  draw({ context, onScreen }: Canvas): boolean {
    onScreen()
    if (this.#tip !== null) drawTip(context, this.#tip, radius)
    return false
  }

  #touch(at: Point, size: number): void {
    const { lifted } = this.#desk
    for (const object of objectsAt(this.#desk, { at, radius: size })) {
      if (lifted.keys.has(object.key)) continue
      if (!mayChange(this.#desk, object)) this.#refuse(object)
      else {
        this.#touched.add(object)
        lifted.lift([object])
        lifted.show(object.key, [])
      }
    }
  }

  #refuse({ placement }: SceneObject): void {
    if (!this.#refused) this.#desk.tell('refused', placement?.lock === true ? 'locked' : 'rights')
    this.#refused = true
  }

  #forget(): void {
    this.#touched = new Set()
    this.#last = null
    this.#desk.ask()
  }
}
