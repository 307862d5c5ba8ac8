// The screen of a class of three: pictures go on as they are when tiles move, one that is awaited is spoken of, an
// upright phone is filled, and nothing hides what it lies over.
import type { Page } from 'playwright-core'
import type { RoomId } from '../../shared/ids.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openContext, openPerson, patience, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { actOn, dock, joinBy, openPanel, sees, tile } from './moves.ts'
import { sharedOffice } from './office.ts'

const poll = { timeout: patience, interval: 100 }
const stack = new AsyncDisposableStack()
let room: RoomId
let teacher: PersonBrowser
let student: PersonBrowser
/** Of a tab in the student’s browser. */
let sara: Page

beforeAll(async () => {
  const office = sharedOffice()
  room = await office.newClass('Stage')
  teacher = stack.use(await openPerson(sights.teacher))
  student = stack.use(await openPerson(sights.first))
  sara = await (await openContext(student.browser)).newPage()
  await joinBy(teacher.page, await office.linkFor(room, 'instructor'), 'Tess')
  const link = await office.linkFor(room, 'student')
  await joinBy(student.page, link, 'Finn')
  await joinBy(sara, link, 'Sara')
}, 180_000)

afterAll(() => stack.disposeAsync())

/** How many tiles have a picture with something to show. */
const playing = (page: Page) =>
  page.evaluate(
    () =>
      [...document.querySelectorAll('article video')].filter(
        (video) => (video as HTMLVideoElement).readyState >= HTMLMediaElement.HAVE_CURRENT_DATA,
      ).length,
  )

/** Marks the pictures that play, and watches whether at any time one of the tiles has another, or one that waits. */
const watchPictures = (page: Page) =>
  page.evaluate(() => {
    const known = new Set(document.querySelectorAll('article video'))
    const lost: string[] = []
    const look = () => {
      for (const article of document.querySelectorAll('article')) {
        const video = article.querySelector('video')
        const plays = video !== null && known.has(video) && !video.paused && video.readyState >= 2
        if (!plays) lost.push(article.ariaLabel ?? '')
      }
      requestAnimationFrame(look)
    }
    look()
    Object.assign(globalThis, { lost })
  })
const lostPictures = (page: Page) =>
  page.evaluate(() => [...new Set((globalThis as unknown as { lost: string[] }).lost)])

test('where not all faces fit, the way to the others covers none of them', async () => {
  const { page } = teacher
  await expect.poll(() => page.locator('[data-main] article').count(), poll).toBe(3)
  const size = page.viewportSize() ?? { width: 1280, height: 800 }
  await page.setViewportSize({ width: 360, height: 290 })
  const pages = page.getByRole('navigation', { name: 'Pages of faces' })
  await pages.waitFor()
  await shoot(page, 'stage-pages')
  const [way, faces] = await Promise.all([
    pages.boundingBox(),
    Promise.all((await page.locator('[data-main] article').all()).map((one) => one.boundingBox())),
  ])
  expect(faces.length).toBeGreaterThan(0)
  for (const face of faces)
    expect((face?.y ?? Infinity) + (face?.height ?? 0)).toBeLessThanOrEqual(way?.y ?? 0)
  await pages.getByRole('button', { name: 'Next' }).click()
  await page.setViewportSize(size)
  await pages.waitFor({ state: 'detached' })
})

test('a picture goes on as it is when its tile moves, for oneself or for all', async () => {
  const { page } = teacher
  for (const one of [page, student.page]) await expect.poll(() => playing(one), poll).toBe(3)
  const places = () => page.locator('[data-main] article').count()
  expect(await places()).toBe(3)
  await watchPictures(page)
  await watchPictures(student.page)

  await tile(page, 'Finn').hover()
  await page.getByRole('button', { name: 'Show Finn large, for me alone' }).click()
  await expect.poll(places, poll).toBe(1)
  await shoot(page, 'stage-pinned')
  await page.getByRole('button', { name: 'Back to the stage' }).click()
  await expect.poll(places, poll).toBe(3)

  await tile(page, 'Sara').hover()
  await page.getByRole('button', { name: 'Put Sara on the stage for all' }).click()
  await expect.poll(places, poll).toBe(1)
  await tile(student.page, 'Sara').and(student.page.locator('[data-main] article')).waitFor()
  await shoot(student.page, 'stage-spotlight')
  expect(await lostPictures(page)).toEqual([])
  expect(await lostPictures(student.page)).toEqual([])
  expect(await sees(page, sights.first)).toBe(true)
})

const upright = { width: 375, height: 812 }
const laptop = { width: 1280, height: 720 }

/** How much of the stage its tiles take. */
const coverage = (page: Page) =>
  page.evaluate(() => {
    const area = (element: Element | null) => {
      const { width = 0, height = 0 } = element?.getBoundingClientRect() ?? {}
      return width * height
    }
    const tiles = [...document.querySelectorAll('#stage article')].map(area)
    return tiles.reduce((sum, one) => sum + one, 0) / area(document.querySelector('#stage'))
  })

test('few people fill an upright phone', async () => {
  const { page } = teacher
  for (const [name, one] of [
    ['teacher', page],
    ['student', sara],
  ] as const) {
    await one.setViewportSize(upright)
    await dock(one, 'Chat').click()
    await expect.poll(() => coverage(one), poll).toBeGreaterThan(0.85)
    await shoot(one, `stage-few-${name}`)
  }
  await tile(page, 'Sara').hover()
  await page.getByRole('button', { name: 'Put Sara on the stage for all' }).click()
  await expect.poll(() => page.locator('[data-main] article').count(), poll).toBe(3)
  await expect.poll(() => coverage(page), poll).toBeGreaterThan(0.85)
  await shoot(page, 'stage-few-grid')
})

test('a menu that goes on below says so', async () => {
  await dock(sara, 'More').click()
  const menu = sara.getByRole('menu')
  const more = menu.locator('.more')
  await more.waitFor()
  await shoot(sara, 'stage-more-menu')
  await menu.evaluate((element) => {
    element.scrollTop = element.scrollHeight
  })
  await more.waitFor({ state: 'detached' })
  await menu.getByRole('menuitemcheckbox', { name: 'Deutsch' }).waitFor()
  await shoot(sara, 'stage-more-menu-end')
  await sara.keyboard.press('Escape')
})

test('a notice lies over no title of a dialog', async () => {
  const { page } = student
  await teacher.page.setViewportSize(laptop)
  await openPanel(teacher.page, 'People')
  for (const size of [laptop, upright]) {
    await page.setViewportSize(size)
    await dock(page, 'More').click()
    await page.getByRole('menuitem', { name: 'Keyboard' }).click()
    const title = page.getByRole('dialog').getByRole('heading', { level: 2 })
    await title.waitFor()
    await actOn(teacher.page, 'Finn', 'Mute')
    const notice = page.getByText('You were muted by staff.').first()
    await notice.waitFor()
    await shoot(page, `stage-notice-${String(size.width)}`)
    const [above, below] = await Promise.all([notice.boundingBox(), title.boundingBox()])
    expect((above?.y ?? 0) + (above?.height ?? 0)).toBeLessThan(below?.y ?? 0)
    await page.keyboard.press('Escape')
    await dock(page, 'Microphone').click()
  }
})

/** Runs in the page: its pictures have no frame until `deliver` is called. */
function holdPictures(): void {
  const { prototype } = HTMLMediaElement
  const source = Object.getOwnPropertyDescriptor(prototype, 'srcObject')
  const held: (() => void)[] = []
  Object.defineProperty(prototype, 'srcObject', {
    ...source,
    set(this: HTMLMediaElement, stream: MediaProvider | null) {
      const give = () => source?.set?.call(this, stream)
      if (this instanceof HTMLVideoElement && stream !== null) held.push(give)
      else give()
    },
  })
  const deliver = () => {
    for (const give of held.splice(0)) give()
  }
  Object.assign(globalThis, { deliver })
}

test('a picture or a screen that is awaited is spoken of', async () => {
  const office = sharedOffice()
  const page = await (await openContext(student.browser)).newPage()
  await page.addInitScript(holdPictures)
  const deliver = () =>
    page.evaluate(() => {
      ;(globalThis as unknown as { deliver: () => void }).deliver()
    })
  await joinBy(page, await office.linkFor(room, 'student'), 'Lena')
  const words = tile(page, 'Tess').getByText('the picture is coming')
  await words.waitFor()
  await shoot(page, 'stage-awaited')
  await deliver()
  await words.waitFor({ state: 'detached' })
  await expect.poll(() => sees(page, sights.first), poll).toBe(true)

  await dock(teacher.page, 'Share').click()
  const screen = tile(page, 'Screen of Tess')
  await screen.getByText('the screen is coming').waitFor()
  await shoot(page, 'stage-awaited-screen')
  await page.setViewportSize({ width: 375, height: 812 })
  await shoot(page, 'stage-awaited-phone')
  await deliver()
  await screen.getByText('the screen is coming').waitFor({ state: 'detached' })
  await dock(teacher.page, 'Stop sharing').click()
})
