// One room over two nodes: what is published on one is received on the other, through real pipes.
import { rm } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import type { StagedSource } from '../server/media/plane.ts'
import type { Place, Seat } from '../shared/contract/sfu.ts'
import { newId, type SourceId } from '../shared/ids.ts'
import { makeLesson } from './testing/media.ts'
import { newSeat, onlyOn, want } from './testing/people.ts'
import { startTestSfu, testSecret, type TestSfu } from './testing/startTestSfu.ts'
import { tap } from './testing/tap.ts'

const until = { timeout: 60_000, interval: 20 }
let demoMedia: string
beforeAll(async () => {
  demoMedia = await makeLesson()
})
afterAll(() => rm(demoMedia, { recursive: true }))
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

const limits = { reportMs: 100, unwatchedMs: 300 }

async function connect(...sfus: TestSfu[]): Promise<SfuPool> {
  const urls = sfus.map(({ url }) => url)
  const plane = new SfuPool({ urls, secret: testSecret, node: `server-${newId()}` })
  open.push(() => plane.close())
  await vi.waitFor(
    () => expect(plane.nodes.filter(({ up }) => up)).toHaveLength(urls.length),
    until,
  )
  return plane
}

const stagedOn = (place: Place, source: SourceId = newId()): StagedSource => ({
  source,
  participant: newId(),
  kind: 'camera',
  ...place,
})

/** A lesson is played on the first node; whoever comes is sent to the second. */
async function teach() {
  const one = await startTestSfu({ node: 'one', demoMedia, limits })
  const two = await startTestSfu({ node: 'two', limits })
  open.push(() => Promise.all([one.close(), two.close()]))
  const plane = await connect(one, two)
  const teacher = newSeat(newId())
  const ids = { camera: newId<'source'>(), microphone: newId<'source'>() }
  const toOne = stagedOn({ node: 'one', incarnation: newId() })
  const place = await plane.play({ ...teacher, ...ids, file: 'lesson.webm', stage: [toOne] })
  const stage = Object.values(ids).map((source) => stagedOn(place, source))
  return { one, two, plane, teacher, stage, ...ids }
}
type Lesson = Awaited<ReturnType<typeof teach>>

const { rtpCapabilities } = new SfuPool({ urls: [], secret: testSecret, node: 'test' })

async function enterTwo(plane: SfuPool, { teacher, stage }: Lesson, wish: SourceId[]) {
  const seat = newSeat(teacher.room)
  const near = stagedOn({ node: 'two', incarnation: newId() })
  const draining = [near, ...stage.map((one) => ({ ...one }))]
  const input = { ...seat, rtpCapabilities, seq: 0, wish }
  // Nodes of the room come first, of equals the one that is drawn: only the second may be chosen here.
  const entering = () => plane.join({ ...input, stage: draining, people: 1 })
  return { seat, at: await onlyOn(plane, 'two', entering) }
}

const roomOf = ({ node }: TestSfu, { room }: Seat) => node.rooms.find(({ id }) => id === room)
const piped = (sfu: TestSfu, seat: Seat) => roomOf(sfu, seat)?.describe()

const more = (count: { packets: number }, than: number) =>
  vi.waitFor(() => expect(count.packets).toBeGreaterThan(than), until)

test('what one node has is seen and heard on another, though twenty ask at once by two servers', async () => {
  const lesson = await teach()
  const { one, two, plane, teacher, camera, microphone } = lesson
  const other = await connect(one, two)
  const wish = [camera, microphone]
  const people = await Promise.all(
    Array.from({ length: 20 }, (_, n) => enterTwo(n % 2 === 0 ? plane : other, lesson, wish)),
  )
  for (const { at } of people) {
    expect(at).toMatchObject({ node: 'two', missing: [], unplayable: [] })
    expect(new Set(at.consumers.map(({ source }) => source))).toEqual(new Set(wish))
  }
  expect(piped(two, teacher)?.pipedIn).toHaveLength(2)
  expect(piped(one, teacher)?.pipedOut).toHaveLength(2)
  const [picture, sound] = await Promise.all(wish.map((source) => tap(two, teacher.room, source)))
  await Promise.all([more(picture!, 50), more(sound!, 50)])
})

test('an order reaches every end: what is muted stops, what is closed is gone', async () => {
  const lesson = await teach()
  const { one, two, plane, teacher, camera, microphone } = lesson
  await enterTwo(plane, lesson, [camera, microphone])
  const [picture, sound] = await Promise.all(
    [camera, microphone].map((source) => tap(two, teacher.room, source)),
  )
  await more(sound!, 20)
  const at = { seat: teacher, at: null as never }
  const order = (seq: number, paused: boolean) =>
    want(plane, at, {
      seq,
      sources: [
        [camera, false],
        [microphone, paused],
      ],
    })
  await order(1, true)
  await more(picture!, picture!.packets + 5)
  const { packets } = sound!
  await more(picture!, picture!.packets + 30)
  expect(sound!.packets).toBe(packets)
  await order(2, false)
  await more(sound!, packets + 20)
  await want(plane, at, { seq: 3, sources: [[camera, false]] })
  for (const sfu of [one, two]) expect(roomOf(sfu, teacher)?.source(microphone)).toBeUndefined()
  await vi.waitFor(() => expect(piped(one, teacher)?.pipedOut).toHaveLength(1), until)
})

test('a pipe ends with the last who watches, and is made anew for the next', async () => {
  const lesson = await teach()
  const { one, two, plane, teacher, camera, stage } = lesson
  const { seat } = await enterTwo(plane, lesson, [camera])
  expect(piped(one, teacher)?.pipedOut).toEqual([
    { source: camera, to: { node: 'two', incarnation: two.node.incarnations[0] } },
  ])
  await plane.watch({ ...seat, seq: 1, wish: [], stage })
  await vi.waitFor(() => {
    expect(piped(two, teacher)?.pipedIn).toEqual([])
    expect(piped(one, teacher)?.pipedOut).toEqual([])
  }, until)
  const { consumers } = await plane.watch({ ...seat, seq: 2, wish: [camera], stage })
  expect(consumers).toHaveLength(1)
  await more(await tap(two, teacher.room, camera), 20)
})

test('a node that comes back gets its pipe anew, and none is left that leads nowhere', async () => {
  const lesson = await teach()
  const { one, two, plane, teacher, camera } = lesson
  await enterTwo(plane, lesson, [camera])
  const [worker] = two.node.workers.alive
  const died = new Promise((resolve) => plane.on('workerDied', resolve))
  process.kill(worker?.worker.pid ?? 0, 'SIGKILL')
  await died
  const { at } = await enterTwo(plane, lesson, [camera])
  expect(at.incarnation).not.toBe(worker?.incarnation)
  expect(at.consumers).toHaveLength(1)
  await more(await tap(two, teacher.room, camera), 20)
  await vi.waitFor(
    () =>
      expect(piped(one, teacher)?.pipedOut.map(({ to }) => to.incarnation)).toEqual([
        at.incarnation,
      ]),
    until,
  )
})

test('a pipe by which nothing ever came is closed again', async () => {
  const lesson = await teach()
  const { two, plane, teacher } = lesson
  await enterTwo(plane, lesson, [])
  const room = roomOf(two, teacher)
  if (room === undefined) throw new Error('nobody is there')
  const from = { node: 'gone', incarnation: newId<'incarnation'>() }
  await two.node.handlers['pipe.open']({ room: teacher.room, from, to: room.place })
  expect(room.describe().pipes).toMatchObject([{ from, to: room.place }])
  await vi.waitFor(() => expect(room.describe().pipes).toEqual([]), until)
})

test('what is gone where it was published is said to be missing, and the rest comes', async () => {
  const lesson = await teach()
  const { plane, camera, stage } = lesson
  const [first] = stage
  const gone = newId<'source'>()
  const more = { ...lesson, stage: [...stage, { ...first!, source: gone }] }
  const { at } = await enterTwo(plane, more, [camera, gone])
  expect(at.consumers.map(({ source }) => source)).toEqual([camera])
  expect(at.missing).toEqual([gone])
})

test('a class that a worker cannot take alone goes on to the next, and all see all', async () => {
  const sfu = await startTestSfu({
    node: 'one',
    workers: 2,
    demoMedia,
    limits: { ...limits, fullShare: 0 },
  })
  open.push(() => sfu.close())
  const plane = await connect(sfu)
  const teacher = newSeat(newId())
  const ids = { camera: newId<'source'>(), microphone: newId<'source'>() }
  const place = await plane.play({ ...teacher, ...ids, file: 'lesson.webm', stage: [] })
  const stage = Object.values(ids).map((source) => stagedOn(place, source))
  const wish = Object.values(ids)
  const enter = () => {
    const input = { ...newSeat(teacher.room), rtpCapabilities, seq: 0, wish, stage, people: 1 }
    return plane.join(input)
  }
  const [second, third] = [await enter(), await enter()]
  expect(second.incarnation).not.toBe(place.incarnation)
  for (const { consumers, missing } of [second, third]) {
    expect(consumers).toHaveLength(2)
    expect(missing).toEqual([])
  }
  expect(sfu.node.rooms.map(({ id }) => id)).toEqual([teacher.room, teacher.room])
  const [other] = sfu.node.rooms.filter((room) => room.place.incarnation === second.incarnation)
  expect(other?.describe().pipedIn).toHaveLength(2)
  await plane.closeRoom({ room: teacher.room })
  expect(sfu.node.rooms).toEqual([])
})
