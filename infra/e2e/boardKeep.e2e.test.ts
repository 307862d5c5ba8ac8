// Keeping a board, in real browsers: taken along as files that other programs open, and opened again from its
// own file with all that lay on it; small pictures, earlier states, work without the server, sheets; and a
// student's fingers and pen.
import { readFile } from 'node:fs/promises'
import { PDFDocument } from '@cantoo/pdf-lib'
import type { Download, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { canvas, holds, objects, picked, stroke, take, tools } from './boardMoves.ts'
import { finger, pen } from './boardTouch.ts'
import { openContext, openPerson, patience, phone, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { joinBy, openPanel, ownerTeaches, teach } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
/** A student's phone. */
let pia: Page

beforeAll(async () => {
  teacher = stack.use(await openPerson(sights.teacher))
  const room = await ownerTeaches(teacher.page, office, 'Keeping')
  await teacher.page.keyboard.press('b')
  await canvas(teacher.page).waitFor()
  await teacher.page.getByText('All saved').waitFor()
  const context = await openContext(teacher.browser, phone)
  await context.addInitScript(rememberSockets)
  pia = await context.newPage()
  await joinBy(pia, await office.linkFor(room, 'student'), 'Pia')
}, 180_000)
afterAll(() => stack.disposeAsync())

declare global {
  var sockets: Set<WebSocket>
}

/** Runs in a page before anything of it. */
function rememberSockets(): void {
  globalThis.sockets = new Set()
  const Original = globalThis.WebSocket
  globalThis.WebSocket = class extends Original {
    constructor(...given: ConstructorParameters<typeof WebSocket>) {
      super(...given)
      globalThis.sockets.add(this)
    }
  }
}

/** Being offline lets nothing new through, and what is open stands still: that ends too. */
async function cut(page: Page): Promise<void> {
  await page.context().setOffline(true)
  await page.evaluate(() => {
    for (const socket of globalThis.sockets) socket.close()
  })
}

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

/** Runs in a page: how dark a canvas is, in black pixels; what is small is drawn in greys. */
function darkIn(canvas: SVGElement | HTMLElement): number {
  if (!(canvas instanceof HTMLCanvasElement)) return 0
  const { width, height } = canvas
  const data = canvas.getContext('2d')?.getImageData(0, 0, width, height).data ?? []
  let dark = 0
  for (let at = 0; at < data.length; at += 4)
    if (data[at + 3] === 255) dark += Math.max(0, 240 - (data[at] ?? 255)) / 240
  return dark
}

/** How much ink the small picture of something has. */
const inkOn = (page: Page, role: 'button' | 'listitem', name: string) =>
  page.getByRole(role, { name }).locator('canvas').evaluate(darkIn)

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
  await picked(page).setInputFiles({
    name: 'a.pdf',
    mimeType: 'application/pdf',
    buffer: await deck(),
  })
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

test('a board is kept as a template, opened from there, deleted and put back', async () => {
  const { page } = teacher
  await pageMenu(page, 'Download the board')
  await page.getByRole('button', { name: 'Save as template' }).click()
  await page.getByText('Saved. You find it').waitFor()
  await shoot(page, 'board-template')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Teach' }).click()
  await page.getByRole('menuitem', { name: /Boards/ }).click()
  const rows = page.getByRole('button', { name: 'Show to all' })
  const before = await rows.count()
  const templates = page.getByRole('button', { name: 'Templates' })
  await templates.click()
  await page.getByRole('button', { name: 'Open the template “Board”' }).click()
  await expect.poll(() => rows.count(), { timeout: patience }).toBe(before + 1)
  await templates.click()
  await page.getByRole('button', { name: 'Delete the template “Board”' }).click()
  await page.getByText('No templates yet').waitFor()
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await page.getByRole('button', { name: 'Open the template “Board”' }).waitFor()
  await shoot(page, 'board-templates')
  await page.keyboard.press('Escape')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Templates' }).waitFor({ state: 'detached' })
})

test('on a phone a finger draws until a pen does, and then moves the board', async () => {
  const { page } = teacher
  await page.getByRole('button', { name: 'Who may draw' }).click()
  await page.getByLabel('Students on this board').selectOption('editOwn')
  await page.getByRole('button', { name: 'Who may draw' }).click()
  await take(pia, 'Pen')
  await finger(pia, [0.2, 0.1], [0.7, 0.15])
  await holds(pia, 3)
  await pen(pia, [0.2, 0.2], [0.7, 0.2])
  await holds(pia, 4)
  await pia.getByRole('button', { name: 'Draw with fingers', pressed: false }).waitFor()
  await finger(pia, [0.2, 0.1], [0.7, 0.15])
  await pen(pia, [0.2, 0.25], [0.7, 0.25])
  for (const one of [pia, page]) await holds(one, 5)
  await shoot(pia, 'board-phone-pen')
})

test('small pictures show what lies on pages, and an earlier state is restored and left again', async () => {
  const { page } = teacher
  await page.getByRole('button', { name: 'Page 2' }).click()
  await page.getByRole('application', { name: /page 2 of 2$/ }).waitFor()
  for (const name of ['Page 1', 'Page 2'])
    await expect.poll(() => inkOn(page, 'button', name), { timeout: patience }).toBeGreaterThan(2)
  await page.getByRole('button', { name: 'Page 1' }).click()
  for (const one of [page, pia]) await holds(one, 5)
  const looks = async () => Math.round(await inkOn(page, 'button', 'Page 1'))
  await expect.poll(looks, { timeout: patience }).toBeGreaterThan(2)
  const full = await looks()
  await pageMenu(page, 'Earlier states')
  await page.getByRole('slider', { name: 'Time of the class' }).press('Home')
  await page.getByText(/:\d\d, 1 of \d+$/).waitFor()
  await shoot(page, 'board-past')
  await page.getByRole('button', { name: 'Restore this' }).click()
  await expect.poll(async () => (await objects(pia)).length, { timeout: patience }).toBeLessThan(5)
  await expect.poll(looks, { timeout: patience }).not.toBe(full)
  await page.getByRole('button', { name: 'Undo' }).last().click()
  await holds(pia, 5)
  await expect.poll(looks, { timeout: patience }).toBe(full)
  // The cleared page is a state of its own, so that the one before it is restored whole.
  await pageMenu(page, 'Clear')
  await holds(pia, 0)
  await pageMenu(page, 'Earlier states')
  await page.getByText('This is how it is now.').waitFor()
  await page.getByRole('button', { name: 'Earlier', exact: true }).click()
  await page.getByRole('button', { name: 'Restore this' }).click()
  await holds(pia, 5)
})

test('work unseen by the others counts once it is drawn, and its author hears that it was let go', async () => {
  const { page } = teacher
  await pageMenu(page, 'Each for themselves')
  await pia.getByText('The others do not see what you draw here.').waitFor()
  await tools(pia).getByRole('button', { name: 'Pen', pressed: true }).waitFor()
  await page.getByText('unseen by each other: 0 have begun.').waitFor()
  await pen(pia, [0.2, 0.35], [0.7, 0.35])
  await page.getByText('unseen by each other: 1 has begun.').waitFor()
  await page.getByRole('button', { name: 'End', exact: true }).click()
  await page.getByRole('menuitem', { name: 'End, and let it go' }).click()
  await pia.getByText('What you drew unseen on this page was let go.').waitFor()
  await holds(pia, 5)
})

test('what is drawn without the server outlives the page, and arrives', async () => {
  const context = pia.context()
  await cut(pia)
  await pen(pia, [0.2, 0.3], [0.7, 0.3])
  await pia.getByText('Offline: 1 change is kept here').waitFor()
  const address = pia.url()
  await pia.goto('about:blank')
  await context.setOffline(false)
  await holds(teacher.page, 5)
  await pia.goto(address)
  await holds(teacher.page, 6)
  await holds(pia, 6)
})

test('a press on a name at a cursor follows whose it is', async () => {
  const { page } = teacher
  await page.getByRole('button', { name: 'Add a page' }).click()
  for (const one of [page, pia])
    await one.getByRole('application', { name: /page 2 of 3$/ }).waitFor()
  await tools(pia).getByRole('button', { name: 'Pen', pressed: true }).waitFor()
  await take(pia, 'Select')
  const seen = async () => {
    await canvas(page).hover({ position: { x: 150, y: 150 } })
    await canvas(pia).tap({ position: { x: 170, y: 174 } })
    return pia.getByText('You see what Olga Owner sees.').isVisible()
  }
  await expect.poll(seen, { timeout: patience }).toBe(true)
})

test('each has a sheet, staff see them all at work, look into one, show and collect it', async () => {
  const { page } = teacher
  await page.getByRole('button', { name: 'Page 1' }).click()
  await page.getByRole('application', { name: /page 1 of 3$/ }).waitFor()
  await teach(page, 'Boards')
  await page.getByRole('button', { name: 'A sheet for each' }).click()
  await page.getByRole('button', { name: 'Hand out' }).click()
  await pia.getByRole('button', { name: 'Take it' }).tap()
  await pia.getByRole('application', { name: 'Board: Sheet 1, page 1 of 1' }).waitFor()
  await holds(pia, 6)
  await page.getByRole('button', { name: 'All sheets' }).click()
  const ink = async () => Math.round(await inkOn(page, 'listitem', 'Sheet of Pia'))
  await expect.poll(ink, { timeout: patience }).toBeGreaterThan(2)
  const before = await ink()
  await take(pia, 'Pen')
  for (const y of [0.12, 0.16, 0.22]) await pen(pia, [0.1, y], [0.9, y])
  await expect.poll(ink, { timeout: patience }).not.toBe(before)
  await shoot(page, 'board-sheets')
  const sheet = page.getByRole('listitem', { name: 'Sheet of Pia' })
  await sheet.getByRole('button', { name: 'Show to all' }).click()
  await page.getByRole('application', { name: 'Board: Sheet 1, page 1 of 1' }).waitFor()
  await holds(page, 9)
  await pia.getByRole('button', { name: 'Back to the stage' }).waitFor({ state: 'detached' })
  await teach(page, 'Boards')
  await page.getByRole('button', { name: 'Collect', exact: true }).click()
  await pia.getByText('Your sheet “Sheet 1” was collected').waitFor()
  await pia.getByText('You can look').waitFor()
  await tools(pia).getByRole('button', { name: 'Pen' }).waitFor({ state: 'detached' })
})

test('a file of the chat is put on the board as slides', async () => {
  const { page } = teacher
  await page.keyboard.press('Escape')
  await openPanel(page, 'Chat')
  const file = { name: 'Deck.pdf', mimeType: 'application/pdf', buffer: await deck() }
  await page.locator('input[data-files]').setInputFiles(file)
  await page.getByRole('button', { name: 'Send', exact: true }).click()
  await page.getByRole('button', { name: 'Put Deck.pdf on the board as slides' }).click()
  await page.getByRole('application', { name: 'Board: Deck, page 1 of 1' }).waitFor()
  // She has her own sheet before her until she leaves it, or is brought.
  await pia.getByText('“Deck” is shown to all.').waitFor()
  await pia.getByRole('button', { name: 'Go there' }).waitFor()
  await page.getByRole('button', { name: 'Follow me' }).click()
  await pia.getByRole('application', { name: 'Board: Deck, page 1 of 1' }).waitFor()
  expect(teacher.complaints).toEqual([])
})
