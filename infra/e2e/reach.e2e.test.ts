// Networks that let little through: sound and picture come by a relay over UDP, TCP and TLS, and by TCP to
// the sfu itself. Each person's browser is made to use one way only.
import type { Page } from 'playwright-core'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { RoomId } from '../../shared/ids.ts'
import { findProgram } from '../setup/steps/unpacked.ts'
import { startTurn } from '../turn/turnserver.ts'
import { complaintsOf, launch, openContext, patience } from './browser.ts'
import { sights } from './media.ts'
import { hears, joinBy, ownerTeaches, sees } from './moves.ts'
import { openSchool, type School } from './school.ts'

const turnserver = findProgram('turnserver')
const secret = 'shared by servers and coturn'
const poll = { timeout: patience, interval: 100 }
const stack = new AsyncDisposableStack()

/** What lets nothing else through: TURN by a transport of its address, or TCP without any TURN. */
type Way = 'udp' | 'tcp' | 'tls' | 'ice over tcp'

/** Runs in the page, before its own scripts. */
function onlyBy(way: string): void {
  const Native = RTCPeerConnection
  const links: RTCPeerConnection[] = []
  const isThisWay = (url: string) =>
    way === 'tls' ? url.startsWith('turns:') : url.startsWith('turn:') && url.endsWith(`=${way}`)
  class OneWay extends Native {
    constructor(wish: RTCConfiguration = {}) {
      const servers = (wish.iceServers ?? []).map(({ urls, ...login }) => ({
        ...login,
        urls: [urls].flat().filter(isThisWay),
      }))
      super(
        way === 'ice over tcp'
          ? { ...wish, iceServers: [] }
          : { ...wish, iceServers: servers, iceTransportPolicy: 'relay' },
      )
      links.push(this)
    }

    override async setRemoteDescription(description: RTCSessionDescriptionInit): Promise<void> {
      const { sdp = '' } = description
      const tcpOnly = sdp.replace(/^a=candidate:\S+ \d+ udp .*\r\n/gim, '')
      return super.setRemoteDescription(
        way === 'ice over tcp' ? { ...description, sdp: tcpOnly } : description,
      )
    }
  }
  Object.assign(globalThis, { RTCPeerConnection: OneWay, links })
}

/** How the packets of each connection leave the browser. */
function waysOf(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const { links } = globalThis as unknown as { links: RTCPeerConnection[] }
    const ways = await Promise.all(
      links.map(async (link) => {
        const stats = [...(await link.getStats()).values()] as Record<string, string | boolean>[]
        const pair = stats.find(
          ({ type, nominated }) => type === 'candidate-pair' && nominated === true,
        )
        const local = stats.find(({ id }) => id === pair?.['localCandidateId'])
        if (local === undefined) return 'none'
        return String(local['relayProtocol'] ?? `ice over ${String(local['protocol'] ?? '?')}`)
      }),
    )
    return ways
  })
}

let school: School
let room: RoomId
let teacher: Page

beforeAll(async () => {
  if (turnserver === null) return
  const turn = stack.use(await startTurn(turnserver, { secret, allowed: '127.0.0.1' }))
  school = stack.use(await openSchool({ TURN_URLS: turn.urls, TURN_SECRET: secret }))
  const browser = stack.adopt(await launch(sights.teacher), (one) => one.close())
  teacher = await (await openContext(browser)).newPage()
  await teacher.addInitScript(onlyBy, 'udp')
  room = await ownerTeaches(teacher, school, 'Far away')
})
afterAll(() => stack.disposeAsync())

describe.skipIf(turnserver === null)('a class that is reached by little', () => {
  /** The teacher's is UDP. */
  const ways: readonly Way[] = ['tcp', 'tls', 'ice over tcp']

  test('is seen and heard by every way there is', async () => {
    // Browsers trust the certificate of a TURN server like any other; a test's own they are told to.
    const browser = stack.adopt(
      await launch(sights.first, ['--use-fake-ui-for-media-stream', '--ignore-certificate-errors']),
      (one) => one.close(),
    )
    for (const way of ways) {
      const context = await openContext(browser)
      const page = await context.newPage()
      const complaints = complaintsOf(page)
      await page.addInitScript(onlyBy, way)
      await joinBy(page, await school.linkFor(room, 'student'), `By ${way}`)
      await expect.poll(() => sees(page, sights.teacher), poll).toBe(true)
      await expect.poll(() => hears(page, sights.teacher), poll).toBe(true)
      await expect.poll(() => waysOf(page), poll).toContain(way)
      expect((await waysOf(page)).filter((other) => other !== way && other !== 'none')).toEqual([])
      expect(complaints).toEqual([])
      await context.close()
    }
    expect(await waysOf(teacher)).toContain('udp')
  })
})
