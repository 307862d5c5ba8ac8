// Keeping a board, in a real browser: taken along as files that other programs open, and opened again from its
// own file with all that lay on it.
import { readFile } from 'node:fs/promises'
import { PDFDocument } from '@cantoo/pdf-lib'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canvas, holds, stroke, take } from './boardMoves.ts'
import { openPerson, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { inClass } from './moves.ts'
import { sharedOffice } from './office.ts'
import { sessionCookie } from './school.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser

beforeAll(async () => {
  teacher = stack.use(await openPerson(sights.teacher))
  const value = office.owner.cookies.get(sessionCookie) ?? ''
  await teacher.page.context().addCookies([{ name: sessionCookie, value, url: office.url }])
  const started = await office.owner.call('classes.startNow', { body: { title: 'Keeping' } })
  await teacher.page.goto(`${office.url}/c/${started.class.room}`)
  await teacher.page.getByRole('button', { name: /^(Join|Go in)$/ }).click()
  await inClass(teacher.page)
  await teacher.page.keyboard.press('b')
  await canvas(teacher.page).waitFor()
  await teacher.page.getByText('All saved').waitFor()
}, 180_000)
afterAll(() => stack.disposeAsync())

async function deck(): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  pdf.addPage([640, 360]).drawText('Only slide', { x: 60, y: 180, size: 48 })
  return Buffer.from(await pdf.save())
}

const pageMenu = (page: Page, item: string) =>
  page
    .getByRole('button', { name: /^This page/ })
    .click()
    .then(() => page.getByRole('menuitem', { name: item }).click())

async function download(page: Page, what: string): Promise<Download> {
  const coming = page.waitForEvent('download')
  await page.getByRole('button', { name: `Download: ${what}` }).click()
  return coming
}

const bytesOf = async (file: Download) => readFile(await file.path())

/** Runs in a page: how much of a picture is dark, as any program shows it. */
async function inkIn(address: string): Promise<number> {
  const picture = new Image()
  picture.src = address
  await picture.decode()
  const canvas = document.createElement('canvas')
  canvas.width = picture.naturalWidth
  canvas.height = picture.naturalHeight
  const context = canvas.getContext('2d')
  context?.drawImage(picture, 0, 0)
  const data = context?.getImageData(0, 0, canvas.width, canvas.height).data ?? []
  let dark = 0
  for (let at = 0; at < data.length; at += 4)
    if ((data[at] ?? 255) < 100 && data[at + 3] === 255) dark += 1
  return dark
}

const asAddress = (type: string, bytes: Buffer) => `data:${type};base64,${bytes.toString('base64')}`

/** The words on each page. */
async function wordsIn(pdf: Buffer): Promise<string[][]> {
  const { getDocument } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const read = await getDocument({ data: new Uint8Array(pdf), verbosity: 0 }).promise
  const pages = Array.from({ length: read.numPages }, async (_, n) => {
    const { items } = await (await read.getPage(n + 1)).getTextContent()
    return items.map((item) => ('str' in item ? item.str : ''))
  })
  return Promise.all(pages)
}

test('a board is taken along as PDF, pictures and a file of its own, and opened again', async () => {
  const { page } = teacher
  await take(page, 'Pen')
  await stroke(page, [0.2, 0.3], [0.6, 0.4])
  await stroke(page, [0.3, 0.5], [0.7, 0.6])
  await holds(page, 2)
  await page
    .locator('input[type=file][accept*=image]')
    .first()
    .setInputFiles({ name: 'a.pdf', mimeType: 'application/pdf', buffer: await deck() })
  await page.getByRole('button', { name: 'Page 2' }).waitFor()
  await page.getByText('All saved').waitFor()

  await pageMenu(page, 'Download the board')
  await shoot(page, 'board-download')
  const pdf = await download(page, 'A document')
  expect(pdf.suggestedFilename()).toBe('Board.pdf')
  const own = await download(page, 'The board itself')
  await page.getByLabel('Which pages').selectOption({ label: 'This page only, page 1' })
  const png = await download(page, 'Pictures')
  expect(png.suggestedFilename()).toBe('Board.png')
  const ink = await page.evaluate(inkIn, asAddress('image/png', await bytesOf(png)))
  const svg = await bytesOf(await download(page, 'Drawings'))
  expect(svg.toString().match(/<path/g)).toHaveLength(2)
  const drawn = await page.evaluate(inkIn, asAddress('image/svg+xml', svg))
  expect(drawn).toBeGreaterThan(400)
  // The picture has twice as many pixels across.
  expect(ink).toBeGreaterThan(drawn * 2)
  await page.keyboard.press('Escape')

  await page.getByRole('button', { name: 'Teach' }).click()
  await page.getByRole('menuitem', { name: /Boards/ }).click()
  const file = { name: 'Board.lyceumboard', mimeType: '', buffer: await bytesOf(own) }
  await page.locator('input[accept=".lyceumboard"]').setInputFiles(file)
  await page.getByText('“Board” is open.').waitFor()
  await page.getByRole('button', { name: 'Show to all' }).click()
  await page.getByRole('application', { name: 'Board: Board, page 1 of 2' }).waitFor()
  await holds(page, 2)
  expect(await wordsIn(await bytesOf(pdf))).toEqual([[], ['Only slide']])
  expect(teacher.complaints).toEqual([])
})
