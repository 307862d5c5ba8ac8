// A formula as a picture for a canvas, as large as it is wanted, in device pixels.
import type { FormulaWish } from '../../../../shared/board/svg.ts'
import { formulaDocument } from './formula.ts'
import { svgImage } from './svgFile.ts'

/** Throws when the browser cannot draw it. Wrong TeX is drawn as it is written, in red. */
export async function formulaPicture(wish: FormulaWish): Promise<ImageBitmap> {
  const { svg, width, height } = await formulaDocument(wish)
  const image = await svgImage(svg)
  if (image === null) throw new Error('no picture of the formula')
  const canvas = document.createElement('canvas')
  canvas.width = Math.ceil(width)
  canvas.height = Math.ceil(height)
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return createImageBitmap(canvas)
}
