// The content of a PDF's page as text, out of matrices and figures: what PDF calls operators. It knows
// nothing of documents; fonts, pictures and looks stand in it by the names it is given.
import { cssColour } from '../../../../shared/board/palette.ts'
import { pair, short, stepsOf } from '../../../../shared/board/pathData.ts'
import type { Matrix } from '../../../../shared/board/geometry.ts'
import type { Figure, Paint, Point } from '../../../../shared/board/shape.ts'

export interface Look {
  readonly fill: number
  readonly stroke: number
  readonly multiply: boolean
}

/** Gives the name of a graphics state with this look. */
export type NameOfLook = (look: Look) => string

export function within(matrix: Matrix, content: string): string {
  return `q ${numbers(matrix)} cm\n${content}Q\n`
}

export function drawn(name: string): string {
  return `/${name} Do\n`
}

export function pathContent(figure: Figure & { kind: 'path' }, nameOf: NameOfLook): string {
  const { d, fill, stroke, multiply = false } = figure
  const look = { fill: fill?.opacity ?? 1, stroke: stroke?.opacity ?? 1, multiply }
  const painted = fill === undefined ? 'S' : stroke === undefined ? 'f' : 'B'
  return [
    `q /${nameOf(look)} gs\n`,
    fill === undefined ? '' : `${rgb(fill)} rg\n`,
    stroke === undefined ? '' : `${rgb(stroke)} RG ${short(stroke.width)} w 1 j 1 J\n`,
    stroke?.dash === undefined ? '' : `[${stroke.dash.map(short).join(' ')}] 0 d\n`,
    pathSteps(d),
    `${painted}\nQ\n`,
  ].join('')
}

export interface TextPiece {
  /** Of a font. */
  readonly name: string
  readonly size: number
  readonly at: Point
  /** The text in the font's own codes, in hexadecimal. */
  readonly hex: string
}

/** Upright on a page whose y grows downwards. */
export function textContent(pieces: readonly TextPiece[], colour: Paint): string {
  const lines = pieces.map(
    ({ name, size, at, hex }) =>
      `/${name} ${short(size)} Tf 1 0 0 -1 ${short(at.x)} ${short(at.y)} Tm ${hex} Tj\n`,
  )
  return `BT ${rgb(colour)} rg\n${lines.join('')}ET\n`
}

function rgb({ colour }: Paint): string {
  const css = cssColour(colour, 'light')
  const parts = [1, 3, 5].map((at) => Number.parseInt(css.slice(at, at + 2), 16) / 255)
  return parts.map((part) => Math.round(part * 1000) / 1000).join(' ')
}

function numbers({ a, b, c, d, e, f }: Matrix): string {
  return [a, b, c, d, e, f].map((value) => decimal(value)).join(' ')
}

/** Never with an exponent, which PDF does not read. */
function decimal(value: number): string {
  return value.toFixed(6).replace(/\.?0+$/, '')
}

function pathSteps(data: string): string {
  let steps = ''
  let from: Point = { x: 0, y: 0 }
  for (const { command, points } of stepsOf(data)) {
    for (const point of command === 'Q' ? cubic(from, points) : points) steps += `${pair(point)} `
    steps += `${operators[command]}\n`
    from = points.at(-1) ?? from
  }
  return steps
}

const operators = { M: 'm', L: 'l', Q: 'c', C: 'c', Z: 'h' } as const

/** A quadratic curve as the cubic one that PDF has. */
function cubic(from: Point, [handle = from, to = from]: readonly Point[]): Point[] {
  const towards = (end: Point) => ({
    x: end.x + ((handle.x - end.x) * 2) / 3,
    y: end.y + ((handle.y - end.y) * 2) / 3,
  })
  return [towards(from), towards(to), to]
}
