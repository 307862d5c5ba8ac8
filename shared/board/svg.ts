// A page of a board as an SVG document: what is exported, what thumbnails are, what a recorder draws from.
// A pure function of its objects. Nothing that people wrote leaves here unescaped, and no picture is fetched
// from where a record says, only from where the caller does.
import type { FileId } from '../ids.ts'
import { grown, around, meet, type Matrix } from './geometry.ts'
import { cssColour, guideColour, pageColour, slideColour, type Theme } from './palette.ts'
import { short } from './pathData.ts'
import { boxOfObject, inOrder, settledAll, type PlacedObject } from './placed.ts'
import { matrixOf } from './placement.ts'
import type { Box, Figure, Paint } from './shape.ts'
import { shapeOf } from './shapes/index.ts'
import { layoutText } from './textLayout.ts'

export type SvgBackground =
  | { readonly kind: 'none' | 'plain' | 'grid' | 'lines' }
  | { readonly kind: 'slide'; readonly href: string; readonly box: Box }

export interface FormulaWish {
  readonly tex: string
  readonly size: number
  /** As CSS. */
  readonly colour: string
}

/** A formula that has been set: our own markup, in units of its own. */
export interface SetFormula {
  readonly markup: string
  readonly width: number
  readonly height: number
}

export interface SvgOptions {
  /** What of the page is shown. */
  readonly box: Box
  readonly background: SvgBackground
  readonly theme?: Theme
  /** In CSS pixels; the size of the box when absent. */
  readonly size?: { readonly width: number; readonly height: number }
  /** Where a picture is; null shows its frame. */
  readonly imageHref?: (file: FileId) => string | null
  /** Null shows the TeX itself. */
  readonly formulaSvg?: (formula: FormulaWish) => SetFormula | null
  /** CSS of ours, such as the fonts of formulas. */
  readonly style?: string
}

export const boardFont = 'Figtree, Arial, sans-serif'
/** Units between two lines of a background. */
export const guideStep = 32

export function toSvg(objects: readonly PlacedObject[], options: SvgOptions): string {
  const { box, size = box, style } = options
  const seen = inOrder(settledAll(objects)).filter((object) => {
    const its = boxOfObject(object)
    return its !== null && meet(its, box)
  })
  const drawn = seen.map((object) => markupOf(object, options)).join('')
  return documentOf(backgroundOf(options) + drawn, { box, size, style })
}

/** One figure alone, as large as its box. */
export function figureDocument(
  figure: Figure & { readonly box: Box },
  options: Omit<SvgOptions, 'box' | 'background'>,
): string {
  const { box } = figure
  const markup = figureMarkup(figure, { ...options, box, background: { kind: 'none' } })
  return documentOf(markup, { box, size: options.size ?? box, style: options.style })
}

function documentOf(
  markup: string,
  { box, size, style }: { box: Box; size: SvgOptions['size']; style: string | undefined },
): string {
  const { width, height } = size ?? box
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${short(width)}" height="${short(height)}"`,
    ` viewBox="${short(box.x)} ${short(box.y)} ${short(box.width)} ${short(box.height)}">`,
    style === undefined ? '' : `<style>${escapeXml(style)}</style>`,
    `${markup}</svg>`,
  ].join('')
}

/** What an export of all objects shows: them, and some room; null when there are none. */
export function boxOfAll(objects: readonly PlacedObject[], margin = 24): Box | null {
  const boxes = settledAll(objects).map(boxOfObject)
  const box = around(boxes.filter((one) => one !== null))
  return box === null ? null : grown(box, margin)
}

/** For text and for attributes; without what no XML can hold. */
export function escapeXml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
    .replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`)
}

function backgroundOf({ box, background, theme = 'light' }: SvgOptions): string {
  if (background.kind === 'none') return ''
  const page = `<rect ${placed(box)} fill="${pageColour[theme]}"/>`
  if (background.kind === 'plain') return page
  if (background.kind === 'slide') {
    const sheet = `<rect ${placed(background.box)} fill="${slideColour}"/>`
    return page + sheet + picture(background.href, background.box)
  }
  const lines = guideLines(background.kind, box)
  return `${page}<path d="${lines}" fill="none" stroke="${guideColour[theme]}"/>`
}

/** Lines of a background, as path data. */
export function guideLines(kind: 'grid' | 'lines', box: Box): string {
  // A box larger than any screen is drawn without its thousands of lines.
  if (box.width + box.height > 20_000) return ''
  const first = (from: number) => Math.ceil(from / guideStep) * guideStep
  const [right, bottom] = [short(box.x + box.width), short(box.y + box.height)]
  const lines: string[] = []
  for (let y = first(box.y); y <= bottom; y += guideStep)
    lines.push(`M${short(box.x)} ${y}L${right} ${y}`)
  const across = kind === 'grid' ? right : -Infinity
  for (let x = first(box.x); x <= across; x += guideStep)
    lines.push(`M${x} ${short(box.y)}L${x} ${bottom}`)
  return lines.join('')
}

function markupOf({ record, placement }: PlacedObject, options: SvgOptions): string {
  const shape = shapeOf(record)
  if (shape === null) return ''
  const matrix = matrixOf(placement, shape.bounds(record))
  const figures = shape.figures(record).map((figure) => figureMarkup(figure, options))
  return `<g${transformOf(matrix)}>${figures.join('')}</g>`
}

function transformOf({ a, b, c, d, e, f }: Matrix): string {
  if (a === 1 && b === 0 && c === 0 && d === 1 && e === 0 && f === 0) return ''
  const numbers = [a, b, c, d, e, f].map((value) => Math.round(value * 1e6) / 1e6)
  return ` transform="matrix(${numbers.join(' ')})"`
}

function figureMarkup(figure: Figure, options: SvgOptions): string {
  const theme = options.theme ?? 'light'
  switch (figure.kind) {
    case 'path':
      return pathMarkup(figure, theme)
    case 'text':
      return textMarkup(figure, theme)
    case 'image': {
      const href = options.imageHref?.(figure.file) ?? null
      return href === null ? frame(figure.box, theme) : picture(href, figure.box)
    }
    case 'formula':
      return formulaMarkup(figure, options)
  }
}

function pathMarkup(
  { d, fill, stroke, multiply }: Figure & { kind: 'path' },
  theme: Theme,
): string {
  const blend = theme === 'light' ? 'multiply' : 'screen'
  return [
    `<path d="${escapeXml(d)}"`,
    fill === undefined ? ' fill="none"' : painted('fill', fill, theme),
    stroke === undefined ? '' : painted('stroke', stroke, theme),
    stroke === undefined ? '' : ` stroke-width="${short(stroke.width)}"${roundEnds}`,
    stroke?.dash === undefined ? '' : ` stroke-dasharray="${stroke.dash.map(short).join(' ')}"`,
    multiply ? ` style="mix-blend-mode:${blend}"` : '',
    '/>',
  ].join('')
}

const roundEnds = ' stroke-linecap="round" stroke-linejoin="round"'

function painted(what: 'fill' | 'stroke', { colour, opacity = 1 }: Paint, theme: Theme): string {
  const value = ` ${what}="${escapeXml(cssColour(colour, theme))}"`
  return opacity === 1 ? value : `${value} ${what}-opacity="${short(opacity)}"`
}

function textMarkup(figure: Figure & { kind: 'text' }, theme: Theme): string {
  const { box, text, size, align, colour } = figure
  const { lines, rightToLeft } = layoutText(text, size, box.width)
  const middle = align === 'middle'
  const x = short(middle ? box.x + box.width / 2 : rightToLeft ? box.x + box.width : box.x)
  const spans = lines
    .filter((line) => line.text !== '')
    .map(
      (line) =>
        `<tspan x="${x}" y="${short(box.y + line.baseline)}">${escapeXml(line.text)}</tspan>`,
    )
  const direction = rightToLeft ? ' direction="rtl"' : ''
  const anchor = middle ? ' text-anchor="middle"' : ''
  const look = `font-family="${boardFont}" font-size="${short(size)}"${painted('fill', { colour }, theme)}`
  return `<text ${look}${direction}${anchor} xml:space="preserve">${spans.join('')}</text>`
}

/** Set as large as its box allows, from the left; its TeX where it cannot be set. */
function formulaMarkup(figure: Figure & { kind: 'formula' }, options: SvgOptions): string {
  const { box, tex, size, colour } = figure
  const css = cssColour(colour, options.theme ?? 'light')
  const formula = options.formulaSvg?.({ tex, size, colour: css }) ?? null
  if (formula === null) {
    const at = `x="${short(box.x)}" y="${short(box.y + box.height * 0.7)}"`
    const look = `font-family="monospace" font-size="${short(size * 0.8)}" fill="${escapeXml(css)}"`
    return `<text ${at} ${look} xml:space="preserve">${escapeXml(tex)}</text>`
  }
  const own = `viewBox="0 0 ${short(formula.width)} ${short(formula.height)}"`
  return `<svg ${placed(box)} ${own} preserveAspectRatio="xMinYMid" overflow="visible">${formula.markup}</svg>`
}

/** Pictures of the class and what was made here; no scripts, no other documents. */
const safeHref =
  /^(data:image\/(png|jpeg|webp|gif|avif);base64,[A-Za-z0-9+/=]*$|blob:|https?:|\/(?!\/))/

function picture(href: string, box: Box): string {
  if (!safeHref.test(href)) return frame(box, 'light')
  return `<image ${placed(box)} href="${escapeXml(href)}" preserveAspectRatio="none"/>`
}

function frame(box: Box, theme: Theme): string {
  return `<rect ${placed(box)} fill="${guideColour[theme]}" fill-opacity="0.5"/>`
}

function placed({ x, y, width, height }: Box): string {
  return `x="${short(x)}" y="${short(y)}" width="${short(width)}" height="${short(height)}"`
}
