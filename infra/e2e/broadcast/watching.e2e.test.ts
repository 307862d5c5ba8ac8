// A class watches a broadcast: it plays near what is live, goes back and returns, says what happens to it, and staff see
// how the encoder does.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import type { BroadcastId } from '../../../shared/ids.ts'
import type { Broadcast } from '../../../shared/room/broadcast.ts'
import { openPerson, patience, phone, shoot, type PersonBrowser } from '../browser.ts'
import { sights } from '../media.ts'
import { joinBy, ownerTeaches, teach } from '../moves.ts'
import { sharedOffice } from '../office.ts'
import { pretend } from './pretend.ts'
import { Source } from './source.ts'

const until = { timeout: patience, interval: 100 }
const id = '01900000-0000-7000-8000-000000000001' as BroadcastId

const health = {
  picture: {
    ...{ codec: 'avc1.42c01e', width: 854, height: 480, framesPerSecond: 30 },
    keyFrameSeconds: 10,
  },
  sound: { codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 },
  ...{ bitrate: 1_134_000, lateSeconds: 0, reconnects: 1, rungs: [360] },
  warnings: ['keyFrames'],
}
const answers = {
  'broadcast.watch': () => ({ token: 'a.b.c', expiresAt: Date.now() + 120_000 }),
  'broadcast.keys': () => ({
    keys: [
      {
        key: 'k1',
        label: 'OBS in room 12',
        opens: true,
        madeAt: Date.now() - 86_400_000,
        usedAt: Date.now() - 600_000,
      },
      { key: 'k2', label: 'Laptop', opens: false, madeAt: Date.now() - 3_600_000, usedAt: null },
    ],
    servers: ['rtmp://school.example:1935/live'],
  }),
  'broadcast.makeKey': (input: unknown) => ({
    ...(input as object),
    ...{ key: 'k3', madeAt: Date.now(), usedAt: null, secret: 'live_4f8a2c9be01d47c6a3f0' },
  }),
}

const player = (page: Page) => page.getByRole('region', { name: 'Player of the broadcast' })
const video = (page: Page) => player(page).locator('video')
const seekBar = (page: Page) => page.getByRole('slider', { name: /^Where you are/ })

/** Its time goes on. */
async function plays(page: Page): Promise<void> {
  const at = () => video(page).evaluate((one: HTMLVideoElement) => one.currentTime)
  const before = await at()
  await expect.poll(at, until).toBeGreaterThan(before + 0.5)
}

/** How many seconds behind it says it is. */
async function behind(page: Page): Promise<number> {
  const words = await player(page)
    .getByText(/s behind$/)
    .innerText()
  return Number.parseFloat(words.replace('Live', ''))
}

/** So many seconds were sent since it began. */
async function lasted(page: Page, seconds: number): Promise<void> {
  const length = () => seekBar(page).evaluate((bar: HTMLInputElement) => +bar.max - +bar.min)
  await expect.poll(length, until).toBeGreaterThan(seconds * 1_000)
}

async function open(people: AsyncDisposableStack) {
  const source = people.use(new Source())
  const origin = await source.open()
  const current: Broadcast = {
    ...{ broadcast: id, node: 'recorder-1', beganAt: Date.now(), interruptedAt: null },
  }
  source.start()
  const person = people.use(await openPerson(sights.teacher))
  const pretence = await pretend(person.page, origin, answers)
  return { source, origin, current, person, pretence }
}

test('a student watches near what is live, goes back, and returns', async () => {
  await using people = new AsyncDisposableStack()
  const { source, current, person, pretence } = await open(people)
  const { page } = person
  const office = sharedOffice()
  pretence.say({ current, ended: null })
  await joinBy(page, await office.linkFor(await office.newClass(), 'student'), 'Pia')
  await plays(page)
  await expect.poll(() => behind(page), until).toBeLessThan(3)
  expect(source.asked.every(({ token }) => token === 'Bearer a.b.c')).toBe(true)
  await lasted(page, 16)
  await player(page).hover()
  await shoot(page, 'watch-live')

  await player(page).focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(() => behind(page), until).toBeGreaterThan(8)
  await plays(page)
  await shoot(page, 'watch-back')
  await page.keyboard.press('l')
  await expect.poll(() => behind(page), until).toBeLessThan(3)

  await page.keyboard.press('m')
  expect(await video(page).evaluate((one: HTMLVideoElement) => one.muted)).toBe(true)
  await page.keyboard.press('m')

  pretence.say({ current: { ...current, interruptedAt: Date.now() }, ended: null })
  await source.pause()
  await player(page).getByText('Back in a moment').waitFor()
  await shoot(page, 'watch-interrupted')
  source.start()
  pretence.say({ current, ended: null })
  await plays(page)
  await expect.poll(() => behind(page), until).toBeLessThan(4)

  await source.end()
  pretence.say({ current: null, ended: 'staff' })
  await player(page).getByText('It was ended by staff.').waitFor()
  await shoot(page, 'watch-over')
  await player(page).getByRole('button', { name: 'Back to the stage' }).click()
  await player(page).waitFor({ state: 'detached' })
  expect(person.complaints).toEqual([])
})
