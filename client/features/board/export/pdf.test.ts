import { degrees, PDFDocument, StandardFonts } from '@cantoo/pdf-lib'
import { getDocument, OPS } from 'pdfjs-dist/legacy/build/pdf.mjs'
import sharp from 'sharp'
import { beforeAll, describe, expect, it } from 'vitest'
import { newId } from '../../../../shared/ids.ts'
import type { PlacedObject } from '../../../../shared/board/placed.ts'
import type { ObjectRecord } from '../../../../shared/board/record.ts'
import { anId, someRecords } from '../../../../shared/board/testing/records.ts'
import type { ExportPage, ExportSlide } from './pages.ts'
import { boardPdf, type PdfPorts } from './pdf.ts'

let deck: Uint8Array
let picture: Uint8Array

beforeAll(async () => {
  const source = await PDFDocument.create()
  const font = await source.embedFont(StandardFonts.TimesRoman)
  source.addPage([400, 300]).drawText('First slide', { x: 20, y: 200, font })
  const turned = source.addPage([400, 300])
  turned.drawText('Turned slide', { x: 20, y: 200, font })
  turned.setRotation(degrees(90))
  source.addPage([400, 300])
  deck = await source.save()
  picture = await png('#ff0000')
})

function png(background: string): Promise<Uint8Array> {
  return sharp({ create: { width: 8, height: 8, channels: 3, background } })
    .png()
    .toBuffer()
}

const none: PdfPorts = {
  picture: async () => null,
  slidePng: async () => null,
  figurePng: async () => null,
}

function placed(record: object): PlacedObject {
  return { id: anId(), record: record as ObjectRecord, placement: { x: 5, r: 0.2 } }
}

function slide(page: number, bytes = deck): ExportSlide {
  return { bytes, type: 'application/pdf', page }
}

function onSlide(its: ExportSlide, objects: readonly PlacedObject[] = []): ExportPage {
  const box = { x: 0, y: 0, width: 800, height: 600 }
  return { objects, background: { kind: 'slide', slide: its, box } }
}

async function opened(bytes: Uint8Array) {
  const pdf = await getDocument({ data: bytes, verbosity: 0 }).promise
  const pages = []
  for (let at = 1; at <= pdf.numPages; at += 1) {
    const page = await pdf.getPage(at)
    const { fnArray } = await page.getOperatorList()
    const { items } = await page.getTextContent()
    const texts = items.flatMap((item) => ('str' in item ? [item] : []))
    const { width, height } = page.getViewport({ scale: 1 })
    pages.push({
      width,
      height,
      texts: texts.filter(({ str }) => str.trim() !== ''),
      count: (operator: number) => fnArray.filter((one) => one === operator).length,
    })
  }
  return { title: (await pdf.getMetadata()).info, pages }
}

describe('a board as a PDF', () => {
  it('has a page for each page, as large as what lies there, with every shape as vectors', async () => {
    const objects = someRecords().map(placed)
    const pages: ExportPage[] = [
      { objects, background: { kind: 'grid' } },
      { objects: [], background: { kind: 'plain' } },
    ]
    const { title, pages: shown } = await opened(await boardPdf('Waves ∿', pages, none))
    expect(title).toMatchObject({ Title: 'Waves ∿' })
    expect(shown).toHaveLength(2)
    expect(shown[1]).toMatchObject({ width: 960, height: 540 })
    expect(shown[0]?.count(OPS.constructPath)).toBeGreaterThan(objects.length - 4)
    expect(shown[0]?.count(OPS.paintImageXObject)).toBe(0)
  })

  it('shows slides below the ink as vectors with their text, each source once', async () => {
    const note = placed({ t: 'text', z: 0, b: [100, 100, 400], s: 'Mind the gap' })
    const bytes = await boardPdf('', [onSlide(slide(1), [note]), onSlide(slide(3))], none)
    const { pages } = await opened(bytes)
    expect(pages[0]?.texts.map(({ str }) => str)).toEqual(['First slide', 'Mind the gap'])
    expect(pages[0]).toMatchObject({ width: 600, height: 450 })
    expect(pages[0]?.count(OPS.paintFormXObjectBegin)).toBe(1)
    expect(pages[0]?.count(OPS.paintImageXObject)).toBe(0)
    expect(pages[1]?.texts).toEqual([])
    const [text] = pages[0]?.texts ?? []
    // Twice as large on the board, three quarters of that on paper.
    expect(text?.transform.slice(4)).toEqual([30, 300])
  })

  it('turns slides as a viewer does', async () => {
    const { pages } = await opened(await boardPdf('', [onSlide(slide(2))], none))
    const [text] = pages[0]?.texts ?? []
    const [, down, , , x, y] = (text?.transform ?? []) as number[]
    expect(text?.str).toBe('Turned slide')
    expect(down).toBeLessThan(0)
    // 200 of 300 up becomes 200 of 300 across; 20 of 400 across becomes 20 of 400 below the top.
    expect(x).toBeCloseTo((200 / 300) * 600)
    expect(y).toBeCloseTo(450 - (20 / 400) * 450)
  })

  it('shows pictures of slides that cannot be embedded', async () => {
    const ports = { ...none, slidePng: async () => picture }
    const broken = slide(1, new TextEncoder().encode('no PDF at all'))
    const { pages } = await opened(await boardPdf('', [onSlide(broken)], ports))
    expect(pages[0]?.count(OPS.paintImageXObject)).toBe(1)
    const without = await opened(await boardPdf('', [onSlide(broken), onSlide(slide(9))], none))
    expect(without.pages).toHaveLength(2)
  })

  it('holds a picture once, and draws what its font cannot write', async () => {
    const file = newId<'file'>()
    const image = { t: 'image', z: 0, b: [0, 0, 50, 50], i: file }
    const chinese = placed({ t: 'text', z: 0, b: [0, 0, 400], s: '漢字' })
    const drawn: string[] = []
    const ports: PdfPorts = {
      ...none,
      picture: async () => ({ bytes: picture, type: 'image/png' }),
      figurePng: async (figure) => {
        drawn.push(figure.kind)
        return png('#0000ff')
      },
    }
    const objects = [placed(image), placed(image), chinese]
    const page: ExportPage = { objects, background: { kind: 'plain' } }
    const pdf = await PDFDocument.load(await boardPdf('', [page], ports))
    const parts = pdf.context.enumerateIndirectObjects().map(([, part]) => part)
    const pictures = parts.filter((part) => /\/Subtype\s*\/Image/.test(part.toString()))
    expect(pictures).toHaveLength(2)
    expect(drawn).toEqual(['text'])
  })
})
