// The wire between two sfus is cut and not mended, while all servers hear both: whoever is on the side with fewer people
// is moved to the other, and hears the rest of the class again.
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { TestSfu } from '../../sfu/testing/startTestSfu.ts'
import { CheapPeer } from '../peers/cheapPeer.ts'
import { Studio } from '../peers/studio.ts'
import { watchesOn } from '../wire/played.ts'
import type { Pupil } from '../wire/pupil.ts'
import { openWiredSfus, type WiredSfus } from './media/wiredSfus.ts'

const until = { timeout: 60_000, interval: 1_000 }
/** A voice that comes is silent for no longer, in ms. */
const flowing = 500
let wired: WiredSfus
let studio: Studio
const peers: CheapPeer[] = []

beforeAll(async () => {
  wired = await openWiredSfus()
  studio = await Studio.open()
})
afterAll(async () => {
  for (const peer of peers) peer[Symbol.dispose]()
  await studio[Symbol.asyncDispose]()
  await wired[Symbol.asyncDispose]()
})

const isOn = ({ node }: TestSfu, { session }: CheapPeer): boolean =>
  session.incarnation !== null && node.incarnations.includes(session.incarnation)

async function sit({ connection }: Pupil, on: TestSfu): Promise<CheapPeer> {
  const peer = new CheapPeer(connection, studio)
  peers.push(peer)
  await vi.waitFor(() => expect(isOn(on, peer)).toBe(true), until)
  await peer.speak()
  return peer
}

const drain = (node: string, draining: boolean) =>
  vi.waitFor(async () => {
    const body = { draining, within: 600 }
    await wired.school.owner.call('nodes.drain', { params: { node }, body })
  }, until)

/** Two people on the first sfu, of one server, and one on the second, of the other. */
async function gather() {
  const { school, one, two, wires } = wired
  await drain('two', true)
  const many = [
    await sit(await school.join('instructor', { node: 0 }), one),
    await sit(await school.join('student', { node: 0 }), one),
  ]
  await drain('two', false)
  // Newcomers of a server go where it is heard by itself.
  wires[1]?.cut()
  const pupil = await school.join('student', { node: 1 })
  await watchesOn(two, pupil, [])
  const lonely = await sit(pupil, two)
  wires[1]?.mend()
  return { many, lonely }
}

/** All that these hear comes without a pause. */
const allHear = (some: readonly CheapPeer[]) =>
  vi.waitFor(async () => {
    const gaps = await Promise.all(some.map((peer) => peer.takeGap()))
    for (const gap of gaps) expect(gap).toBeLessThan(flowing)
  }, until)

it('moves the few to the many, who notice nothing, and says why', async () => {
  const { school, one, pipe } = wired
  const { many, lonely } = await gather()
  const all = [...many, lonely]
  await vi.waitFor(() => expect(all.map(({ hears }) => hears)).toEqual([2, 2, 2]), until)
  await allHear(all)

  pipe.cut()
  await vi.waitFor(() => expect(isOn(one, lonely)).toBe(true), until)
  await vi.waitFor(() => expect(all.map(({ hears }) => hears)).toEqual([2, 2, 2]), until)
  await allHear(all)
  expect(many.map((peer) => isOn(one, peer))).toEqual([true, true])
  expect(all.map(({ losses }) => losses)).toEqual([0, 0, 0])

  const { participant } = lonely.connection.viewer ?? {}
  const moving = { kind: 'moving', participant, from: 'two', cutFrom: 'one' }
  await vi.waitFor(async () => {
    const { log } = await school.owner.call('operation.class', { params: { room: school.room } })
    expect(log.map(({ decision }) => decision)).toContainEqual(moving)
  }, until)
})
