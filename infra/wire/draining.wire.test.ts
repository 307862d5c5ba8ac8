// A media node is drained during a class of two servers and two sfus: everybody is moved to the other, and
// nothing of anybody is lost.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { CheapPeer } from '../peers/cheapPeer.ts'
import { Studio } from '../peers/studio.ts'
import { joinMedia } from './examples.ts'
import { openSchool, type School } from './school.ts'

const until = { timeout: 60_000, interval: 50 }
let school: School
let studio: Studio
const peers: CheapPeer[] = []

beforeAll(async () => {
  school = await openSchool({ nodes: 2, sfu: [{ node: 'one' }, { node: 'two' }] })
  studio = await Studio.open()
})
afterAll(async () => {
  for (const peer of peers) peer[Symbol.dispose]()
  await studio[Symbol.asyncDispose]()
  await school[Symbol.asyncDispose]()
})

const drain = (node: string, draining: boolean, within = 600) =>
  vi.waitFor(async () => {
    const params = { node }
    await school.owner.call('nodes.drain', { params, body: { draining, within } })
  }, until)

const peersOn = ({ node }: TestSfu) => node.rooms.flatMap((room) => room.peers).length

const closings = async () =>
  (await school.readLog())
    .filter(({ type }) => type === 'sources.closed' || type === 'sources.incarnationLost')
    .map(({ type, body }) => (body as { reason?: string }).reason ?? type)

/** The first speaks before the others come, so that all come to where that is. */
async function gather(): Promise<void> {
  for (const n of [0, 1, 2, 3]) {
    const pupil = await school.join(n === 0 ? 'instructor' : 'student', { node: n % 2 })
    const peer = new CheapPeer(pupil.connection, studio)
    peers.push(peer)
    if (n < 2) await peer.speak()
    if (n === 0) await pupil.until('their voice', ({ room }) => room.sources.size === 1)
  }
}

it('moves everybody, and nobody loses anything', async () => {
  await gather()
  const all = () => expect(peers.map(({ hears }) => hears)).toEqual([1, 1, 2, 2])
  await vi.waitFor(all, until)
  const { sfus } = school.place
  const from = sfus.find((sfu) => peersOn(sfu) === 4)
  const to = sfus.find((sfu) => peersOn(sfu) === 0)
  if (from === undefined || to === undefined) throw new Error('all are on one')
  await drain(from.node.name, true)
  await vi.waitFor(() => expect([peersOn(from), peersOn(to)]).toEqual([0, 4]), until)
  await vi.waitFor(all, until)
  expect(await closings()).toEqual(['moved', 'moved'])
  expect(peers.map(({ losses }) => losses)).toEqual([0, 0, 0, 0])
})

it('tells who does not follow, when the time is over, and nobody any more once it is cancelled', async () => {
  for (const { node } of school.place.sfus) await drain(node.name, false)
  const pupil = await school.join('student', { node: 1 })
  const { incarnation } = await joinMedia(pupil)
  const place = school.place.sfus.find(({ node }) => node.incarnations.includes(incarnation))
  const isAboutIt = (data: unknown) =>
    (data as { incarnation?: string }).incarnation === incarnation
  const told = () => pupil.signals.filter(({ data }) => isAboutIt(data))
  const name = place?.node.name ?? ''
  await drain(name, true, 5)
  await pupil.until('being told', () => told().at(-1)?.name === 'media.lost')
  expect(told().map((one) => one.name)).toEqual(['media.move', 'media.lost'])
  await drain(name, false)
  expect((await joinMedia(pupil)).incarnation).not.toBe(incarnation)
})
