// The laser's trail: a line that fades behind the point, one's own and others'.
import type { Point } from '../../../../shared/board/shape.ts'
import type { Camera } from './camera.ts'

/** How long a point is seen, in ms. */
const life = 900
const width = 5
const colour = '#e5252a'
const halo = 'rgb(255 90 80 / 35%)'

interface LaserPoint extends Point {
  readonly at: number
}

export class LaserTrail {
  #points: LaserPoint[] = []

  add(points: readonly Point[], now: number): void {
    this.#points.push(...points.map(({ x, y }) => ({ x, y, at: now })))
  }

  /** The next piece does not hang on this one. */
  lift(): void {
    this.#points.push({ x: Number.NaN, y: Number.NaN, at: this.#points.at(-1)?.at ?? 0 })
  }

  /** False when nothing is left of it. */
  draw(context: CanvasRenderingContext2D, camera: Camera, now: number): boolean {
    this.#points = this.#points.filter(({ at }) => now - at < life)
    context.lineCap = 'round'
    for (const [style, broad] of [
      [halo, 2],
      [colour, 1],
    ] as const) {
      context.strokeStyle = style
      this.#line(context, { camera, now, broad })
    }
    return this.#points.length > 0
  }

  #line(
    context: CanvasRenderingContext2D,
    { camera, now, broad }: { camera: Camera; now: number; broad: number },
  ): void {
    let before: Point | null = null
    for (const point of this.#points) {
      const here = Number.isNaN(point.x) ? null : camera.toScreen(point)
      if (before !== null && here !== null) {
        context.lineWidth = broad * width * (1 - (now - point.at) / life)
        context.beginPath()
        context.moveTo(before.x, before.y)
        context.lineTo(here.x, here.y)
        context.stroke()
      }
      before = here
    }
  }
}
