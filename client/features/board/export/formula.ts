// Formulas: TeX set by KaTeX, which is loaded when the first one is needed, and taken apart into SVG, so
// that canvas, exports and other programs show the same: its letters become outlines. Nothing in TeX can reach out of its formula: no
// links, no pictures, no HTML, and no macro grows beyond a bound.
import type { FormulaWish, SetFormula } from '../../../../shared/board/svg.ts'
import { escapeXml } from '../../../../shared/board/svg.ts'
import { fontBytes, fontCss, type Face } from './fonts.ts'
import { readFont, type GlyphFont, type GlyphPlace } from './glyphs.ts'

const options = {
  displayMode: true,
  output: 'html',
  throwOnError: false,
  trust: false,
  strict: 'ignore',
  maxExpand: 200,
  maxSize: 20,
} as const

/** It is measured this large, so that rounding to pixels does not show. */
const measured = 64

async function katex() {
  const [{ default: library }] = await Promise.all([
    import('katex'),
    import('katex/dist/katex.min.css'),
  ])
  return library
}

/** Shows a formula in an element; wrong TeX shows as it is, in red. */
export async function showFormula(element: HTMLElement, tex: string): Promise<void> {
  const library = await katex()
  library.render(tex, element, options)
}

export interface FormulaPicture extends SetFormula {
  /** Families of the fonts of letters that are not outlines. */
  readonly fonts: ReadonlySet<string>
}

/** The formula as SVG in units of which `size` is the height of its letters. */
export async function setFormula({ tex, size, colour }: FormulaWish): Promise<FormulaPicture> {
  const host = document.createElement('div')
  host.style.cssText = `position:absolute;left:-99999px;top:0;width:max-content;padding:0.2em 0.1em;visibility:hidden;direction:ltr;font-size:${measured / 1.21}px;color:${colour}`
  document.body.append(host)
  try {
    await showFormula(host, tex)
    host
      .querySelectorAll<HTMLElement>('.katex-display')
      .forEach((part) => (part.style.margin = '0'))
    const faces = facesIn(host)
    await Promise.all(faces.map((face) => document.fonts.load(shorthand(face, measured))))
    const glyphs = await Promise.all(
      faces.map(async (face) => [keyOf(face), await glyphsOf(face)] as const),
    )
    return takenApart(host, size / (measured / 1.21), new Map(glyphs))
  } finally {
    host.remove()
  }
}

/** A whole SVG document of one formula, fonts and all. */
export async function formulaDocument(wish: FormulaWish) {
  const { markup, width, height, fonts } = await setFormula(wish)
  const style = fonts.size === 0 ? '' : `<style>${escapeXml(await fontCss(fonts))}</style>`
  const size = `width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"`
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" ${size}>${style}${markup}</svg>`
  return { svg, width, height }
}

function faceOf(element: Element): Face {
  const { fontStyle, fontWeight, fontFamily } = getComputedStyle(element)
  return { family: fontFamily.split(',')[0] ?? fontFamily, style: fontStyle, weight: fontWeight }
}

function keyOf({ family, style, weight }: Face): string {
  return `${style} ${weight} ${family}`
}

function shorthand({ family, style, weight }: Face, size: number): string {
  return `${style} ${weight} ${size}px ${family}`
}

function facesIn(host: HTMLElement): Face[] {
  const faces = [...host.querySelectorAll('.katex *')].map(faceOf)
  return [...new Map(faces.map((face) => [keyOf(face), face])).values()]
}

const read = new Map<string, Promise<GlyphFont | null>>()

function glyphsOf(face: Face): Promise<GlyphFont | null> {
  const known =
    read.get(keyOf(face)) ??
    fontBytes(face).then((bytes) => (bytes === null ? null : readFont(bytes)))
  read.set(keyOf(face), known)
  return known
}

interface Paper {
  readonly left: number
  readonly top: number
  readonly scale: number
  readonly glyphs: ReadonlyMap<string, GlyphFont | null>
  readonly fonts: Set<string>
}

function takenApart(host: HTMLElement, scale: number, glyphs: Paper['glyphs']): FormulaPicture {
  const outer = host.getBoundingClientRect()
  const paper: Paper = { left: outer.left, top: outer.top, scale, glyphs, fonts: new Set() }
  const root = host.querySelector('.katex-html') ?? host
  const parts = partsOf(root, paper)
  const length = (value: number) => Math.max(1, Math.ceil(value * scale * 100) / 100)
  return {
    markup: parts.join(''),
    width: length(outer.width),
    height: length(outer.height),
    fonts: paper.fonts,
  }
}

function partsOf(element: Element, paper: Paper): string[] {
  const parts: string[] = []
  if (element instanceof HTMLElement) parts.push(...rulesOf(element, paper))
  for (const child of element.childNodes) {
    if (child instanceof Text) parts.push(...lettersOf(child, paper))
    else if (child instanceof SVGSVGElement) parts.push(stretchedOf(child, paper))
    else if (child instanceof Element) parts.push(...partsOf(child, paper))
  }
  return parts
}

/** Fraction bars, frames and `\rule` are borders. */
function rulesOf(element: HTMLElement, paper: Paper): string[] {
  const style = getComputedStyle(element)
  const { left, top, right, bottom } = element.getBoundingClientRect()
  const sides = {
    top: { x: left, y: top, width: right - left, height: px(style.borderTopWidth) },
    bottom: {
      x: left,
      y: bottom - px(style.borderBottomWidth),
      width: right - left,
      height: px(style.borderBottomWidth),
    },
    left: { x: left, y: top, width: px(style.borderLeftWidth), height: bottom - top },
    right: {
      x: right - px(style.borderRightWidth),
      y: top,
      width: px(style.borderRightWidth),
      height: bottom - top,
    },
  }
  return Object.entries(sides)
    .filter(([side, { width, height }]) => {
      const drawn = style.getPropertyValue(`border-${side}-style`) !== 'none'
      return drawn && width > 0 && height > 0
    })
    .map(([side, box]) => {
      const colour = style.getPropertyValue(`border-${side}-color`)
      return `<rect ${boxOn(paper, box)} fill="${escapeXml(colour)}"/>`
    })
}

let pencil: CanvasRenderingContext2D | null = null

/** How far the baseline lies below the upper edge of a box around letters of this element. */
function baselineIn(box: DOMRect, face: Face, size: number): number {
  pencil ??= document.createElement('canvas').getContext('2d')
  if (pencil === null) return box.height * 0.8
  pencil.font = shorthand(face, size)
  const { fontBoundingBoxAscent: ascent, fontBoundingBoxDescent: descent } = pencil.measureText('x')
  // The box is as high as the font, around the same middle.
  return (box.height - ascent - descent) / 2 + ascent
}

function lettersOf(node: Text, paper: Paper): string[] {
  const parent = node.parentElement
  if (node.data.trim() === '' || parent === null) return []
  const style = getComputedStyle(parent)
  const face = faceOf(parent)
  const size = px(style.fontSize)
  const font = paper.glyphs.get(keyOf(face)) ?? null
  const range = document.createRange()
  const outlines: string[] = []
  const parts: string[] = []
  let from = 0
  for (const letter of node.data) {
    range.setStart(node, from)
    from += letter.length
    range.setEnd(node, from)
    if (/[\s\u200b\u2060]/.test(letter)) continue
    const box = range.getBoundingClientRect()
    const at = {
      x: (box.left - paper.left) * paper.scale,
      y: (box.top + baselineIn(box, face, size) - paper.top) * paper.scale,
    }
    const place = { at, size: size * paper.scale }
    const outline = font?.outline(letter.codePointAt(0) ?? 0, place) ?? null
    if (outline === null) {
      paper.fonts.add(face.family)
      parts.push(letterMarkup(letter, place, style))
    } else outlines.push(outline)
  }
  const d = outlines.join('')
  return d === '' ? parts : [`<path d="${d}" fill="${escapeXml(style.color)}"/>`, ...parts]
}

function letterMarkup(
  letter: string,
  { at, size }: GlyphPlace,
  style: CSSStyleDeclaration,
): string {
  const { fontFamily, fontStyle, fontWeight, color } = style
  const font = [
    `font-family="${escapeXml(fontFamily)}"`,
    `font-size="${number(size)}"`,
    fontStyle === 'normal' ? '' : `font-style="${escapeXml(fontStyle)}"`,
    fontWeight === '400' ? '' : `font-weight="${escapeXml(fontWeight)}"`,
  ]
  const where = `x="${number(at.x)}" y="${number(at.y)}"`
  return `<text ${where} ${font.join(' ')} fill="${escapeXml(color)}">${escapeXml(letter)}</text>`
}

/** Roots, braces and arrows are drawings longer than needed, cut by the element around them. */
function stretchedOf(svg: SVGSVGElement, paper: Paper): string {
  const clip = (svg.closest('.hide-tail') ?? svg).getBoundingClientRect()
  const own = svg.getBoundingClientRect()
  const colour = getComputedStyle(svg).color
  const view = svg.getAttribute('viewBox')
  const aspect = svg.getAttribute('preserveAspectRatio') ?? 'xMidYMid'
  const inner = boxOn({ ...paper, left: clip.left, top: clip.top }, own)
  const lines = [...svg.querySelectorAll('path, line')].map((part) => {
    const kept = [...part.attributes].filter(({ name }) => drawing.has(name))
    const attributes = kept.map(({ name, value }) => `${name}="${escapeXml(value)}"`)
    const stroke = part.tagName === 'line' ? ` stroke="${escapeXml(colour)}"` : ''
    return `<${part.tagName} ${attributes.join(' ')}${stroke}/>`
  })
  const viewed = view === null ? '' : ` viewBox="${escapeXml(view)}"`
  const drawnAs = `<svg ${inner}${viewed} preserveAspectRatio="${escapeXml(aspect)}">${lines.join('')}</svg>`
  return `<svg ${boxOn(paper, clip)} fill="${escapeXml(colour)}" overflow="hidden">${drawnAs}</svg>`
}

const drawing = new Set(['d', 'x1', 'x2', 'y1', 'y2', 'stroke-width'])

function boxOn(
  { left, top, scale }: Paper,
  { x, y, width, height }: { x: number; y: number; width: number; height: number },
): string {
  const at = `x="${number((x - left) * scale)}" y="${number((y - top) * scale)}"`
  return `${at} width="${number(width * scale)}" height="${number(height * scale)}"`
}

function px(length: string): number {
  const value = Number.parseFloat(length)
  return Number.isFinite(value) ? value : 0
}

function number(value: number): number {
  return Math.round(value * 1000) / 1000
}
