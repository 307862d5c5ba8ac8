// An sfu whose worker, node or ffmpeg goes, and several nodes at once; also the playing of files.
import { rm } from 'node:fs/promises'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { TcpProxy } from '../infra/test/tcpProxy.ts'
import { SfuPool } from '../server/media/pool.ts'
import { rememberedRegister } from '../server/media/register.ts'
import type { Seat } from '../shared/contract/sfu.ts'
import { newId, type ParticipantId, type RoomId, type SourceId } from '../shared/ids.ts'
import type { Player } from './player.ts'
import { makeLesson } from './testing/media.ts'
import { join, newSeat, next, publish, want, type Joined } from './testing/people.ts'
import {
  startTestSfu,
  testSecret,
  type TestSfu,
  type TestSfuOptions,
} from './testing/startTestSfu.ts'

const stage: [] = []
const until = { timeout: 60_000, interval: 20 }
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function start(options: TestSfuOptions = {}) {
  const sfu = await startTestSfu(options)
  open.push(() => sfu.close())
  return { sfu, plane: await connect(sfu) }
}

const register = rememberedRegister()

async function connect(...sfus: TestSfu[]): Promise<SfuPool> {
  const urls = sfus.map(({ url }) => url)
  const plane = new SfuPool({ urls, secret: testSecret, node: 'server-under-test', register })
  open.push(() => plane.close())
  await vi.waitFor(
    () => expect(plane.nodes.filter(({ up }) => up)).toHaveLength(urls.length),
    until,
  )
  return plane
}

describe('losing a worker or a node', () => {
  test('a killed worker is announced once, replaced, and the room joins again', async () => {
    const { sfu, plane } = await start({ workers: 2 })
    const teacher = await join(plane, newSeat(newId()))
    const other = await join(plane, newSeat(newId()))
    expect(teacher.at.incarnation).not.toBe(other.at.incarnation)
    const died = next(plane, 'workerDied')
    const doomed = sfu.node.workers.alive.find((w) => w.incarnation === teacher.at.incarnation)
    process.kill(doomed?.worker.pid ?? 0, 'SIGKILL')
    expect(await died).toEqual({
      node: sfu.node.name,
      incarnation: teacher.at.incarnation,
      rooms: [teacher.seat.room],
    })
    const again = await join(plane, teacher.seat)
    expect(again.at.incarnation).not.toBe(teacher.at.incarnation)
    await publish(plane, again)
    await plane.watch({ ...other.seat, seq: 0, wish: [], stage })
    await vi.waitFor(() => expect(sfu.node.workers.alive).toHaveLength(2), until)
  })

  test('whoever comes before the only worker is back, waits for it', async () => {
    const { sfu, plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    process.kill(sfu.node.workers.alive[0]?.worker.pid ?? 0, 'SIGKILL')
    await next(plane, 'workerDied')
    expect((await join(plane, teacher.seat)).at.incarnation).not.toBe(teacher.at.incarnation)
  })

  test('a node that was restarted is found again, and its earlier life declared dead', async () => {
    const { sfu, plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const down = new Promise((resolve) => plane.on('nodeDown', resolve))
    await sfu.close()
    expect(await down).toMatchObject({ node: sfu.node.name })
    await expect(join(plane, teacher.seat)).rejects.toMatchObject({ code: 'unavailable' })
    const died = next(plane, 'workerDied')
    const second = await startTestSfu({ listen: sfu.listen })
    open.push(() => second.close())
    expect(await died).toMatchObject({ incarnation: teacher.at.incarnation })
    await join(plane, teacher.seat)
  })

  test('one that is started anew under another name takes the place of the earlier', async () => {
    const { sfu, plane } = await start({ node: 'earlier' })
    const teacher = await join(plane, newSeat(newId()))
    const died = next(plane, 'workerDied')
    await sfu.close()
    const second = await startTestSfu({ node: 'later', listen: sfu.listen })
    open.push(() => second.close())
    const { incarnation } = teacher.at
    expect(await died).toMatchObject({ node: 'earlier', incarnation })
    expect(plane.nodes.map(({ node, up }) => [node, up])).toEqual([['later', true]])
    expect((await join(plane, teacher.seat)).at.node).toBe('later')
  })
})

describe('several nodes', () => {
  test('a node that is gone is given up for the others, and its people are seated there', async () => {
    const [one, two] = [await startTestSfu({ node: 'one' }), await startTestSfu({ node: 'two' })]
    open.push(() => Promise.all([one.close(), two.close()]))
    const plane = await connect(one, two)
    const teacher = await join(plane, newSeat(newId()))
    const gone = [one, two].find((sfu) => sfu.node.name === teacher.at.node)
    const died = next(plane, 'workerDied')
    await gone?.close()
    const { incarnation } = teacher.at
    expect(await died).toMatchObject({ node: teacher.at.node, incarnation })
    const again = await join(plane, teacher.seat)
    expect(again.at.node).not.toBe(teacher.at.node)
    await publish(plane, again)
  })

  test('one that was only cut off comes back without the people who went elsewhere', async () => {
    const limits = { reportMs: 50 }
    const one = await startTestSfu({ node: 'one', limits })
    const two = await startTestSfu({ node: 'two', limits })
    const wire = await TcpProxy.open(() => Number(new URL(one.url).port))
    open.push(() => Promise.all([one.close(), two.close(), wire[Symbol.asyncDispose]()]))
    const plane = await connect({ ...one, url: `ws://127.0.0.1:${wire.port}` }, two)
    await register.drain('two', 300)
    open.push(() => register.drain('two', null))
    await vi.waitFor(() => {
      expect(plane.nodes.some(({ draining }) => draining)).toBe(true)
    }, until)
    const teacher = await join(plane, newSeat(newId()))
    expect(teacher.at.node).toBe('one')
    const died = next(plane, 'workerDied')
    wire.stall()
    expect(await died).toMatchObject({ node: 'one' })
    const again = await join(plane, teacher.seat)
    expect(again.at.node).toBe('two')
    wire.breakAll()
    wire.mend()
    await vi.waitFor(() => {
      expect(one.node.rooms.flatMap(({ peers }) => peers)).toEqual([])
    }, until)
    await plane.watch({ ...teacher.seat, seq: 1, wish: [], stage: [] })
    expect(two.node.rooms.flatMap(({ peers }) => peers)).toHaveLength(1)
  })

  test('a class that comes, moves or is lost at once stays together', async () => {
    const names = ['one', 'two', 'three']
    const sfus = await Promise.all(names.map((node) => startTestSfu({ node })))
    open.push(() => Promise.all(sfus.map((sfu) => sfu.close())))
    const plane = await connect(...sfus)
    const room: RoomId = newId()
    const seats = Array.from({ length: 8 }, () => newSeat(room))
    const { rtpCapabilities } = plane
    const all = async (moving: boolean) => {
      const input = { rtpCapabilities, seq: 0, wish: [], stage: [], people: seats.length, moving }
      const joined = await Promise.all(seats.map((seat) => plane.join({ ...seat, ...input })))
      const nodes = [...new Set(joined.map(({ node }) => node))]
      expect(nodes).toHaveLength(1)
      return sfus.find(({ node }) => node.name === nodes[0])!
    }
    const first = await all(false)
    await register.drain(first.node.name, 300)
    open.push(() => register.drain(first.node.name, null))
    await vi.waitFor(() => {
      expect(plane.nodes.some(({ draining }) => draining)).toBe(true)
    }, until)
    const second = await all(true)
    expect(second).not.toBe(first)
    await Promise.all(seats.map((seat) => plane.settle(seat)))
    await register.drain(first.node.name, null)
    await vi.waitFor(() => {
      expect(plane.nodes.some(({ draining }) => draining)).toBe(false)
    }, until)
    const died = next(plane, 'workerDied')
    await second.close()
    await died
    expect(await all(false)).not.toBe(second)
  })

  test('the log’s nodes come first, orders reach every node, events come from each', async () => {
    const one = await startTestSfu({ node: 'one' })
    const two = await startTestSfu({ node: 'two' })
    open.push(() => Promise.all([one.close(), two.close()]))
    const plane = await connect(one, two)

    const room: RoomId = newId()
    const { rtpCapabilities } = plane
    const enter = async (seat: Seat, node: string): Promise<Joined> => {
      const { participant } = seat
      const of = { participant, kind: 'camera' as const, node, incarnation: newId<'incarnation'>() }
      // More than have been seen elsewhere.
      const stage = [1, 2, 3].map(() => ({ source: newId<'source'>(), ...of }))
      const at = await plane.join({ ...seat, rtpCapabilities, seq: 0, wish: [], stage, people: 1 })
      expect(at.node).toBe(node)
      return { seat, at }
    }
    // One person on two devices, each on another node: an order reaches both.
    const laptop = await enter(newSeat(room), 'one')
    const phone = await enter({ ...laptop.seat, session: newId() }, 'two')
    const [camera, voice] = [await publish(plane, laptop, 'camera'), await publish(plane, phone)]
    const { actual } = await want(plane, laptop, {
      seq: 1,
      sources: [
        [camera, true],
        [voice, true],
      ],
    })
    expect(new Map(actual.map(({ source, paused }) => [source, paused]))).toEqual(
      new Map([
        [camera, true],
        [voice, true],
      ]),
    )
    const closed: SourceId[] = []
    plane.on('sourceClosed', ({ source }) => closed.push(source))
    await plane.closeRoom({ room })
    await vi.waitFor(() => expect(new Set(closed)).toEqual(new Set([camera, voice])), until)
  })

  test('a worker that hangs makes its requests unavailable in time', async () => {
    const { sfu, plane } = await start()
    const student = await join(plane, newSeat(newId()))
    const pid = sfu.node.workers.alive[0]?.worker.pid ?? 0
    process.kill(pid, 'SIGSTOP')
    const asked = plane.restartIce({ ...student.seat, transport: student.at.send.id })
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
    process.kill(pid, 'SIGCONT')
    await plane.restartIce({ ...student.seat, transport: student.at.send.id })
  })

  test('a worker that goes on hanging is replaced as a dead one', async () => {
    const { sfu, plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const died = next(plane, 'workerDied')
    process.kill(sfu.node.workers.alive[0]?.worker.pid ?? 0, 'SIGSTOP')
    expect(await died).toMatchObject({ incarnation: teacher.at.incarnation })
    expect((await join(plane, teacher.seat)).at.incarnation).not.toBe(teacher.at.incarnation)
  })

  test('a request under which the worker dies says to try again', async () => {
    const { sfu, plane } = await start()
    const student = await join(plane, newSeat(newId()))
    const pid = sfu.node.workers.alive[0]?.worker.pid ?? 0
    process.kill(pid, 'SIGSTOP')
    const asked = plane.restartIce({ ...student.seat, transport: student.at.send.id })
    process.kill(pid, 'SIGKILL')
    await expect(asked).rejects.toMatchObject({ code: 'unavailable' })
  })
})

describe('playing a file', () => {
  let demoMedia: string
  beforeAll(async () => {
    demoMedia = await makeLesson()
  })
  afterAll(() => rm(demoMedia, { recursive: true }))

  async function played() {
    const { sfu, plane } = await start({ demoMedia })
    const seat = newSeat(newId())
    const [camera, microphone] = [newId<'source'>(), newId<'source'>()]
    const play = () => plane.play({ ...seat, file: 'lesson.webm', camera, microphone, stage })
    await play()
    const [room] = sfu.node.rooms
    const player = room?.peers[0] as Player
    const packets = async (id: SourceId) => {
      const stats = (await room?.source(id)?.producer.getStats()) ?? []
      return stats.reduce((sum, { packetCount }) => sum + packetCount, 0)
    }
    return { plane, seat, camera, microphone, play, room, player, packets }
  }

  test('both streams flow past the file’s end; playing twice is once; leaving stops it', async () => {
    const { plane, seat, camera, microphone, play, room, player, packets } = await played()
    await play()
    expect(room?.peers).toHaveLength(1)
    // 2 s of Opus in 20 ms packets are 100: more means that it began again.
    await vi.waitFor(async () => expect(await packets(microphone)).toBeGreaterThan(130), until)
    expect(await packets(camera)).toBeGreaterThan(30)
    const pid = player.pid ?? 0
    expect(process.kill(pid, 0)).toBe(true)
    await plane.leave(seat)
    await vi.waitFor(() => expect(() => process.kill(pid, 0)).toThrow(), until)
    expect(room?.sources).toEqual([])
  })

  test('ffmpeg that dies is started again and the same source goes on', async () => {
    const { microphone, player, packets } = await played()
    await vi.waitFor(async () => expect(await packets(microphone)).toBeGreaterThan(10), until)
    const first = player.pid ?? 0
    process.kill(first, 'SIGKILL')
    await vi.waitFor(() => expect(player.pid ?? first).not.toBe(first), until)
    const before = await packets(microphone)
    await vi.waitFor(async () => expect(await packets(microphone)).toBeGreaterThan(before), until)
  })

  test('a paused source is not forwarded, however much arrives', async () => {
    const { plane, seat, microphone, camera, room, packets } = await played()
    const participant: ParticipantId = seat.participant
    const order = (seq: number, paused: boolean) =>
      plane.want({
        room: seat.room,
        participant,
        seq,
        sources: [
          { source: microphone, paused },
          { source: camera, paused: false },
        ],
      })
    await order(1, false)
    const tap = await room?.router.createDirectTransport()
    const producerId = room?.source(microphone)?.producer.id ?? ''
    const { rtpCapabilities } = plane
    const consumer = await tap?.consume({ producerId, rtpCapabilities })
    let heard = 0
    consumer?.on('rtp', () => (heard += 1))
    await vi.waitFor(() => expect(heard).toBeGreaterThan(5), until)
    await order(2, true)
    // The consumer's own answer comes after every packet that the worker had forwarded before it.
    await consumer?.getStats()
    const [heardThen, arrivedThen] = [heard, await packets(microphone)]
    await vi.waitFor(
      async () => expect(await packets(camera)).toBeGreaterThan(arrivedThen / 2 + 60),
      until,
    )
    expect(heard).toBe(heardThen)
    await order(3, false)
    await vi.waitFor(() => expect(heard).toBeGreaterThan(heardThen), until)
  })

  test('only files of the folder, only where there is one', async () => {
    const { plane, seat } = await played()
    const call = { ...seat, camera: newId<'source'>(), microphone: newId<'source'>(), stage }
    await expect(plane.play({ ...call, file: 'other.webm' })).rejects.toMatchObject({
      code: 'missing',
    })
    await expect(plane.play({ ...call, file: '../lesson.webm' })).rejects.toMatchObject({
      code: 'invalid',
    })
    const without = await start()
    await expect(without.plane.play({ ...call, file: 'lesson.webm' })).rejects.toMatchObject({
      code: 'missing',
    })
  })
})
