// A small picture of a page.
import { grown } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import { drawBackdrop, type Backdrop } from './backdrop.ts'
import { shown, type Size } from './camera.ts'
import type { Painter } from './painter.ts'
import { byOrder, type Scene } from './scene.ts'

export interface Pictured {
  readonly scene: Scene
  readonly painter: Painter
  readonly backdrop: Backdrop
}

const margin = 24

export function drawThumbnail(page: Pictured, size: Size, part?: Box): HTMLCanvasElement {
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(size.width))
  canvas.height = Math.max(1, Math.round(size.height))
  const context = canvas.getContext('2d')
  if (context === null) return canvas
  const { x, y, zoom } = shown(part ?? wholeOf(page), canvas)
  const matrix = { a: zoom, b: 0, c: 0, d: zoom, e: -x * zoom, f: -y * zoom }
  const box = { x, y, width: canvas.width / zoom, height: canvas.height / zoom }
  drawBackdrop(context, page.backdrop, { box, page: matrix })
  for (const object of page.scene.within(box).sort(byOrder))
    page.painter.draw(context, object.drawn, matrix)
  return canvas
}

function wholeOf({ scene, backdrop: { background } }: Pictured): Box {
  if (background.kind === 'slide') return background.box
  const extent = scene.extent()
  return extent === null ? { x: 0, y: 0, width: 1_280, height: 800 } : grown(extent, margin)
}
