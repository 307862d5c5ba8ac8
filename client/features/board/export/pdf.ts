// A board as a PDF: each page with its slide as vectors, ink and shapes as vectors over it, and text as text
// where the fonts that every reader has can write it. What they cannot write, formulas and pictures of other
// kinds are drawn by whoever calls, as PNG.
import {
  PDFDocument,
  StandardFonts,
  type PDFFont,
  type PDFImage,
  type PDFPage,
} from '@cantoo/pdf-lib'
import { combine, scaleOf } from '../../../../shared/board/geometry.ts'
import { matrixOf } from '../../../../shared/board/placement.ts'
import { inOrder, settledAll } from '../../../../shared/board/placed.ts'
import { guideColour, pageColour, slideColour } from '../../../../shared/board/palette.ts'
import type { Box, Figure } from '../../../../shared/board/shape.ts'
import { shapeOf } from '../../../../shared/board/shapes/index.ts'
import { guideLines } from '../../../../shared/board/svg.ts'
import { layoutText } from '../../../../shared/board/textLayout.ts'
import { exportBox, type ExportPage, type ExportPorts } from './pages.ts'
import { drawn, pathContent, textContent, within, type Look, type TextPiece } from './pdfContent.ts'
import { embedPicture, embedSlides, squareTo, type EmbeddedSlide } from './pdfSlides.ts'

/** Points of a PDF to a unit of the board, which is a CSS pixel. */
const pointsPerUnit = 0.75
/** What readers allow a side of a page to be, in points. */
const longestSide = 14_400

export interface PdfPorts extends ExportPorts {
  /** A figure as a PNG, so many pixels to a unit; null when it cannot be drawn. */
  readonly figurePng: (figure: Figure, scale: number) => Promise<Uint8Array | null>
}

interface Writer {
  readonly document: PDFDocument
  readonly font: PDFFont
  /** Code points that it can write. */
  readonly letters: ReadonlySet<number>
  readonly ports: PdfPorts
  /** Pictures by file, each in the document once. */
  readonly pictures: Map<string, PDFImage | null>
}

export async function boardPdf(
  title: string,
  pages: readonly ExportPage[],
  ports: PdfPorts,
): Promise<Uint8Array> {
  const document = await PDFDocument.create()
  document.setTitle(title)
  document.setCreator('Lyceum')
  const slides = await embedSlides(document, pages, ports)
  const font = await document.embedFont(StandardFonts.Helvetica)
  const letters = new Set(font.getCharacterSet())
  const pictures = new Map<string, PDFImage | null>()
  const writer = { document, font, letters, ports, pictures }
  for (const page of pages) {
    const { background } = page
    const slide = background.kind === 'slide' ? (slides.get(background.slide) ?? null) : null
    await writePage(writer, page, slide)
  }
  return document.save()
}

async function writePage(
  writer: Writer,
  page: ExportPage,
  slide: EmbeddedSlide | null,
): Promise<void> {
  const box = exportBox(page)
  const scale = Math.min(pointsPerUnit, longestSide / Math.max(box.width, box.height))
  const size: [number, number] = [box.width * scale, box.height * scale]
  const sheet = new Sheet(writer, writer.document.addPage(size))
  const parts = [backdrop(sheet, page, { box, slide })]
  for (const [at, { record, placement }] of inOrder(settledAll(page.objects)).entries()) {
    if (at % inOneGo === inOneGo - 1) await breath()
    const shape = shapeOf(record)
    if (shape === null) continue
    const matrix = matrixOf(placement, shape.bounds(record))
    const figures: string[] = []
    for (const figure of shape.figures(record)) {
      figures.push(await figureContent(sheet, figure, scaleOf(matrix)))
    }
    parts.push(within(matrix, figures.join('')))
  }
  const toPage = {
    a: scale,
    b: 0,
    c: 0,
    d: -scale,
    e: -box.x * scale,
    f: (box.y + box.height) * scale,
  }
  await sheet.finish(within(toPage, parts.join('')))
}

function backdrop(
  sheet: Sheet,
  { background }: ExportPage,
  { box, slide }: { box: Box; slide: EmbeddedSlide | null },
): string {
  const paper = sheet.path(boxPath(box), { fill: { colour: asColour(pageColour.light) } })
  if (background.kind === 'plain') return paper
  if (background.kind !== 'slide') {
    const stroke = { colour: asColour(guideColour.light), width: 1 }
    return paper + sheet.path(guideLines(background.kind, box), { stroke })
  }
  const white = sheet.path(boxPath(background.box), { fill: { colour: slideColour } })
  if (slide === null) return paper + white
  const matrix = combine(squareTo(background.box), slide.toSquare)
  return paper + white + within(matrix, drawn(sheet.nameOfObject(slide.part.ref)))
}

async function figureContent(sheet: Sheet, figure: Figure, scale: number): Promise<string> {
  switch (figure.kind) {
    case 'path':
      return pathContent(figure, (look) => sheet.nameOfLook(look))
    case 'text':
      return sheet.text(figure) ?? sheet.picture(figure.box, await sheet.png(figure, scale))
    case 'image':
      return sheet.picture(figure.box, await sheet.file(figure, scale))
    case 'formula':
      return sheet.picture(figure.box, await sheet.png(figure, scale))
  }
}

/** One page of the document: what its content names. */
class Sheet {
  readonly #writer: Writer
  readonly #page: PDFPage
  readonly #looks = new Map<string, string>()
  readonly #objects = new Map<string, string>()
  #fontName: string | null = null

  constructor(writer: Writer, page: PDFPage) {
    this.#writer = writer
    this.#page = page
  }

  path(d: string, paints: Pick<Figure & { kind: 'path' }, 'fill' | 'stroke'>): string {
    return d === ''
      ? ''
      : pathContent({ kind: 'path', d, ...paints }, (look) => this.nameOfLook(look))
  }

  /** Null when the font cannot write it. */
  text(figure: Figure & { kind: 'text' }): string | null {
    const { box, size, align, colour } = figure
    const { font, letters } = this.#writer
    const pieces: TextPiece[] = []
    for (const line of layoutText(figure.text, size, box.width).lines) {
      const text = line.text.replaceAll('\t', '    ')
      // The library would write question marks.
      if (Array.from(text).some((letter) => !letters.has(letter.codePointAt(0) ?? 0))) return null
      const free = box.width - font.widthOfTextAtSize(text, size)
      const x = align === 'middle' ? box.x + free / 2 : box.x
      const hex = font.encodeText(text).toString()
      pieces.push({ name: this.#font(), size, at: { x, y: box.y + line.baseline }, hex })
    }
    return textContent(pieces, { colour })
  }

  picture(box: Box, image: PDFImage | null): string {
    if (image !== null) return within(squareTo(box), drawn(this.nameOfObject(image.ref)))
    return this.path(boxPath(box), { fill: { colour: asColour(guideColour.light), opacity: 0.5 } })
  }

  async png(figure: Figure, scale: number): Promise<PDFImage | null> {
    const bytes = await this.#writer.ports.figurePng(figure, 3 * Math.min(4, Math.max(0.5, scale)))
    return bytes === null ? null : embedPicture(this.#writer.document, { bytes, type: 'image/png' })
  }

  async file(figure: Figure & { kind: 'image' }, scale: number): Promise<PDFImage | null> {
    const { pictures, ports, document } = this.#writer
    const known = pictures.get(figure.file)
    if (known !== undefined) return known
    const file = await ports.picture(figure.file)
    const own = file === null ? null : await embedPicture(document, file)
    const image = own ?? (file === null ? null : await this.png(figure, scale))
    pictures.set(figure.file, image)
    return image
  }

  nameOfLook({ fill, stroke, multiply }: Look): string {
    const key = `${fill} ${stroke} ${multiply}`
    const known = this.#looks.get(key)
    if (known !== undefined) return known
    const { context } = this.#writer.document
    const state = { Type: 'ExtGState', ca: fill, CA: stroke, BM: multiply ? 'Multiply' : 'Normal' }
    const name = this.#page.node.newExtGState('GS', context.obj(state)).decodeText()
    this.#looks.set(key, name)
    return name
  }

  nameOfObject(ref: PDFImage['ref']): string {
    const known = this.#objects.get(ref.toString())
    if (known !== undefined) return known
    const name = this.#page.node.newXObject('X', ref).decodeText()
    this.#objects.set(ref.toString(), name)
    return name
  }

  async finish(content: string): Promise<void> {
    const { context } = this.#writer.document
    const stream = context.stream(await deflated(content), { Filter: 'FlateDecode' })
    this.#page.node.addContentStream(context.register(stream))
  }

  #font(): string {
    this.#fontName ??= this.#page.node.newFontDictionary('F', this.#writer.font.ref).decodeText()
    return this.#fontName
  }
}

/** By the platform, on another thread; the library's own way takes seconds for a full page. */
async function deflated(text: string): Promise<Uint8Array> {
  const packed = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate'))
  return new Uint8Array(await new Response(packed).arrayBuffer())
}

/** Objects between two moments in which the page can answer. */
const inOneGo = 100

function breath(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve))
}

function boxPath({ x, y, width, height }: Box): string {
  return `M${x} ${y}L${x + width} ${y}L${x + width} ${y + height}L${x} ${y + height}Z`
}

function asColour(hex: string): `#${string}` {
  return hex as `#${string}`
}
