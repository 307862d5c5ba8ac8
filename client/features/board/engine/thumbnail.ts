// A small picture of a page, however far what lies on it lies apart.
import { grown } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import { drawBackdrop, type Backdrop } from './backdrop.ts'
import type { Painter } from './painter.ts'
import { byOrder, type Scene } from './scene.ts'

export interface Pictured {
  readonly scene: Scene
  readonly painter: Painter
  readonly backdrop: Backdrop
}

const margin = 24
/** A single dot does not fill the picture. */
const mostZoom = 4

/** Over all of the canvas, with what lies on the page in its middle. */
export function drawPicture(context: CanvasRenderingContext2D, page: Pictured): void {
  const { canvas } = context
  const { x, y, width, height } = wholeOf(page)
  const zoom = Math.min(canvas.width / (width || 1), canvas.height / (height || 1), mostZoom)
  const box = {
    x: x + width / 2 - canvas.width / zoom / 2,
    y: y + height / 2 - canvas.height / zoom / 2,
    width: canvas.width / zoom,
    height: canvas.height / zoom,
  }
  const matrix = { a: zoom, b: 0, c: 0, d: zoom, e: -box.x * zoom, f: -box.y * zoom }
  context.imageSmoothingQuality = 'high'
  drawBackdrop(context, page.backdrop, { box, page: matrix })
  for (const object of page.scene.within(box).sort(byOrder))
    page.painter.draw(context, object.drawn, matrix)
}

function wholeOf({ scene, backdrop: { background } }: Pictured): Box {
  if (background.kind === 'slide') return background.box
  const extent = scene.extent()
  return extent === null ? { x: 0, y: 0, width: 1_280, height: 800 } : grown(extent, margin)
}
