// The tiles of the stage as they move: pictures go on as they are.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { openContext, openPerson, patience, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { joinBy, sees, tile } from './moves.ts'
import { sharedOffice } from './office.ts'

const poll = { timeout: patience, interval: 100 }
const stack = new AsyncDisposableStack()
let teacher: PersonBrowser
let student: PersonBrowser
/** Of a tab in the student’s browser. */
let sara: Page

beforeAll(async () => {
  const office = sharedOffice()
  const room = await office.newClass('Stage')
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
