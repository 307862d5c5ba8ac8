// The two canvases of a board, one above the other: the page out of its tiles, and what is alive above it.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { Camera, Size } from './camera.ts'
import type { Canvas } from './desk.ts'
import type { Tiles } from './tiles.ts'

export class Stage {
  readonly #camera: Camera
  readonly #page: HTMLCanvasElement
  readonly #above: HTMLCanvasElement
  readonly #stop: () => void
  #ratio = 1

  constructor(host: HTMLElement, camera: Camera, resized: (ratio: number) => void) {
    this.#camera = camera
    this.#page = canvasIn(host)
    this.#above = canvasIn(host)
    const measure = () => {
      const { clientWidth: width, clientHeight: height } = host
      this.#resize({ width: Math.max(1, width), height: Math.max(1, height) }, freeOf(host))
      resized(this.#ratio)
    }
    const observer = new ResizeObserver(measure)
    observer.observe(host)
    // Another screen, or a zoomed page.
    window.addEventListener('resize', measure)
    measure()
    this.#stop = () => {
      observer.disconnect()
      window.removeEventListener('resize', measure)
      this.#page.remove()
      this.#above.remove()
    }
  }

  get ratio(): number {
    return this.#ratio
  }

  close(): void {
    this.#stop()
  }

  drawPage(tiles: Tiles, opaque: boolean): void {
    const context = this.#page.getContext('2d')
    if (context === null) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    if (!opaque) context.clearRect(0, 0, this.#page.width, this.#page.height)
    tiles.draw(context)
  }

  drawAbove(now: number, draw: (canvas: Canvas) => void): void {
    const context = this.#above.getContext('2d')
    if (context === null) return
    context.setTransform(1, 0, 0, 1, 0, 0)
    context.clearRect(0, 0, this.#above.width, this.#above.height)
    const ratio = this.#ratio
    draw({
      context,
      page: this.#matrix(),
      now,
      onScreen: () => {
        context.setTransform(ratio, 0, 0, ratio, 0, 0)
      },
    })
  }

  /** In whole pixels, as the tiles are. */
  #matrix(): Matrix {
    const { x, y, zoom } = this.#camera.sight
    const scale = zoom * this.#ratio
    return { a: scale, b: 0, c: 0, d: scale, e: Math.round(-x * scale), f: Math.round(-y * scale) }
  }

  #resize(size: Size, free: Box): void {
    this.#ratio = window.devicePixelRatio
    for (const canvas of [this.#page, this.#above]) {
      canvas.width = Math.round(size.width * this.#ratio)
      canvas.height = Math.round(size.height * this.#ratio)
    }
    this.#camera.resize(size, free)
  }
}

/** Tools lie where the host has padding. */
function freeOf(host: HTMLElement): Box {
  const style = getComputedStyle(host)
  const [left, right, bottom] = [style.paddingLeft, style.paddingRight, style.paddingBottom].map(
    (length) => parseFloat(length) || 0,
  ) as [number, number, number]
  const { clientWidth: width, clientHeight: height } = host
  return { x: left, y: 0, width: width - left - right, height: height - bottom }
}

function canvasIn(host: HTMLElement): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.setAttribute('aria-hidden', 'true')
  Object.assign(canvas.style, { position: 'absolute', inset: '0', width: '100%', height: '100%' })
  host.append(canvas)
  return canvas
}
