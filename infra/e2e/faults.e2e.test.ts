// What breaks in class comes back by itself: a lost network, a killed media worker, a killed server. Nobody
// is asked anything, and nothing that was said is missing. How long each takes is printed.
import { readFile } from 'node:fs/promises'
import type { BrowserContext, Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import type { RoomId } from '../../shared/ids.ts'
import { memoryBelow } from '../system.ts'
import { openPerson, patience, shoot, type PersonBrowser } from './browser.ts'
import { sights } from './media.ts'
import { chatTexts, dock, hears, isPressed, joinBy, openPanel, say, sees } from './moves.ts'
import { openSchool, type School } from './school.ts'

const poll = { timeout: patience, interval: 100 }
const stack = new AsyncDisposableStack()
let school: School
let teacher: PersonBrowser
let student: PersonBrowser
let room: RoomId

const contextOf = ({ page }: PersonBrowser): BrowserContext => page.context()

/** Counts how often the page asks the browser for devices. */
async function countQuestions(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counted = { asked: 0 }
    Object.assign(globalThis, counted)
    const devices = navigator.mediaDevices
    const ask = devices.getUserMedia.bind(devices)
    devices.getUserMedia = (wish) => {
      ;(globalThis as unknown as { asked: number }).asked += 1
      return ask(wish)
    }
  })
}
const questions = (page: Page) =>
  page.evaluate(() => (globalThis as unknown as { asked: number }).asked)

/** Both hear each other, and the pictures move. */
async function meet(): Promise<void> {
  const pairs = [
    [teacher.page, sights.first],
    [student.page, sights.teacher],
  ] as const
  for (const [page, sight] of pairs) {
    await expect.poll(() => sees(page, sight), poll).toBe(true)
    await expect.poll(() => hears(page, sight), poll).toBe(true)
  }
}

/** The pictures that show something, by the ids of their tracks. */
const picturesShown = (page: Page) =>
  page.evaluate(() =>
    [...document.querySelectorAll('video')]
      .filter((video) => video.readyState >= HTMLMediaElement.HAVE_CURRENT_DATA)
      .map((video) => (video.srcObject as MediaStream).getVideoTracks()[0]?.id ?? ''),
  )

/** Runs it, and waits until each page shows a picture that was not there before; in ms. */
async function untilNewPictures(pages: readonly Page[], happens: () => void): Promise<number> {
  const before = new Set((await Promise.all(pages.map(picturesShown))).flat())
  const began = performance.now()
  happens()
  const isNew = async (page: Page) => (await picturesShown(page)).some((id) => !before.has(id))
  await Promise.all(pages.map((page) => expect.poll(() => isNew(page), poll).toBe(true)))
  return performance.now() - began
}

/** Watches the tiles from now on: what they say, and whether one shows but blackness. */
const watchTiles = (page: Page) =>
  page.evaluate(() => {
    const watched = { words: new Set<string>(), orders: new Set<string>(), black: false }
    const context = new OffscreenCanvas(4, 4).getContext('2d', { willReadFrequently: true })
    const isBlack = (video: HTMLVideoElement) => {
      context?.drawImage(video, 0, 0, 4, 4)
      return (
        context
          ?.getImageData(1, 1, 1, 1)
          .data.slice(0, 3)
          .every((part) => part === 0) === true
      )
    }
    const look = () => {
      const tiles = [...document.querySelectorAll('article')]
      const names = tiles.map(({ ariaLabel }) => ariaLabel?.split(',', 1)[0] ?? '')
      watched.orders.add(names.join(' | '))
      for (const tile of tiles) {
        watched.words.add(tile.ariaLabel ?? '')
        const videos = [...tile.querySelectorAll('video')].filter(
          ({ readyState }) => readyState >= 2,
        )
        if (videos.some(isBlack)) watched.black = true
      }
      requestAnimationFrame(look)
    }
    look()
    Object.assign(globalThis, { watched })
  })
const watchedTiles = (page: Page) =>
  page.evaluate(() => {
    const { watched } = globalThis as unknown as {
      watched: { words: Set<string>; orders: Set<string>; black: boolean }
    }
    const { words, orders, black } = watched
    return { words: [...words].join('; '), orders: [...orders], black }
  })

async function processNamed(part: string): Promise<number[]> {
  const all = await memoryBelow(school.system.pid)
  const lines = await Promise.all(
    all.map(async ({ pid }) => ({
      pid,
      line: await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => ''),
    })),
  )
  return lines.filter(({ line }) => line.includes(part)).map(({ pid }) => pid)
}

const tell = (what: string, ms: number) => {
  console.info(`${what}: ${Math.round(ms)} ms`)
}

beforeAll(async () => {
  school = stack.use(await openSchool())
  room = await school.newClass()
  teacher = stack.use(await openPerson(sights.teacher))
  student = stack.use(await openPerson(sights.first))
  await countQuestions(teacher.page)
  await countQuestions(student.page)
  await joinBy(teacher.page, await school.linkFor(room, 'instructor'), 'Tess')
  await joinBy(student.page, await school.linkFor(room, 'student'), 'Finn')
  await openPanel(teacher.page, 'Chat')
  await openPanel(student.page, 'Chat')
}, 180_000)

afterAll(() => stack.disposeAsync())

test('a network that is lost and found again', async () => {
  const { page } = student
  await meet()
  await contextOf(student).setOffline(true)
  await page.getByText('The connection is lost and is being restored.').waitFor()
  await shoot(page, 'faults-offline')
  await say(teacher.page, 'Said while one was away')
  await say(page, 'Written while away')
  await contextOf(student).setOffline(false)
  const began = performance.now()
  for (const one of [page, teacher.page])
    await expect
      .poll(() => chatTexts(one), poll)
      .toEqual(['Said while one was away', 'Written while away'])
  tell('network found to history whole', performance.now() - began)
  await meet()
})

test('a media worker that is killed', async () => {
  const workers = await processNamed('mediasoup-worker')
  expect(workers.length).toBeGreaterThan(0)
  const asked = await Promise.all([teacher, student].map(({ page }) => questions(page)))
  await watchTiles(student.page)
  const ms = await untilNewPictures([teacher.page, student.page], () => {
    for (const pid of workers) process.kill(pid, 'SIGKILL')
  })
  tell('media workers killed to new pictures', ms)
  const { words, orders, black } = await watchedTiles(student.page)
  expect(words).toContain('the picture is being restored')
  expect(words).not.toContain('muted')
  expect(orders).toHaveLength(1)
  expect(black).toBe(false)
  await meet()
  expect(await Promise.all([teacher, student].map(({ page }) => questions(page)))).toEqual(asked)
})

test('a server that is killed', async () => {
  await say(student.page, 'Acknowledged before')
  for (const { page } of [teacher, student])
    await expect.poll(() => chatTexts(page), poll).toContain('Acknowledged before')
  const asked = await Promise.all([teacher, student].map(({ page }) => questions(page)))
  const [server] = await processNamed('server/main.ts')
  process.kill(server ?? 0, 'SIGKILL')
  const began = performance.now()
  await student.page.getByText('The connection is lost and is being restored.').waitFor()
  await say(student.page, 'Written meanwhile')
  const all = [
    'Said while one was away',
    'Written while away',
    'Acknowledged before',
    'Written meanwhile',
  ]
  for (const { page } of [teacher, student])
    await expect.poll(() => chatTexts(page), poll).toEqual(all)
  tell('server killed to everybody back with all that was said', performance.now() - began)
  await meet()
  expect(await isPressed(dock(student.page, 'Microphone'))).toBe(true)
  expect(await Promise.all([teacher, student].map(({ page }) => questions(page)))).toEqual(asked)
})
