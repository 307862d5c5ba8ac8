// A media node is drained during a class of two servers and two sfus: everybody is moved to the other, and
// nothing of anybody is lost.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { DrainScene, until } from './drainScene.ts'
import { joinMedia } from './examples.ts'

let scene: DrainScene
beforeAll(async () => {
  scene = await DrainScene.open()
})
afterAll(() => scene[Symbol.asyncDispose]())

const peersOn = ({ node }: TestSfu) => node.rooms.flatMap((room) => room.peers).length

const closings = async () =>
  (await scene.school.readLog())
    .filter(({ type }) => type === 'sources.closed' || type === 'sources.incarnationLost')
    .map(({ type, body }) => (body as { reason?: string }).reason ?? type)

/** The first speaks before the others come, so that all come to where that is. */
async function gather(): Promise<void> {
  for (const n of [0, 1, 2, 3]) {
    const pupil = await scene.enter({ speaks: n < 2 })
    if (n === 0) await pupil.until('their voice', ({ room }) => room.sources.size === 1)
  }
}

it('moves everybody, and nobody loses anything', async () => {
  await gather()
  const all = () => expect(scene.peers.map(({ hears }) => hears)).toEqual([1, 1, 2, 2])
  await vi.waitFor(all, until)
  const { sfus } = scene.school.place
  const from = sfus.find((sfu) => peersOn(sfu) === 4)
  const to = sfus.find((sfu) => peersOn(sfu) === 0)
  if (from === undefined || to === undefined) throw new Error('all are on one')
  await scene.drain(from.node.name, true)
  await vi.waitFor(() => expect([peersOn(from), peersOn(to)]).toEqual([0, 4]), until)
  await vi.waitFor(all, until)
  expect(await closings()).toEqual(['moved', 'moved'])
  expect(scene.peers.map(({ losses }) => losses)).toEqual([0, 0, 0, 0])
})

it('tells who does not follow, when the time is over, and nobody any more once it is cancelled', async () => {
  for (const { node } of scene.school.place.sfus) await scene.drain(node.name, false)
  const pupil = await scene.school.join('student', { node: 1 })
  const { incarnation } = await joinMedia(pupil)
  const place = scene.school.place.sfus.find(({ node }) => node.incarnations.includes(incarnation))
  const isAboutIt = (data: unknown) =>
    (data as { incarnation?: string }).incarnation === incarnation
  const told = () => pupil.signals.filter(({ data }) => isAboutIt(data))
  const name = place?.node.name ?? ''
  await scene.drain(name, true, 5)
  await pupil.until('being told', () => told().at(-1)?.name === 'media.lost')
  expect(told().map((one) => one.name)).toEqual(['media.move', 'media.lost'])
  await scene.drain(name, false)
  expect((await joinMedia(pupil)).incarnation).not.toBe(incarnation)
})
