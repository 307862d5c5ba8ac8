// A camera that a real browser sends in layers of one stream (VP9 SVC), watched by real browsers on its own node and
// over a pipe: each gets the layer that fits its tile, and what nobody takes is not encoded.
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import type { StagedSource } from '../server/media/plane.ts'
import { newId } from '../shared/ids.ts'
import { onlyOn } from './testing/people.ts'
import { startTestSfu, testSecret } from './testing/startTestSfu.ts'
import { call, received, Visitors, type Person } from './testing/visitors.ts'

const until = { timeout: 60_000, interval: 50 }
let close: AsyncDisposableStack
beforeEach(() => {
  close = new AsyncDisposableStack()
})
afterEach(() => close.disposeAsync())

/** Two media nodes, a class, and what is to be watched in it. */
async function openClass() {
  const sfus = await Promise.all(
    ['one', 'two'].map((node) =>
      startTestSfu({ node, limits: { reportMs: 200, layerHoldMs: 500 } }),
    ),
  )
  for (const sfu of sfus) close.defer(() => sfu.close())
  const plane = new SfuPool({
    urls: sfus.map(({ url }) => url),
    secret: testSecret,
    node: 'server-under-test',
  })
  close.defer(() => plane.close())
  const up = () => expect(plane.nodes.filter(({ up }) => up)).toHaveLength(2)
  await vi.waitFor(up, until)
  const stage: StagedSource[] = []
  const visitors = close.use(
    await Visitors.open((seat, name, input) => {
      const { rtpCapabilities } = plane
      return plane[name]({ rtpCapabilities, stage, seq: 0, ...input, ...seat } as never)
    }),
  )
  const room = newId<'room'>()
  const enterAt = async (node: string): Promise<Person> => {
    const person = await visitors.enter(room)
    await onlyOn(plane, node, () => call(person, 'join', []))
    return person
  }
  /** Somebody on the first node, whose camera can be watched. */
  const enterShown = async (): Promise<Person> => {
    const person = await enterAt('one')
    const { camera, seat } = person
    const { participant, session } = seat
    await call(person, 'publishLayered', { camera })
    const sources = [{ source: camera, paused: false }]
    await plane.want({ room, participant, seq: 1, sources })
    const place = plane.placeOf(session)
    if (place === undefined) throw new Error('they are nowhere')
    stage.push({ source: camera, participant, kind: 'camera', ...place })
    return person
  }
  return { plane, enterAt, enterShown, home: sfus[0] }
}

test('each gets the layer that fits, here and over a pipe, and nobody’s layer is not encoded', async () => {
  const { plane, enterAt, enterShown, home } = await openClass()
  const ada = await enterShown()
  const { camera } = ada
  const off = plane.on('demanded', ({ source, layer }) => {
    if (source === camera) void call(ada, 'encodeUpTo', layer)
  })
  const [ben, cleo] = [await enterAt('one'), await enterAt('two')]
  expect(home?.node.rooms[0]?.source(camera)?.producer.type).toBe('svc')

  const look = (person: Person, height: number) =>
    call(person, 'watch', [camera], [{ source: camera, height, priority: 1 }])
  const comesTo = (person: Person, width: number) =>
    vi.waitFor(async () => expect((await received(person, camera)).width).toBe(width), until)
  const isEncoded = (height: number) =>
    vi.waitFor(async () => expect(await call(ada, 'encoded')).toBe(height), until)
  await look(ben, 720)
  await look(cleo, 180)
  await Promise.all([comesTo(ben, 1280), comesTo(cleo, 320), isEncoded(720)])
  await look(ben, 100)
  await Promise.all([comesTo(ben, 320), isEncoded(180)])
  await look(cleo, 360)
  await Promise.all([comesTo(cleo, 640), isEncoded(360)])
  await comesTo(ben, 320)
  await look(cleo, 720)
  await Promise.all([comesTo(cleo, 1280), isEncoded(720)])
  off()
})

test('of a picture that its publisher stops sending nobody is told that their own link is weak', async () => {
  const { plane, enterAt, enterShown, home } = await openClass()
  const ada = await enterShown()
  const { camera, seat } = ada
  const viewers = [await enterAt('one'), await enterAt('two')]
  const comesTo = (viewer: Person) => async () =>
    expect((await received(viewer, camera)).framesDecoded).toBeGreaterThan(20)
  for (const viewer of viewers) {
    await call(viewer, 'watch', [camera], [{ source: camera, height: 720, priority: 1 }])
    await vi.waitFor(comesTo(viewer), until)
  }
  const starved: unknown[] = []
  plane.on('starved', (event) => starved.push(event))
  const judged: (number | null)[] = []
  plane.on('quality', ({ peers }) => {
    for (const peer of peers) if (peer.session === seat.session) judged.push(peer.send)
  })
  await call(ada, 'hang')
  await vi.waitFor(() => expect(home?.node.rooms[0]?.source(camera)?.sent).toBe(-1), until)
  await vi.waitFor(() => expect(judged.at(-1)).toBeLessThan(0.2), until)
  // By then a weak link has long been told.
  let reports = 0
  const off = plane.on('report', () => (reports += 1))
  await vi.waitFor(() => expect(reports).toBeGreaterThan(40), until)
  off()
  expect(starved).toEqual([])
})
