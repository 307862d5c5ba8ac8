// The board in class, in real browsers: whoever teaches and a student draw on one page, see each other's
// strokes and names, each takes back only what is theirs, and a right that is taken away is gone at once.
import { PDFDocument } from '@cantoo/pdf-lib'
import type { Page } from 'playwright-core'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { RoomConnection } from '../../client/connection/roomConnection.ts'
import { socketDial } from '../../client/connection/socket.ts'
import { newId, type RoomId } from '../../shared/ids.ts'
import { decodeRoom, evolveRoom, initialRoom, type RoomState } from '../../shared/room/state.ts'
import { Browser as Caller } from '../../server/http/testing/site.ts'
import { seriousFindings } from './axe.ts'
import { canvas, holds, inked, objects, picked, stroke, take, tools } from './boardMoves.ts'
import { openPerson, patience, phone, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { joinBy, ownerTeaches } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let pia: PersonBrowser
let room: RoomId
let conductor: RoomConnection<RoomState>

beforeAll(async () => {
  teacher = stack.use(await openPerson(sights.teacher))
  pia = stack.use(await openPerson(sights.first))
  room = await ownerTeaches(teacher.page, office, 'Drawing')
  await joinBy(pia.page, await office.linkFor(room, 'student'), 'Pia')
  const link = new URL(await office.linkFor(room, 'instructor'))
  const colleague = new Caller(office.url)
  conductor = RoomConnection.open({
    dial: socketDial(office.url, room, { origin: office.url }),
    fold: { initial: initialRoom, evolve: evolveRoom, decode: decodeRoom },
    session: newId<'session'>(),
    device: 'desktop',
    getToken: async () => {
      const body = { name: 'Tess', invite: link.searchParams.get('invite') ?? '' }
      return (await colleague.call('join.enter', { params: { room }, body })).token
    },
  })
  stack.defer(() => {
    conductor.close()
  })
}, 180_000)
afterAll(() => stack.disposeAsync())

/** What staff does by the panel of boards, said directly. */
async function setRight(right: 'view' | 'editOwn'): Promise<void> {
  const { room: board } = conductor
  const known = board.boards.boards.first()
  if (known === undefined) throw new Error('there is no board')
  const input = { board: known.id, for: { kind: 'board' as const }, right }
  const outcome = await conductor.command('boards.setRight', input)
  if (!outcome.ok) throw new Error(outcome.error.message)
}

test('one press opens a board for all, and a stroke is seen by all with a name at the pointer', async () => {
  await teacher.page.keyboard.press('b')
  await canvas(teacher.page).waitFor()
  await canvas(pia.page).waitFor()
  await teacher.page.getByText('All saved').waitFor()
  await pia.page.getByText('You can look').waitFor()
  await take(teacher.page, 'Pen')
  await stroke(teacher.page, [0.2, 0.3], [0.6, 0.4])
  await holds(pia.page, 1)
  await holds(teacher.page, 1)
  expect(await objects(pia.page)).toEqual(['Pen by Olga Owner, 1 of 1'])
  await shoot(pia.page, 'board-look')
})

test('a student draws as soon as she may, and each takes back their own alone', async () => {
  await setRight('editOwn')
  await take(pia.page, 'Pen')
  await pia.page.getByRole('button', { name: 'Colour and line' }).click()
  await pia.page.getByRole('radio', { name: 'Red' }).check()
  await shoot(pia.page, 'board-style')
  await pia.page.keyboard.press('Escape')
  await stroke(pia.page, [0.3, 0.6], [0.7, 0.7])
  await holds(teacher.page, 2)
  await canvas(pia.page).focus()
  await pia.page.keyboard.press('n')
  await canvas(pia.page).click({ position: { x: 420, y: 120 } })
  await pia.page.keyboard.type('Why is it so?')
  await pia.page.keyboard.press('Escape')
  await expect
    .poll(() => objects(teacher.page), { timeout: patience })
    .toContain('Sticky note by Pia, 3 of 3: Why is it so?')
  await shoot(teacher.page, 'board-both')
  await shoot(pia.page, 'board-note')
  expect(await seriousFindings(pia.page)).toEqual([])

  await canvas(teacher.page).focus()
  await teacher.page.keyboard.press('Control+z')
  await holds(pia.page, 2)
  await expect
    .poll(async () => (await objects(pia.page)).join(), { timeout: patience })
    .not.toContain('Olga')
  await teacher.page.keyboard.press('Control+Shift+z')
  await holds(pia.page, 3)
})

test('a right that is taken away is gone at once, and looking goes on', async () => {
  await setRight('view')
  await pia.page.getByText('You can look').waitFor()
  await expect
    .poll(() => tools(pia.page).getByRole('button', { name: 'Pen' }).count(), {
      timeout: patience,
    })
    .toBe(0)
  await stroke(pia.page, [0.2, 0.8], [0.6, 0.8])
  await take(teacher.page, 'Highlighter')
  await stroke(teacher.page, [0.2, 0.2], [0.8, 0.2])
  await holds(pia.page, 4)
  await holds(teacher.page, 4)
})

const zoomOf = async (page: Page) =>
  Number.parseInt(await page.getByRole('button', { name: /^Zoom: / }).innerText(), 10)

/** Once it glides no more. */
async function restingZoom(page: Page): Promise<number> {
  let before = -1
  const rests = async () => {
    const now = await zoomOf(page)
    const same = now === before
    before = now
    return same
  }
  await expect.poll(rests, { timeout: patience, interval: 300 }).toBe(true)
  return before
}

const zoomed = (page: Page, from: number, to: number) =>
  expect
    .poll(async () => (await zoomOf(page)) >= from && (await zoomOf(page)) <= to, {
      timeout: patience,
    })
    .toBe(true)

test('all follow who asks them to, whoever looks elsewhere is free, and comes back', async () => {
  const zoomIn = teacher.page.getByRole('button', { name: 'Zoom in' })
  const back = pia.page.getByRole('button', { name: 'Back to Olga Owner' })
  await teacher.page.getByRole('button', { name: 'Follow me' }).click()
  await pia.page.getByText('You see what Olga Owner sees.').waitFor()
  await zoomIn.click({ clickCount: 3 })
  await zoomed(teacher.page, 200, 400)
  const near = await restingZoom(teacher.page)
  await zoomed(pia.page, near * 0.8, near * 1.2)

  await canvas(pia.page).hover()
  await pia.page.mouse.wheel(0, 300)
  await back.waitFor()
  await shoot(pia.page, 'board-astray')
  await teacher.page.getByRole('button', { name: 'Show everything' }).click()
  await zoomed(teacher.page, 1, 100)
  expect(await zoomOf(pia.page)).toBeGreaterThan(near * 0.8)
  await back.click()
  await zoomed(pia.page, 1, 110)

  await teacher.page.getByRole('button', { name: 'Everybody follows you' }).click()
  await pia.page.getByText('You see what').waitFor({ state: 'detached' })
  await pia.page.getByRole('button', { name: '2 on this page: follow somebody' }).click()
  await pia.page.getByRole('menuitemcheckbox', { name: 'Olga Owner' }).click()
  await zoomIn.click({ clickCount: 2 })
  await zoomed(pia.page, (await restingZoom(teacher.page)) * 0.8, 500)
  const seen = await restingZoom(pia.page)
  await pia.page.reload()
  await canvas(pia.page).waitFor()
  await zoomed(pia.page, seen * 0.85, seen * 1.15)
  await pia.page.getByText('You see what').waitFor({ state: 'detached' })
  for (const { page } of [teacher, pia])
    await page.getByRole('button', { name: 'Show everything' }).click()
})

/** Runs in the page: whether the middle of the canvas, which else is clear, has the red of ink over screens. */
function isRedThere(page: SVGElement | HTMLElement): boolean {
  if (!(page instanceof HTMLCanvasElement)) return false
  const { width, height } = page
  const data = page.getContext('2d')?.getImageData(0, 0, width, height).data ?? []
  const clear = data[3] === 0
  for (let at = 0; at < data.length; at += 4)
    if ((data[at] ?? 0) > 150 && (data[at + 1] ?? 0) < 80 && data[at + 3] === 255) return clear
  return false
}

/** Runs in the page: what is shared is white with a black frame. */
function shareWhite(): void {
  navigator.mediaDevices.getDisplayMedia = () => {
    const canvas = document.createElement('canvas')
    Object.assign(canvas, { width: 1600, height: 900 })
    const context = canvas.getContext('2d')
    setInterval(() => {
      if (context === null) return
      context.fillStyle = '#fff'
      context.fillRect(0, 0, 1600, 900)
      context.strokeRect(100, 100, 1400, 700)
    }, 200)
    return Promise.resolve(canvas.captureStream(5))
  }
}

/** On a phone the tools over a screen are one button, until they are wanted. */
async function leavesThePicture(page: Page): Promise<void> {
  await page.setViewportSize(phone.viewport ?? { width: 375, height: 812 })
  const opens = tools(page).getByRole('button', { name: 'Tools of the board' })
  await opens.waitFor()
  const [screen, bar] = await Promise.all([canvas(page).boundingBox(), tools(page).boundingBox()])
  const area = (box: typeof bar) => (box?.width ?? 0) * (box?.height ?? 0)
  expect(area(bar)).toBeLessThan(area(screen) / 10)
  await opens.click()
  await take(page, 'Pen')
  expect(await opens.getAttribute('aria-expanded')).toBe('false')
  await page.setViewportSize({ width: 1280, height: 800 })
  await tools(page).getByRole('button', { name: 'Pen' }).waitFor()
}

test('staff draw over a shared screen, keep it as a page, and it goes with the screen', async () => {
  const { page } = teacher
  await conductor.command('boards.show', { on: null })
  await canvas(page).waitFor({ state: 'detached' })
  await page.evaluate(shareWhite)
  await page.getByRole('button', { name: 'Share' }).click()
  await page.getByRole('button', { name: 'Draw over it' }).click()
  for (const one of [page, pia.page]) await canvas(one).waitFor()
  await pia.page.getByText('You can look').waitFor()
  await tools(page).getByRole('button', { name: 'Pen', pressed: true }).waitFor()
  await stroke(page, [0.4, 0.4], [0.6, 0.6])
  const red = () => canvas(pia.page).locator('canvas').first().evaluate(isRedThere)
  await expect.poll(red, { timeout: patience }).toBe(true)
  await shoot(pia.page, 'board-over')
  await page.getByRole('button', { name: 'All may draw' }).click()
  await tools(pia.page).getByRole('button', { name: 'Pen' }).waitFor()
  await leavesThePicture(pia.page)
  await page.getByRole('button', { name: 'Keep as a page' }).click()
  await page.getByText('Kept as a page of “Over the screen”.').waitFor()
  await page.getByRole('button', { name: 'Stop sharing' }).click()
  for (const one of [page, pia.page]) await canvas(one).waitFor({ state: 'detached' })
  const over = conductor.room.boards.boards.last()
  expect(over?.pages.map(({ background, epoch }) => [background.kind, epoch]).toArray()).toEqual([
    ['screen', 1],
    ['slide', 0],
  ])
  const first = conductor.room.boards.boards.first()
  const on = { board: first?.id ?? '', page: first?.pages.first()?.id ?? '', leader: false }
  await conductor.command('boards.show', { on } as never)
  for (const one of [page, pia.page]) await canvas(one).waitFor()
  await holds(pia.page, 4)
})

async function deck(): Promise<Buffer> {
  const pdf = await PDFDocument.create()
  for (const title of ['First slide', 'Second slide'])
    pdf.addPage([640, 360]).drawText(title, { x: 60, y: 180, size: 48 })
  return Buffer.from(await pdf.save())
}

/** Runs in the page: whether some canvas shows the white of a slide. */
function coloured(canvases: (SVGElement | HTMLElement)[]): boolean {
  return canvases.some((one) => {
    if (!(one instanceof HTMLCanvasElement)) return false
    const { width, height } = one
    const data = one.getContext('2d')?.getImageData(0, 0, width, height).data ?? []
    for (let at = 0; at < data.length; at += 4)
      if (data[at] === 255 && data[at + 1] === 255 && data[at + 2] === 255) return true
    return false
  })
}

test('a picture lies on the page, and a PDF becomes pages behind the ink', async () => {
  const { page } = teacher
  const picture = await sharp({
    create: { width: 300, height: 200, channels: 3, background: '#2040c0' },
  })
    .png()
    .toBuffer()
  await picked(page).setInputFiles({ name: 'sea.png', mimeType: 'image/png', buffer: picture })
  await holds(pia.page, 5)
  await picked(page).setInputFiles({
    name: 'slides.pdf',
    mimeType: 'application/pdf',
    buffer: await deck(),
  })
  const pages = () => conductor.room.boards.boards.first()?.pages.toArray() ?? []
  await expect.poll(() => pages().length, { timeout: patience }).toBe(3)
  const [, , second] = pages()
  const board = conductor.room.boards.boards.first()
  if (second === undefined || board === undefined) throw new Error('there are no slides')
  await conductor.command('boards.show', {
    on: { board: board.id, page: second.id, leader: false },
  })
  await pia.page.getByRole('application', { name: 'Board: Board, page 3 of 3' }).waitFor()
  await expect
    .poll(() => pia.page.locator('canvas').evaluateAll(coloured), { timeout: patience })
    .toBe(true)
  await shoot(pia.page, 'board-slide')
  await conductor.command('boards.show', {
    on: { board: board.id, page: pages()[0]?.id ?? second.id, leader: false },
  })
  await holds(pia.page, 5)
  await shoot(pia.page, 'board-picture')
})

test('on a phone, in the dark and after a reload the board is the same', async () => {
  await setRight('editOwn')
  await using ben = await openPerson(sights.second, { ...phone, colorScheme: 'dark' })
  await joinBy(ben.page, await office.linkFor(room, 'student'), 'Ben')
  await canvas(ben.page).waitFor()
  await ben.page.getByText('All saved').waitFor()
  await shoot(ben.page, 'board-phone-dark')
  expect(await seriousFindings(ben.page)).toEqual([])
  await teacher.page.emulateMedia({ colorScheme: 'dark' })
  await teacher.page.getByRole('button', { name: 'List of objects' }).click()
  await shoot(teacher.page, 'board-dark')
  await teacher.page.emulateMedia({ colorScheme: 'light' })
  await pia.page.reload()
  await canvas(pia.page).waitFor()
  await holds(pia.page, 5)

  await canvas(teacher.page).focus()
  await teacher.page.keyboard.press('f')
  await canvas(teacher.page).click({ position: { x: 200, y: 420 } })
  await teacher.page.keyboard.type('\\sum_{i=1}^n i = \\frac{n(n+1)}{2}')
  await teacher.page.keyboard.press('Escape')
  await holds(pia.page, 6)
  await inked(teacher.page, { x: 200, y: 400, width: 130, height: 50 })
  await shoot(teacher.page, 'board-formula')
  for (const { complaints } of [teacher, pia, ben]) expect(complaints).toEqual([])
})
