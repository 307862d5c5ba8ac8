// A chat that is long: its end is drawn, what is before it comes on scrolling up, and nothing moves meanwhile.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { conduct, order, type Conductor } from '../bench/board/classroom.ts'
import { launch, openContext, patience } from './browser.ts'
import { sights } from './media.ts'
import { chatTexts, joinBy, openPanel } from './moves.ts'
import { openSchool } from './school.ts'

const count = 150
const poll = { timeout: patience, interval: 100 }
const stack = new AsyncDisposableStack()
let tess: Conductor
let page: Page
let said = 0

async function sayMore(): Promise<void> {
  said += 1
  await order(tess, 'chat.say', { text: `Number ${said}`, to: { kind: 'all' }, replyTo: null })
}

beforeAll(async () => {
  const school = stack.use(await openSchool({ BENCH_PROFILE: 'lifted' }))
  const room = await school.newClass()
  tess = stack.adopt(await conduct(school, room), (one) => {
    one.close()
  })
  const browser = stack.adopt(await launch(sights.first), (one) => one.close())
  page = await (await openContext(browser)).newPage()
  await joinBy(page, await school.linkFor(room, 'student'), 'Finn')
  await openPanel(page, 'Chat')
  while (said < count) await sayMore()
})
afterAll(() => stack.disposeAsync())

const log = () => page.getByRole('log', { name: 'Chat' })
const shown = () => chatTexts(page)

/** Where a message stands on the screen, in pixels from its top. */
const placeOf = async (text: string) =>
  (await log().getByText(text, { exact: true }).boundingBox())?.y ?? NaN

test('only its end is drawn', async () => {
  await expect.poll(async () => (await shown()).at(-1), poll).toBe(`Number ${count}`)
  expect((await shown()).length).toBeLessThan(count / 2)
})

test('what is before it comes on scrolling up, and stays when more is said', async () => {
  const [first = ''] = await shown()
  await log().evaluate((element) => {
    element.scrollTop = 0
  })
  await expect.poll(async () => (await shown()).length, poll).toBeGreaterThan(100)
  const texts = await shown()
  expect(texts.at(-1)).toBe(`Number ${count}`)
  expect(texts).toContain(first)
  const before = await placeOf(first)
  await sayMore()
  await page.getByRole('button', { name: '1 new message' }).waitFor()
  expect((await shown())[0]).toBe(texts[0])
  expect(await placeOf(first)).toBe(before)
})

test('back at its end little is drawn again', async () => {
  await page.getByRole('button', { name: '1 new message' }).click()
  await expect.poll(async () => (await shown()).length, poll).toBeLessThan(count / 2)
  expect((await shown()).at(-1)).toBe(`Number ${said}`)
})
