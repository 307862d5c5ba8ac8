// Draws objects on a canvas out of their figures. Outlines are kept per record, while it lies on the board and
// for as long as they are among the latest, because making them costs more than filling them.
import { combine, fitted, scaleOf, type Matrix } from '../../../../shared/board/geometry.ts'
import { matrixOf } from '../../../../shared/board/placement.ts'
import type { ObjectRecord } from '../../../../shared/board/record.ts'
import type { Box, Figure, Point, Shape } from '../../../../shared/board/shape.ts'
import { layoutText } from '../../../../shared/board/textLayout.ts'
import type { Palette, PicturePort } from './contract.ts'
import type { Drawable } from './scene.ts'

/** So many objects keep their outlines: some 60 MB. */
const mostKept = 15_000

type Context = CanvasRenderingContext2D

interface Look {
  readonly figures: readonly Figure[]
  /** Of the figures that are paths, at the same place. */
  readonly paths: readonly (Path2D | null)[]
  /** Roughly what drawing it costs; a stroke of 60 points is about 1. */
  readonly cost: number
}

const costPerLetter = 1 / 2_500
const costPerPoint = 1 / 120

export class Painter {
  readonly #pictures: PicturePort
  readonly #kept = new Map<ObjectRecord, Look>()
  palette: Palette

  constructor(palette: Palette, pictures: PicturePort) {
    this.palette = palette
    this.#pictures = pictures
  }

  figuresOf({ shape, record }: Drawable): readonly Figure[] {
    return this.#look(shape, record).figures
  }

  costOf({ shape, record }: Drawable): number {
    return this.#look(shape, record).cost
  }

  isKept({ record }: Drawable): boolean {
    return this.#kept.has(record)
  }

  /** Nobody draws it any more, unless it is brought back. */
  forget(record: ObjectRecord): void {
    this.#kept.delete(record)
  }

  /** `page` is the matrix from board units to the canvas's pixels. */
  draw(context: Context, object: Drawable, page: Matrix): void {
    this.#draw(context, { object, page, look: this.#look(object.shape, object.record) })
  }

  /** What will look different soon, and so is not kept. */
  drawOnce(context: Context, object: Drawable, page: Matrix): void {
    this.#draw(context, { object, page, look: lookOf(object.shape, object.record) })
  }

  #draw(context: Context, part: { object: Drawable; page: Matrix; look: Look }): void {
    const { object, page } = part
    const { figures, paths } = part.look
    const matrix = combine(page, matrixOf(object.placement, object.bounds))
    const { a, b, c, d, e, f } = matrix
    context.setTransform(a, b, c, d, e, f)
    figures.forEach((figure, at) => {
      this.#figure(context, { figure, path: paths[at] ?? null, matrix })
    })
  }

  #figure(context: Context, part: { figure: Figure; path: Path2D | null; matrix: Matrix }): void {
    const { figure, path, matrix } = part
    switch (figure.kind) {
      case 'path':
        if (path !== null) this.#path(context, { figure, path })
        break
      case 'text':
        this.#text(context, figure)
        break
      case 'image':
        this.#picture(context, { picture: this.#pictures.image(figure.file), box: figure.box })
        break
      case 'formula': {
        const wish = {
          tex: figure.tex,
          size: figure.size * scaleOf(matrix),
          colour: this.palette.css(figure.colour),
        }
        const picture = this.#pictures.formula(wish)
        // The box is an estimate made where nothing was set.
        const box = picture instanceof ImageBitmap ? fitted(figure.box, picture) : figure.box
        this.#picture(context, { picture, box })
        break
      }
    }
  }

  #path(context: Context, part: { figure: Figure & { kind: 'path' }; path: Path2D }): void {
    const { fill, stroke, multiply } = part.figure
    if (multiply) context.globalCompositeOperation = this.palette.dark ? 'screen' : 'multiply'
    if (fill !== undefined) {
      context.globalAlpha = fill.opacity ?? 1
      context.fillStyle = this.palette.css(fill.colour)
      context.fill(part.path)
    }
    if (stroke !== undefined) {
      context.globalAlpha = stroke.opacity ?? 1
      context.strokeStyle = this.palette.css(stroke.colour)
      context.lineWidth = stroke.width
      context.lineJoin = 'round'
      context.lineCap = 'round'
      context.setLineDash(stroke.dash === undefined ? [] : [...stroke.dash])
      context.stroke(part.path)
    }
    context.globalAlpha = 1
    context.globalCompositeOperation = 'source-over'
  }

  #text(context: Context, figure: Figure & { kind: 'text' }): void {
    const { box, text, size, align } = figure
    const { lines, rightToLeft } = layoutText(text, size, box.width)
    context.font = `${size}px ${this.palette.font}`
    context.fillStyle = this.palette.css(figure.colour)
    context.textBaseline = 'alphabetic'
    context.direction = rightToLeft ? 'rtl' : 'ltr'
    context.textAlign = align === 'middle' ? 'center' : 'start'
    const left = rightToLeft ? box.x + box.width : box.x
    const x = align === 'middle' ? box.x + box.width / 2 : left
    for (const line of lines) context.fillText(line.text, x, box.y + line.baseline)
  }

  /** A frame stands where a picture will be. */
  #picture(context: Context, part: { picture: CanvasImageSource | null; box: Box }): void {
    const { x, y, width, height } = part.box
    if (part.picture !== null) {
      context.drawImage(part.picture, x, y, width, height)
      return
    }
    context.globalAlpha = 0.25
    context.fillStyle = this.palette.grid
    context.fillRect(x, y, width, height)
    context.globalAlpha = 1
  }

  #look(shape: Shape, record: ObjectRecord): Look {
    const known = this.#kept.get(record)
    if (known !== undefined) return known
    const look = lookOf(shape, record)
    this.#kept.set(record, look)
    if (this.#kept.size > mostKept) {
      const [oldest] = this.#kept.keys()
      if (oldest !== undefined) this.#kept.delete(oldest)
    }
    return look
  }
}

function lookOf(shape: Shape, record: ObjectRecord): Look {
  const figures = figuresOf(shape, record)
  const paths = figures.map((figure) => (figure.kind === 'path' ? pathOf(figure) : null))
  let cost = 0.2
  for (const figure of figures) cost += costOf(figure)
  return { figures, paths, cost }
}

function costOf(figure: Figure): number {
  if (figure.kind !== 'path') return 1
  if (figure.soft !== undefined) return figure.soft.points.length * costPerPoint
  return figure.d.length * costPerLetter
}

function pathOf(figure: Figure & { kind: 'path' }): Path2D {
  return figure.soft === undefined ? new Path2D(figure.d) : softPath(figure.soft)
}

/** As `softLine` of the shapes writes it. */
function softPath({ points, closed }: { points: readonly Point[]; closed: boolean }): Path2D {
  const path = new Path2D()
  const [first, second] = points
  if (first === undefined || second === undefined) return path
  const last = points.at(-1) ?? first
  if (closed) path.moveTo((first.x + second.x) / 2, (first.y + second.y) / 2)
  else path.moveTo(first.x, first.y)
  let here = second
  for (let at = 2; at < points.length; at += 1) {
    const next = points[at] ?? last
    path.quadraticCurveTo(here.x, here.y, (here.x + next.x) / 2, (here.y + next.y) / 2)
    here = next
  }
  if (!closed) path.lineTo(last.x, last.y)
  else {
    path.quadraticCurveTo(last.x, last.y, (last.x + first.x) / 2, (last.y + first.y) / 2)
    path.quadraticCurveTo(first.x, first.y, (first.x + second.x) / 2, (first.y + second.y) / 2)
    path.closePath()
  }
  return path
}

/** What cannot be drawn is not: one odd record must not take the board away. */
function figuresOf(shape: Shape, record: ObjectRecord): readonly Figure[] {
  try {
    return shape.figures(record)
  } catch {
    return []
  }
}
