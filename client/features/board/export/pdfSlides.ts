// The slides of a PDF that is exported, as vectors: each page of a source is embedded once and drawn below
// the ink, turned and cropped as a viewer shows it. What cannot be embedded becomes a picture.
import { PDFDocument, type PDFEmbeddedPage, type PDFImage, type PDFPage } from '@cantoo/pdf-lib'
import { combine, type Matrix } from '../../../../shared/board/geometry.ts'
import type { Box } from '../../../../shared/board/shape.ts'
import type { ExportPage, ExportPorts, ExportSlide, PictureBytes } from './pages.ts'

/** Something with a name in the document, and how its own units lie in a square of side 1, y upwards. */
export interface EmbeddedSlide {
  readonly part: PDFEmbeddedPage | PDFImage
  readonly toSquare: Matrix
}

/** Pixels across, of a slide that is not embedded as vectors. */
const pictureWidth = 2_400

/** Null for an empty page. */
export async function embedSlides(
  document: PDFDocument,
  pages: readonly ExportPage[],
  ports: ExportPorts,
): Promise<Map<ExportSlide, EmbeddedSlide | null>> {
  const slides = pages.flatMap(({ background }) =>
    background.kind === 'slide' ? [background.slide] : [],
  )
  const embedded = new Map<ExportSlide, EmbeddedSlide | null>()
  for (const [bytes, own] of Map.groupBy(slides, (slide) => slide.bytes)) {
    const isPdf = own[0]?.type === 'application/pdf'
    const vectors = isPdf ? await embedPages(document, bytes, own) : new Map<ExportSlide, null>()
    for (const slide of own) {
      const vector = vectors.get(slide)
      embedded.set(slide, vector === undefined ? await asPicture(document, slide, ports) : vector)
    }
  }
  return embedded
}

/** Of one source, so that what its pages share is in the document once. Only what succeeded. */
async function embedPages(
  document: PDFDocument,
  bytes: Uint8Array,
  slides: readonly ExportSlide[],
): Promise<Map<ExportSlide, EmbeddedSlide | null>> {
  const embedded = new Map<ExportSlide, EmbeddedSlide | null>()
  try {
    const source = await PDFDocument.load(bytes)
    const found = slides.flatMap((slide) => {
      const index = slide.page - 1
      return index < source.getPageCount() ? [{ slide, page: source.getPage(index) }] : []
    })
    const filled = found.filter(({ page }) => page.node.Contents() !== undefined)
    for (const { slide } of found) embedded.set(slide, null)
    const parts = await document.embedPages(
      filled.map(({ page }) => page),
      filled.map(({ page }) => cropOf(page)),
    )
    for (const [at, part] of parts.entries()) {
      const its = filled[at]
      if (its === undefined) continue
      // Faults of the source show here, and not when all is saved.
      await part.embed()
      embedded.set(its.slide, { part, toSquare: turnedSquare(its.page, part) })
    }
    return embedded
  } catch {
    // Encrypted, broken or beyond the library: pictures of the slides do as well.
    return new Map()
  }
}

function cropOf(page: PDFPage) {
  const { x, y, width, height } = page.getCropBox()
  return { left: x, bottom: y, right: x + width, top: y + height }
}

const quarters: readonly Matrix[] = [
  { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 },
  { a: 0, b: -1, c: 1, d: 0, e: 0, f: 1 },
  { a: -1, b: 0, c: 0, d: -1, e: 1, f: 1 },
  { a: 0, b: 1, c: -1, d: 0, e: 1, f: 0 },
]

/** A viewer turns a page clockwise by its angle. */
function turnedSquare(page: PDFPage, { width, height }: PDFEmbeddedPage): Matrix {
  const quarter = (((page.getRotation().angle / 90) % 4) + 4) % 4
  const square = { a: 1 / width, b: 0, c: 0, d: 1 / height, e: 0, f: 0 }
  return combine(quarters[quarter] ?? square, square)
}

async function asPicture(
  document: PDFDocument,
  slide: ExportSlide,
  ports: ExportPorts,
): Promise<EmbeddedSlide | null> {
  const own = await embedPicture(document, slide)
  if (own !== null) return { part: own, toSquare: upright }
  const bytes = await ports.slidePng(slide, pictureWidth)
  const png = bytes === null ? null : await embedPicture(document, { bytes, type: 'image/png' })
  return png === null ? null : { part: png, toSquare: upright }
}

const upright: Matrix = { a: 1, b: 0, c: 0, d: 1, e: 0, f: 0 }

/** PNG and JPEG as they are; null for what a PDF does not hold. */
export async function embedPicture(
  document: PDFDocument,
  { bytes, type }: PictureBytes,
): Promise<PDFImage | null> {
  try {
    if (type === 'image/png') return await document.embedPng(bytes)
    return type === 'image/jpeg' ? await document.embedJpg(bytes) : null
  } catch {
    return null
  }
}

/** From a square of side 1, y upwards, to a box on the board. */
export function squareTo({ x, y, width, height }: Box): Matrix {
  return { a: width, b: 0, c: 0, d: -height, e: x, f: y + height }
}
