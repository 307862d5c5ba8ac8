// What a real browser sends, as a recorder gets it: the highest of several encodings, all layers of one, and a whole
// picture when it is asked for.
import { afterEach, beforeEach, expect, test } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import { newId, type SourceId } from '../shared/ids.ts'
import { startTestSfu, testSecret } from '../sfu/testing/startTestSfu.ts'
import { call, Visitors, type Person } from '../sfu/testing/visitors.ts'
import { TapSocket } from './taps/tapSocket.ts'
import { beganAt, decode, expectOrder } from './testing/judge.ts'
import { came, gapsOf, tapped, type Tapping } from './testing/tapped.ts'

let close: AsyncDisposableStack
beforeEach(() => {
  close = new AsyncDisposableStack()
})
afterEach(() => close.disposeAsync())

async function enter(): Promise<{ person: Person; tapping: Tapping; order: Order }> {
  const sfu = close.use(await startTestSfu())
  const now = () => Date.now()
  const socket = close.use(await TapSocket.open({ ip: '127.0.0.1', port: 0, now }))
  const { handlers } = sfu.node
  const { rtpCapabilities } = new SfuPool({ urls: [], secret: testSecret, node: 'test' })
  const visitors = close.use(
    await Visitors.open((seat, name, input) =>
      handlers[name]({ rtpCapabilities, seq: 0, ...input, ...seat } as never),
    ),
  )
  const person = await visitors.enter(newId())
  await call(person, 'join', [])
  const { room, participant } = person.seat
  const [incarnation] = sfu.node.incarnations
  const from = { node: sfu.node.name, incarnation: incarnation! }
  const order: Order = async (...sources) => {
    const wanted = sources.map((source) => ({ source, paused: false }))
    await handlers.want({ room, participant, seq: 1, sources: wanted })
  }
  return { person, tapping: { handlers, room, from, socket }, order }
}
type Order = (...sources: SourceId[]) => Promise<void>

test('of several encodings the highest comes, with its sound, and a whole picture on demand', async () => {
  const { person, tapping, order } = await enter()
  const { camera, microphone } = person
  await call(person, 'publish', { camera, microphone })
  await order(camera, microphone)
  const picture = await tapped(tapping, camera)
  const sound = await tapped(tapping, microphone)
  await came(picture, ({ size }) => size?.height === 480)
  picture.tap.askForKeyFrame()
  const asked = picture.frames.length
  await came(picture, ({ isKey }, n) => n > asked && isKey)
  await came(sound, (_, n) => n > 200)
  for (const one of [picture, sound]) {
    one.tap.close()
    expectOrder(one.frames)
    expect(gapsOf(one)).toEqual([])
  }
  expect(await decode('vp8', picture.frames)).toBe(picture.frames.length)
  expect(await decode('opus', sound.frames)).toBe(sound.frames.length)
})

test('of one stream in layers a picture is whole, in the size of its highest', async () => {
  const { person, tapping, order } = await enter()
  const { camera } = person
  await call(person, 'publishLayered', { camera })
  await order(camera)
  const picture = await tapped(tapping, camera)
  await came(picture, ({ size }) => (size?.height ?? 0) >= 360)
  const asked = picture.frames.length
  await came(picture, (_, n) => n > asked + 30)
  picture.tap.askForKeyFrame()
  await came(picture, ({ isKey }, n) => n > asked + 30 && isKey)
  picture.tap.close()
  expectOrder(picture.frames)
  const began = beganAt(picture.frames, 90_000)
  expect(Date.now() - began).toBeGreaterThan(1_000)
  expect(await decode('vp9', picture.frames)).toBe(picture.frames.length)
})
