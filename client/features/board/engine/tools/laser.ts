// Points at something: a red trail that fades, seen by everybody and kept by nobody.
import { laserInk } from '../../../../../shared/board/inkBytes.ts'
import type { Canvas, Desk, Sample, Tool } from '../desk.ts'
import { LaserTrail } from '../laser.ts'

export class LaserTool implements Tool {
  readonly cursor = 'crosshair'
  readonly #desk: Desk
  readonly #trail = new LaserTrail()
  #on = false

  constructor(desk: Desk) {
    this.#desk = desk
  }

  down({ at }: Sample): void {
    this.#on = true
    this.#desk.live.begin({ id: '', shape: laserInk, style: this.#desk.style })
    this.#add([at])
  }

  move(samples: readonly Sample[]): void {
    if (this.#on) this.#add(samples.map(({ at }) => at))
  }

  up(): void {
    if (!this.#on) return
    this.#on = false
    this.#trail.lift()
    this.#desk.live.end('end')
  }

  cancel(): void {
    this.up()
  }

  draw({ context, onScreen, now }: Canvas): boolean {
    onScreen()
    return this.#trail.draw(context, this.#desk.camera, now)
  }

  #add(points: readonly Sample['at'][]): void {
    const bare = points.map(({ x, y }) => ({ x, y }))
    this.#trail.add(bare, this.#desk.now())
    this.#desk.live.add(bare)
    this.#desk.ask()
  }
}
