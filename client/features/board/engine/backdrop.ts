// What lies below the ink: the page's colour, its grid or lines, or a slide.
import type { Matrix } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { Background, Palette, PicturePort } from './contract.ts'

/** Board units between two lines. */
export const gridStep = 32
/** Nearer than this, in device pixels, lines are left out. */
const nearest = 8

export interface Backdrop {
  readonly background: Background
  readonly palette: Palette
  readonly pictures: PicturePort
}

/** `box` of the board onto a canvas whose pixels `page` tells. */
export function drawBackdrop(
  context: CanvasRenderingContext2D,
  { background, palette, pictures }: Backdrop,
  { box, page }: { readonly box: Box; readonly page: Matrix },
): void {
  context.setTransform(page.a, page.b, page.c, page.d, page.e, page.f)
  const { x, y, width, height } = box
  if (palette.page === null) context.clearRect(x, y, width, height)
  else {
    context.fillStyle = palette.page
    context.fillRect(x, y, width, height)
  }
  if (background.kind === 'slide') {
    const picture = pictures.slide(background.key, background.box.width * page.a)
    const at = background.box
    if (picture !== null) context.drawImage(picture, at.x, at.y, at.width, at.height)
  } else if (background.kind !== 'plain')
    drawRules(context, { kind: background.kind, palette, box, scale: page.a })
}

interface Rules {
  readonly kind: 'grid' | 'lines'
  readonly palette: Palette
  readonly box: Box
  readonly scale: number
}

function drawRules(context: CanvasRenderingContext2D, { kind, palette, box, scale }: Rules): void {
  let step = gridStep
  while (step * scale < nearest) step *= 4
  const thickness = 1 / scale
  context.fillStyle = palette.grid
  const first = (from: number) => Math.floor(from / step) * step
  for (let y = first(box.y); y <= box.y + box.height; y += step)
    context.fillRect(box.x, y, box.width, thickness)
  if (kind === 'lines') return
  for (let x = first(box.x); x <= box.x + box.width; x += step)
    context.fillRect(x, box.y, thickness, box.height)
}
