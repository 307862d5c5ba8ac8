// Somebody whose browser sends far more than it was asked to: that ends, they read why, and nobody else notices.
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { openPerson, patience } from './browser.ts'
import { sights } from './media.ts'
import { dock, hears, isPressed, joinBy, sees, tile } from './moves.ts'
import { sharedOffice } from './office.ts'

const office = sharedOffice()
const poll = { timeout: patience, interval: 250 }
const reason = 'This device sent so much that the class would have suffered.'

/** Runs in the page, before it: a microphone sends three times what any may, whatever it is told. */
function shout(): void {
  const bitrate = 510_000
  const { prototype } = RTCPeerConnection
  const addTransceiver: typeof prototype.addTransceiver = Reflect.get(prototype, 'addTransceiver')
  const setRemote: (
    this: RTCPeerConnection,
    description: RTCSessionDescriptionInit,
  ) => Promise<void> = Reflect.get(prototype, 'setRemoteDescription')
  Object.assign(prototype, {
    addTransceiver(this: RTCPeerConnection, track: MediaStreamTrack, init: RTCRtpTransceiverInit) {
      const sendEncodings = (init.sendEncodings ?? []).map((one) =>
        track.kind === 'audio' ? { ...one, maxBitrate: bitrate } : one,
      )
      return addTransceiver.call(this, track, { ...init, sendEncodings })
    },
    setRemoteDescription(this: RTCPeerConnection, { type, sdp = '' }: RTCSessionDescriptionInit) {
      const loud = `stereo=1;cbr=1;usedtx=0;maxaveragebitrate=${bitrate}`
      const louder = sdp.replace(/^(a=fmtp:\d+ ).*useinbandfec.*$/gm, `$1${loud}`)
      return setRemote.call(this, { type, sdp: louder })
    },
  })
}

async function seeAndHear(page: Page, { name, ...sight }: (typeof sights)['teacher' | 'second']) {
  await expect.poll(() => sees(page, { name, ...sight }), poll).toBe(true)
  await expect.poll(() => hears(page, sight), poll).toBe(true)
}

test('a microphone that floods the class is switched off, its owner reads why, and the others go on', async () => {
  await using end = new AsyncDisposableStack()
  const room = await office.newClass()
  const { page: teacher } = end.use(await openPerson(sights.teacher))
  await joinBy(teacher, await office.linkFor(room, 'instructor'), 'Tess')
  const { page: student } = end.use(await openPerson(sights.second))
  await joinBy(student, await office.linkFor(room, 'student'), 'Sam')
  const { page: flooder } = end.use(await openPerson(sights.first))
  await flooder.addInitScript(shout)
  await joinBy(flooder, await office.linkFor(room, 'student'), 'Flo')
  await tile(teacher, 'Flo(?!.*muted)').waitFor()

  await flooder.getByText(reason).waitFor()
  await tile(teacher, 'Flo.*muted').waitFor()
  expect(await isPressed(dock(flooder, 'Microphone'))).toBe(false)

  // Whoever operates the installation sees what became of it.
  const decided = async () =>
    (await office.owner.call('operation.class', { params: { room } })).log.map(
      ({ decision }) => decision,
    )
  const ended = expect.objectContaining({ kind: 'tooMuch', source: 'microphone' }) as unknown
  await expect.poll(decided, poll).toContainEqual(ended)

  // Their camera sent no more than it may, and all else was never touched.
  await seeAndHear(student, sights.teacher)
  await seeAndHear(teacher, sights.second)
  await expect.poll(() => sees(teacher, sights.first), poll).toBe(true)
  for (const page of [teacher, student]) {
    expect(await page.getByText(reason).count()).toBe(0)
    expect(await isPressed(dock(page, 'Microphone'))).toBe(true)
  }

  // Whoever comes again at once sends nothing for a while, and is told so.
  await dock(flooder, 'Microphone').click()
  await flooder.getByText('Too many tries. Wait a moment, then try again.').waitFor()
})
