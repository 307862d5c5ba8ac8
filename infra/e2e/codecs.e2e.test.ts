// A camera goes out as finely as everybody who is here can receive it: between two Chromiums in layers of one stream
// of VP9, and anew in VP8 when a browser comes that cannot decode that.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { coloursSeen, looksLike, openPerson, patience, type PersonBrowser } from './browser.ts'
import { coloursInFirefox, joinInFirefox, openFirefox, tileOf } from './firefox.ts'
import { sights } from './media.ts'
import { joinBy } from './moves.ts'
import { sharedOffice } from './office.ts'
import { keepPeerConnections } from './peerConnections.ts'

const poll = { timeout: patience, interval: 250 }
const stack = new AsyncDisposableStack()
const office = sharedOffice()

let tess: PersonBrowser
let ada: PersonBrowser
let room: Awaited<ReturnType<typeof office.newClass>>

/** Of the pictures that the page sends just now, each with how it is layered; what was stopped is still listed. */
const sentBy = (page: Page): Promise<string[]> =>
  page.evaluate(async () => {
    const senders = [...peerConnections]
      .flatMap((one) => one.getSenders())
      .filter(({ track }) => track !== null)
    const reports = await Promise.all(senders.map((sender) => sender.getStats()))
    const all = reports.flatMap((report) => [...report.values()] as Record<string, unknown>[])
    const codecs = new Map(all.map(({ id, mimeType }) => [id, mimeType]))
    return all
      .filter(({ type, kind, active }) => type === 'outbound-rtp' && kind === 'video' && active)
      .map(
        ({ codecId, scalabilityMode }) =>
          `${String(codecs.get(codecId))} ${String(scalabilityMode)}`,
      )
      .toSorted()
  })

const seesTess = async (page: Page): Promise<boolean> => {
  const [seen = []] = await coloursSeen(page, tileOf('Tess'))
  return looksLike(seen, sights.teacher.rgb)
}

beforeAll(async () => {
  room = await office.newClass()
  tess = stack.use(await openPerson(sights.teacher))
  ada = stack.use(await openPerson(sights.first))
  await tess.page.addInitScript(keepPeerConnections)
  await joinBy(tess.page, await office.linkFor(room, 'instructor'), 'Tess')
  await joinBy(ada.page, await office.linkFor(room, 'student'), 'Ada')
})

afterAll(() => stack.disposeAsync())

test('among browsers that can, the camera is one stream of VP9 in layers', async () => {
  await expect.poll(() => seesTess(ada.page), poll).toBe(true)
  const sent = await sentBy(tess.page)
  expect(sent).toHaveLength(1)
  expect(sent[0]).toMatch(/^video\/VP9 L\dT3/)
})

test('who cannot decode that sees it all the same, and so do the others', async () => {
  const gus = stack.use(await openFirefox({ 'media.peerconnection.video.vp9_enabled': false }))
  await joinInFirefox(gus.page, await office.linkFor(room, 'student'), 'Gus')
  const gusSeesTess = async () => {
    const [seen = []] = await coloursInFirefox(gus.page, tileOf('Tess'))
    return looksLike(seen, sights.teacher.rgb)
  }
  await expect.poll(gusSeesTess, poll).toBe(true)
  await expect.poll(() => seesTess(ada.page), poll).toBe(true)
  const sent = async () => [...new Set(await sentBy(tess.page))]
  await expect.poll(sent, poll).toEqual(['video/VP8 L1T3'])
  expect(gus.complaints).toEqual([])
  expect(tess.complaints).toEqual([])
  expect(ada.complaints).toEqual([])
})
