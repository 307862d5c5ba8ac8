// A page as an SVG file that needs nothing else: its pictures, its slide, its formulas and its fonts are in
// it. And any such SVG as a PNG, by the browser's own drawing.
import type { FileId } from '../../../../shared/ids.ts'
import { inOrder, settledAll } from '../../../../shared/board/placed.ts'
import type { Theme } from '../../../../shared/board/palette.ts'
import { cssColour } from '../../../../shared/board/palette.ts'
import type { Box, Figure } from '../../../../shared/board/shape.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import {
  figureDocument,
  toSvg,
  type FormulaWish,
  type SvgBackground,
  type SvgOptions,
} from '../../../../shared/board/svg.ts'
import { asDataUrl, fontCss } from './fonts.ts'
import { setFormula, type FormulaPicture } from './formula.ts'
import { exportBox, filesOn, type ExportPage, type ExportPorts } from './pages.ts'

export interface PictureOptions {
  readonly theme?: Theme
  /** Without the page's colour, lines or slide. */
  readonly transparent?: boolean
}

export interface SvgFile {
  readonly svg: string
  readonly width: number
  readonly height: number
}

export async function pageSvg(
  page: ExportPage,
  ports: ExportPorts,
  { theme = 'light', transparent = false }: PictureOptions = {},
): Promise<SvgFile> {
  const box = exportBox(page)
  const figures = inOrder(settledAll(page.objects)).flatMap(
    ({ record }) => shapeOf(record)?.figures(record) ?? [],
  )
  const background: SvgBackground = transparent
    ? { kind: 'none' }
    : await backgroundOf(page, ports, box.width)
  const pictures = await picturesOf(filesOn(page.objects), ports)
  const needs = await needsOf(figures, theme)
  const options = {
    box,
    background,
    theme,
    imageHref: (file: FileId) => pictures.get(file) ?? null,
  }
  return {
    svg: toSvg(page.objects, { ...options, ...needs }),
    width: box.width,
    height: box.height,
  }
}

/** One figure alone, in its own units. */
export async function figureSvg(
  figure: Figure & { readonly box: Box },
  ports: ExportPorts,
): Promise<string> {
  const file = figure.kind === 'image' ? [figure.file] : []
  const pictures = await picturesOf(file, ports)
  const needs = await needsOf([figure], 'light')
  return figureDocument(figure, { imageHref: (its) => pictures.get(its) ?? null, ...needs })
}

async function backgroundOf(
  { background }: ExportPage,
  ports: ExportPorts,
  width: number,
): Promise<SvgBackground> {
  if (background.kind !== 'slide') return background
  const { slide, box } = background
  const own = slide.type.startsWith('image/') ? slide.bytes : null
  const bytes = own ?? (await ports.slidePng(slide, Math.round(Math.max(box.width, width) * 2)))
  if (bytes === null) return { kind: 'plain' }
  return { kind: 'slide', href: asDataUrl(bytes, own === null ? 'image/png' : slide.type), box }
}

async function picturesOf(
  files: readonly FileId[],
  ports: ExportPorts,
): Promise<Map<FileId, string>> {
  const found = await Promise.all(
    files.map(async (file) => [file, await ports.picture(file)] as const),
  )
  return new Map(
    found.flatMap(([file, picture]) =>
      picture === null ? [] : [[file, asDataUrl(picture.bytes, picture.type)] as const],
    ),
  )
}

/** Formulas set, and the fonts of them and of texts. */
async function needsOf(
  figures: readonly Figure[],
  theme: Theme,
): Promise<Pick<SvgOptions, 'formulaSvg' | 'style'>> {
  const fonts = new Set<string>()
  const formulas = new Map<string, FormulaPicture>()
  for (const figure of figures) {
    if (figure.kind === 'text') fonts.add('Figtree')
    if (figure.kind !== 'formula') continue
    const wish = { tex: figure.tex, size: figure.size, colour: cssColour(figure.colour, theme) }
    const formula = formulas.get(keyOf(wish)) ?? (await setFormula(wish))
    formulas.set(keyOf(wish), formula)
    for (const font of formula.fonts) fonts.add(font)
  }
  const formulaSvg = (wish: FormulaWish) => formulas.get(keyOf(wish)) ?? null
  return fonts.size === 0 ? { formulaSvg } : { formulaSvg, style: await fontCss(fonts) }
}

function keyOf({ tex, size, colour }: FormulaWish): string {
  return `${size} ${colour} ${tex}`
}

/** Pixels across and down that every browser still draws. */
const mostPixels = 8_192

/** Null when the browser cannot draw it. */
export async function svgToPng(
  { svg, width, height }: SvgFile,
  scale: number,
): Promise<Blob | null> {
  const fitting = Math.min(scale, mostPixels / Math.max(width, height))
  const canvas = document.createElement('canvas')
  canvas.width = Math.max(1, Math.round(width * fitting))
  canvas.height = Math.max(1, Math.round(height * fitting))
  const image = await svgImage(svg)
  if (image === null) return null
  canvas.getContext('2d')?.drawImage(image, 0, 0, canvas.width, canvas.height)
  return new Promise((resolve) => canvas.toBlob(resolve, 'image/png'))
}

export async function svgImage(svg: string): Promise<HTMLImageElement | null> {
  const url = URL.createObjectURL(new Blob([svg], { type: 'image/svg+xml' }))
  const image = new Image()
  image.src = url
  try {
    await image.decode()
    return image
  } catch {
    return null
  } finally {
    URL.revokeObjectURL(url)
  }
}
