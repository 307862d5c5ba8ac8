// Two people of which one has Debian's Firefox and the other Chromium: each sees and hears the other. Knows
// Firefox by WebDriver BiDi, since Playwright drives only a Firefox of its own.
import { existsSync } from 'node:fs'
import puppeteer, { type Browser, type Page } from 'puppeteer-core'
import { expect, test } from 'vitest'
import { meanColours, openPerson, patience } from './browser.ts'
import { sights } from './media.ts'
import { hears, joinBy, sees } from './moves.ts'
import { sharedOffice } from './office.ts'

const firefox = process.env['FIREFOX'] ?? '/usr/bin/firefox-esr'
const poll = { timeout: 2 * patience, interval: 250 }

/** Fake devices without questions, connections to this very machine, sound without a press. */
const preferences = {
  'media.navigator.streams.fake': true,
  'media.navigator.permission.disabled': true,
  'media.peerconnection.ice.loopback': true,
  'media.autoplay.default': 0,
  'media.navigator.audio.fake_frequency': 660,
  'intl.accept_languages': 'en-GB',
}

async function openFirefox(): Promise<Browser & AsyncDisposable> {
  return puppeteer.launch({
    browser: 'firefox',
    executablePath: firefox,
    extraPrefsFirefox: preferences,
  })
}

/** Firefox's own count of what it heard. */
function rememberConnections(): void {
  const connections: RTCPeerConnection[] = []
  const Connection = RTCPeerConnection
  globalThis.RTCPeerConnection = new Proxy(Connection, {
    construct: (target, [configuration]: [RTCConfiguration?]) => {
      const connection = new target(configuration)
      connections.push(connection)
      return connection
    },
  })
  Object.assign(globalThis, { connections })
}

/** Runs in the page: the energy of all sound that was received and decoded. */
async function energyHeard(): Promise<number> {
  const { connections } = globalThis as unknown as { connections: RTCPeerConnection[] }
  const reports = await Promise.all(connections.map((connection) => connection.getStats()))
  const energies = reports.flatMap((report) =>
    [...report.values()].map((entry: { type?: string; totalAudioEnergy?: number }) =>
      entry.type === 'inbound-rtp' ? (entry.totalAudioEnergy ?? 0) : 0,
    ),
  )
  return energies.reduce((sum, energy) => sum + energy, 0)
}

async function joinInFirefox(page: Page, link: string, name: string): Promise<void> {
  page.setDefaultTimeout(2 * patience)
  await page.goto(link)
  await page.locator('input[autocomplete=name]').fill(name)
  await page.locator('form button[type=submit]').click()
  await page.waitForSelector('#dock')
}

// Off unless asked for: Firefox pairs none of its addresses with 127.0.0.1, which is where a demonstration
// announces its media, so the sfu must be announced under another address of this machine.
const wanted = process.env['FIREFOX_MEDIA'] === '1' && existsSync(firefox)

test.skipIf(!wanted)('Firefox and Chromium see and hear each other', async () => {
  const office = sharedOffice()
  const room = await office.newClass()
  await using teacher = await openPerson(sights.teacher)
  await joinBy(teacher.page, await office.linkFor(room, 'instructor'), 'Tess')
  await using browser = await openFirefox()
  const page = await browser.newPage()
  await page.evaluateOnNewDocument(rememberConnections)
  await joinInFirefox(page, await office.linkFor(room, 'student'), 'Fay')

  // Firefox sees and hears Chromium.
  const [red] = sights.teacher.rgb
  const seesTeacher = async () =>
    (await page.evaluate(meanColours)).some((seen) => Math.abs(seen[0] - red) < 40 && seen[1] < 90)
  await expect.poll(seesTeacher, poll).toBe(true)
  const hearsTeacher = async () => (await page.evaluate(energyHeard)) > 0
  await expect.poll(hearsTeacher, poll).toBe(true)

  // Chromium sees and hears Firefox, whose own fake devices show one colour after another and play a tone.
  const video = teacher.page.getByRole('article', { name: /^Fay/ }).locator('video')
  const frames = () =>
    video.evaluate(
      (element: HTMLVideoElement) => element.getVideoPlaybackQuality().totalVideoFrames,
    )
  await expect.poll(frames, poll).toBeGreaterThan(10)
  await expect.poll(() => hears(teacher.page, firefoxSight), poll).toBe(true)
  expect(await sees(teacher.page, sights.teacher), 'oneself').toBe(true)
  expect(teacher.complaints).toEqual([])
})

/** Firefox's fake microphone. */
const firefoxSight = { name: 'firefox', colour: '', rgb: [0, 0, 0], tone: 660 } as const
