// One person with two devices: the newest has microphone, camera and sound; the other says so and can take
// them back.
import type { Browser, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { Browser as Caller } from '../../server/http/testing/site.ts'
import { launch, openContext, patience, shoot, tonesHeard, soundsLike } from './browser.ts'
import { sights } from './media.ts'
import { dock, inClass, isPressed, join, joinBy, openPanel, signIn, tile } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const poll = { timeout: patience, interval: 250 }
const elsewhere = 'Your microphone, camera and sound are on another device.'

/** A device on which the account is signed in. */
async function openDevice(browser: Browser, account: Caller): Promise<Page> {
  const context = await openContext(browser)
  await signIn(context, office.url, account)
  return context.newPage()
}

async function signedIn(link: string): Promise<Caller> {
  const account = new Caller(office.url)
  const secret = new URL(link).searchParams.get('link') ?? ''
  await account.call('auth.openLink', { body: { link: secret } })
  return account
}

test('the newest device holds microphone, camera and sound, and the other can take them back', async () => {
  const account = await signedIn(await office.newAccount(`two-${Date.now()}`))
  const link = await office.linkFor(await office.newClass(), 'student')
  await using browser = await launch(sights.first)
  const listener = await (await openContext(browser)).newPage()
  await listener.goto(link)
  await listener.getByLabel('Your name').fill('Lis')
  await listener.getByRole('button', { name: 'Join without camera or microphone' }).click()
  await inClass(listener)
  const voices = async () =>
    (await tonesHeard(listener)).filter((tone) => soundsLike(tone, sights.first.tone)).length

  const laptop = await openDevice(browser, account)
  await laptop.goto(link)
  await join(laptop, null)
  await expect.poll(() => isPressed(dock(laptop, 'Microphone')), poll).toBe(true)
  await expect.poll(voices, poll).toBe(1)

  const phone = await openDevice(browser, account)
  await phone.goto(link)
  await join(phone, null)
  await expect.poll(() => isPressed(dock(phone, 'Microphone')), poll).toBe(true)
  await laptop.getByText(elsewhere).waitFor()
  await shoot(laptop, 'devices-other')
  expect(await isPressed(dock(laptop, 'Microphone'))).toBe(false)
  await expect.poll(voices, poll).toBe(1)
  await listener.getByText('2 people here').first().waitFor()

  await laptop.getByRole('button', { name: 'Take them here' }).click()
  await phone.getByText(elsewhere).waitFor()
  await expect.poll(() => isPressed(dock(laptop, 'Microphone')), poll).toBe(true)
  await expect.poll(voices, poll).toBe(1)
})

/** Runs in the page, before it: remembers what the page was given. */
function keepTracks(): void {
  const tracks: MediaStreamTrack[] = []
  Object.assign(globalThis, { tracks })
  const { mediaDevices: devices } = navigator
  const capture = devices.getUserMedia.bind(devices)
  devices.getUserMedia = async (wish) => {
    const stream = await capture(wish)
    tracks.push(...stream.getTracks())
    return stream
  }
}

/** Runs in the page. */
function running(): number {
  const { tracks } = globalThis as unknown as { tracks: MediaStreamTrack[] }
  return tracks.filter(({ readyState }) => readyState === 'live').length
}

test('who leaves on one device is out on all, and their cameras and microphones end', async () => {
  const account = await signedIn(await office.newAccount(`out-${Date.now()}`))
  const link = await office.linkFor(await office.newClass(), 'student')
  await using browser = await launch(sights.first)
  const laptop = await openDevice(browser, account)
  await laptop.addInitScript(keepTracks)
  await laptop.goto(link)
  await join(laptop, null)
  await expect.poll(() => isPressed(dock(laptop, 'Microphone')), poll).toBe(true)
  expect(await laptop.evaluate(running)).toBeGreaterThan(0)
  // Who is signed in is offered no account.
  await openPanel(laptop, 'People')
  await laptop.getByRole('button', { name: /^Options for out-/ }).click()
  await laptop.getByRole('menuitem', { name: 'Change my name' }).waitFor()
  expect(await laptop.getByRole('menuitem', { name: 'Keep your progress' }).count()).toBe(0)
  await laptop.keyboard.press('Escape')

  const phone = await openDevice(browser, account)
  await phone.goto(link)
  await join(phone, null)
  await laptop.getByRole('button', { name: 'Take them here' }).click()
  await expect.poll(() => isPressed(dock(laptop, 'Microphone')), poll).toBe(true)
  await dock(phone, 'Leave').click()
  await laptop.getByText('You left on another device.').waitFor()
  await expect.poll(() => laptop.evaluate(running), poll).toBe(0)
})

test('whoever looks at a large tile gets a large picture, and at a small one a small', async () => {
  const room = await office.newClass()
  const flags = ['--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream']
  // The browser's own camera, which has 720 lines; the files of the others have 240.
  await using browser = await launch(null, flags)
  const teacher = await (await openContext(browser)).newPage()
  await joinBy(teacher, await office.linkFor(room, 'instructor'), 'Tess')
  const viewer = await (await openContext(browser)).newPage()
  await viewer.goto(await office.linkFor(room, 'student'))
  await viewer.getByLabel('Your name').fill('Finn')
  await viewer.getByRole('button', { name: 'Join without camera or microphone' }).click()
  const lines = () =>
    tile(viewer, 'Tess')
      .locator('video')
      .evaluate((video: HTMLVideoElement) => video.videoHeight)
  await expect.poll(lines, poll).toBe(720)
  await viewer.setViewportSize({ width: 300, height: 500 })
  await expect.poll(lines, poll).toBe(180)
  await viewer.setViewportSize({ width: 1280, height: 800 })
  await expect.poll(lines, poll).toBe(720)
})
