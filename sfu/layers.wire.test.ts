// What is worth sending to whom, at a real worker, on one node and over two: layers by how large a picture is
// looked at, what nobody takes told to whoever publishes it, and three voices of many.
import { afterEach, expect, test, vi } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import type { StagedSource } from '../server/media/plane.ts'
import type { Place, RtpParameters, Seat, SfuEvents } from '../shared/contract/sfu.ts'
import { newId, type SourceId } from '../shared/ids.ts'
import { MediaPeer } from './mediaPeer.ts'
import { vp8Layers } from './testing/media.ts'
import { join, newSeat, onlyOn, publish, want, type Joined } from './testing/people.ts'
import { startTestSfu, testSecret, type TestSfu } from './testing/startTestSfu.ts'

const until = { timeout: 60_000, interval: 20 }
const limits = { reportMs: 100, unwatchedMs: 300, layerHoldMs: 100 }
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function start(freeVoices = 12, nodes = ['one']) {
  const all = { ...limits, freeVoices }
  const sfus = await Promise.all(nodes.map((node) => startTestSfu({ node, limits: all })))
  open.push(() => Promise.all(sfus.map((sfu) => sfu.close())))
  const urls = sfus.map(({ url }) => url)
  const plane = new SfuPool({ urls, secret: testSecret, node: 'server-under-test' })
  open.push(() => plane.close())
  const demands: SfuEvents['demanded'][] = []
  plane.on('demanded', (event) => demands.push(event))
  await vi.waitFor(
    () => expect(plane.nodes.filter(({ up }) => up)).toHaveLength(urls.length),
    until,
  )
  return { sfus, plane, demands }
}
type Scene = Awaited<ReturnType<typeof start>>

let ssrc = 50_000
function publishLayers(scene: Scene, joined: Joined): Promise<SourceId> {
  const layers = vp8Layers((ssrc += 10), 3)
  const encodings = layers.encodings?.map((one) => ({ ...one, scalabilityMode: 'L1T3' }))
  return publishCamera(scene, joined, { ...layers, ...(encodings && { encodings }) })
}

/** In three layers of one stream. */
function publishVp9(scene: Scene, joined: Joined): Promise<SourceId> {
  const encodings = [{ ssrc: (ssrc += 10), scalabilityMode: 'L3T3_KEY' }]
  const codecs = [{ mimeType: 'video/VP9', payloadType: 98, clockRate: 90_000 }]
  return publishCamera(scene, joined, { codecs, encodings })
}

async function publishCamera(
  { plane }: Scene,
  { seat, at }: Joined,
  rtpParameters: RtpParameters,
): Promise<SourceId> {
  const source: SourceId = newId()
  const heights = [180, 360, 720]
  const camera = { source, kind: 'camera' as const, rtpParameters, heights, paused: false }
  await plane.publish({ ...seat, transport: at.send.id, ...camera })
  return source
}

function receptionOf(sfu: TestSfu | undefined, { session }: Seat, source: SourceId) {
  const peers = sfu?.node.rooms.flatMap((room) => room.peers) ?? []
  const peer = peers.find((one) => one.seat.session === session)
  if (!(peer instanceof MediaPeer)) throw new Error('no such peer')
  return peer.watched.find((one) => one.source.id === source)
}

interface Looking {
  readonly seat: Seat
  readonly picture: StagedSource
  readonly height: number | null
  readonly calm?: boolean
}

async function looks({ plane }: Scene, { seat, picture, height, calm }: Looking) {
  const { source } = picture
  const seen = height === null ? undefined : [{ source, height, priority: 1, calm }]
  const wish = { seq: 0, wish: [source], looks: seen, stage: [picture] }
  return plane.watch({ ...seat, ...wish })
}

const stagedAt = ({ node, incarnation }: Place, source: SourceId): StagedSource => ({
  source,
  participant: newId(),
  kind: 'camera',
  node,
  incarnation,
})

const enter = (scene: Scene, node: string, room: Seat['room']) =>
  onlyOn(scene.plane, node, () => join(scene.plane, newSeat(room)))

/** Somebody whose camera has three layers, and somebody else in the same room. */
async function twoOf(scene: Scene) {
  const { plane } = scene
  const teacher = await join(plane, newSeat(newId()))
  const source = await publishLayers(scene, teacher)
  const picture = stagedAt(teacher.at, source)
  const { seat } = await join(plane, newSeat(teacher.seat.room))
  return { teacher, source, picture, seat }
}

test('each gets the layer that fits the tile; who says nothing of it gets the highest', async () => {
  const scene = await start()
  const { sfus } = scene
  const { source, picture, seat } = await twoOf(scene)
  const layer = () => receptionOf(sfus[0], seat, source)?.consumer.preferredLayers?.spatialLayer
  await looks(scene, { seat, picture, height: null })
  expect(layer()).toBe(2)
  for (const [height, wanted] of [
    [360, 1],
    [180, 0],
    [1080, 2],
  ] as const) {
    await looks(scene, { seat, picture, height })
    await vi.waitFor(() => expect(layer()).toBe(wanted), until)
  }
})

test('one of many pictures comes half as often, until it is one of few', async () => {
  const scene = await start()
  const { sfus } = scene
  const { source, picture, seat } = await twoOf(scene)
  const layers = () => receptionOf(sfus[0], seat, source)?.consumer.preferredLayers
  for (const [calm, temporalLayer] of [
    [true, 1],
    [false, 2],
  ] as const) {
    await looks(scene, { seat, picture, height: 180, calm })
    await vi.waitFor(() => expect(layers()).toEqual({ spatialLayer: 0, temporalLayer }), until)
  }
})

test('what nobody takes need not be sent, and is asked for again as soon as somebody looks', async () => {
  const scene = await start()
  const { plane, demands } = scene
  const { teacher, source, picture, seat } = await twoOf(scene)
  await looks(scene, { seat, picture, height: 360 })
  const owner = { ...teacher.seat, source }
  await vi.waitFor(() => expect(demands.at(-1)).toEqual({ ...owner, layer: 1 }), until)
  await looks(scene, { seat, picture, height: 720 })
  await vi.waitFor(() => expect(demands.at(-1)).toEqual({ ...owner, layer: 2 }), until)
  await plane.leave(seat)
  await vi.waitFor(() => expect(demands.at(-1)).toEqual({ ...owner, layer: 0 }), until)
})

test('what is taken on another node counts where it is published', async () => {
  const scene = await start(12, ['one', 'two'])
  const { plane, demands, sfus } = scene
  const teacher = await enter(scene, 'one', newId())
  const source = await publishLayers(scene, teacher)
  await want(plane, teacher, { seq: 1, sources: [[source, false]] })
  const picture = stagedAt(teacher.at, source)
  const { seat, at } = await enter(scene, 'two', teacher.seat.room)
  expect(at.node).toBe('two')
  await looks(scene, { seat, picture, height: 360 })
  await vi.waitFor(() => expect(demands.at(-1)).toMatchObject({ source, layer: 1 }), until)
  expect(receptionOf(sfus[1], seat, source)?.source.heights).toEqual([180, 360, 720])
  await looks(scene, { seat, picture, height: 720 })
  await vi.waitFor(() => expect(demands.at(-1)).toMatchObject({ source, layer: 2 }), until)
  await plane.watch({ ...seat, seq: 0, wish: [], stage: [picture] })
  await vi.waitFor(() => expect(demands.at(-1)).toMatchObject({ source, layer: 0 }), until)
})

test('what somebody cannot receive is told to whoever publishes it, also from another node', async () => {
  const scene = await start(12, ['one', 'two'])
  const { plane, demands } = scene
  const teacher = await enter(scene, 'one', newId())
  expect(teacher.at.plain).toBe(false)
  const { room } = teacher.seat
  const source = await publishVp9(scene, teacher)
  await want(plane, teacher, { seq: 1, sources: [[source, false]] })
  const stage = [stagedAt(teacher.at, source)]
  const without = (codec: string, wish: SourceId[]) => {
    const { codecs = [], ...others } = plane.rtpCapabilities
    const rtpCapabilities = { ...others, codecs: codecs.filter((one) => one.mimeType !== codec) }
    const input = { ...newSeat(room), rtpCapabilities, seq: 0, wish, stage, people: 2 }
    return onlyOn(plane, 'two', () => plane.join(input))
  }
  // What every browser receives is not published anew for who says that it cannot.
  const voice = await publish(plane, teacher)
  await want(plane, teacher, {
    seq: 2,
    sources: [
      [source, false],
      [voice, false],
    ],
  })
  stage.push({ ...stagedAt(teacher.at, voice), kind: 'microphone' })
  expect((await without('audio/opus', [voice])).unplayable).toEqual([voice])
  const { unplayable } = await without('video/VP9', [source])
  expect(unplayable).toEqual([source])
  await vi.waitFor(
    () => expect(demands.at(-1)).toEqual({ ...teacher.seat, source, layer: 2, plain: true }),
    until,
  )
  expect(demands.filter((one) => one.source === voice)).toEqual([])
  // Whoever comes now need not find out.
  expect((await enter(scene, 'one', room)).at.plain).toBe(true)
  expect((await enter(scene, 'two', room)).at.plain).toBe(true)
  expect((await enter(scene, 'two', newId())).at.plain).toBe(false)
})

test('of more open microphones than all can be sent of, those that say nothing are held back', async () => {
  const { plane, sfus } = await start(1)
  const teacher = await join(plane, newSeat(newId()))
  const { room } = teacher.seat
  const students = await Promise.all([1, 2].map(() => join(plane, newSeat(room))))
  const people = [teacher, ...students]
  const voices = await Promise.all(people.map((one) => publish(plane, one)))
  const { seat } = await join(plane, newSeat(room))
  const { consumers } = await plane.watch({ ...seat, seq: 0, wish: voices, stage: [] })
  await plane.resume({ ...seat, consumers: consumers.map(({ id }) => id) })
  const flowing = () =>
    voices.map((id) => receptionOf(sfus[0], seat, id)?.consumer.paused === false)
  await vi.waitFor(() => expect(flowing()).toEqual([true, true, true]), until)
  const order = (seq: number, one: Joined, always: boolean) =>
    plane.want({
      room,
      participant: one.seat.participant,
      seq,
      sources: [{ source: voices[people.indexOf(one)]!, paused: false, always }],
    })
  await order(1, teacher, true)
  for (const student of students) await order(1, student, false)
  await vi.waitFor(() => expect(flowing()).toEqual([true, false, false]), until)
  // Given the floor, one is heard at once; the other is then alone, and free.
  await order(2, students[0]!, true)
  await vi.waitFor(() => expect(flowing()).toEqual([true, true, true]), until)
})
