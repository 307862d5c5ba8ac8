// Two people of which one has Debian's Firefox and the other Chromium: each sees, hears and reads the other.
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import {
  coloursSeen,
  looksLike,
  openPerson,
  patience,
  soundsLike,
  type PersonBrowser,
} from './browser.ts'
import {
  chatInFirefox,
  coloursInFirefox,
  firefoxTone,
  joinInFirefox,
  openFirefox,
  tileOf,
  toneHeard,
  type FirefoxPerson,
} from './firefox.ts'
import { sights } from './media.ts'
import { chatTexts, hears, joinBy, openPanel, say } from './moves.ts'
import { sharedOffice } from './office.ts'

const poll = { timeout: patience, interval: 250 }
const stack = new AsyncDisposableStack()

let chromium: PersonBrowser
let firefox: FirefoxPerson

beforeAll(async () => {
  const office = sharedOffice()
  const room = await office.newClass()
  chromium = stack.use(await openPerson(sights.teacher))
  firefox = stack.use(await openFirefox())
  await joinBy(chromium.page, await office.linkFor(room, 'instructor'), 'Tess')
  await joinInFirefox(firefox.page, await office.linkFor(room, 'student'), 'Fay')
})

afterAll(() => stack.disposeAsync())

/** The colour of Fay's camera where she is, and as Tess sees it. */
async function coloursOfFay(): Promise<[number[], number[]]> {
  const [[sent = []], [seen = []]] = await Promise.all([
    coloursInFirefox(firefox.page, tileOf('Fay')),
    coloursSeen(chromium.page, tileOf('Fay')),
  ])
  return [sent, seen]
}

/** Tess sees the colour that Fay's camera has, and it is not one of `others`. */
async function seesFay(others: readonly number[][] = []): Promise<number[] | null> {
  const [sent, seen] = await coloursOfFay()
  const same = seen.length === 3 && looksLike(seen, sent)
  return same && !others.some((other) => looksLike(seen, other)) ? seen : null
}

describe('Firefox and Chromium in one class', () => {
  test('Firefox sees and hears Chromium', async () => {
    const sees = async () => {
      const [seen = []] = await coloursInFirefox(firefox.page, tileOf('Tess'))
      return looksLike(seen, sights.teacher.rgb)
    }
    await expect.poll(sees, poll).toBe(true)
    const hearsTess = async () => soundsLike(await toneHeard(firefox.page), sights.teacher.tone)
    await expect.poll(hearsTess, poll).toBe(true)
  })

  test('Chromium sees and hears Firefox', async () => {
    const first: number[][] = []
    const next = async () => {
      const seen = await seesFay(first)
      if (seen !== null) first.push(seen)
      return first.length
    }
    // The camera's colour changes; a still picture would match it only once.
    await expect.poll(next, poll).toBeGreaterThanOrEqual(2)
    await expect.poll(() => hears(chromium.page, { tone: firefoxTone }), poll).toBe(true)
  })

  test('what either writes the other reads', async () => {
    const { page } = firefox
    await openPanel(chromium.page, 'Chat')
    // The panel is open on the chat from the start.
    await page.waitForSelector('[role=log]')
    await say(chromium.page, 'Good morning, Fay')
    const texts = ['Good morning, Fay']
    await expect.poll(() => chatInFirefox(page), poll).toEqual(texts)
    await page.locator('aside textarea').fill('Good morning, Tess')
    await page.keyboard.press('Enter')
    texts.push('Good morning, Tess')
    await expect.poll(() => chatTexts(chromium.page), poll).toEqual(texts)
    await expect.poll(() => chatInFirefox(page), poll).toEqual(texts)
  })

  test('neither complained', () => {
    expect(firefox.complaints).toEqual([])
    expect(chromium.complaints).toEqual([])
  })
})
