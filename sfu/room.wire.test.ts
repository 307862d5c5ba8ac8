// What an sfu does for rooms, through the server's own media plane and a real media worker.
import type { types } from 'mediasoup'
import { afterEach, describe, expect, test, vi } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import type { RtpCapabilities } from '../shared/contract/sfu.ts'
import { newId, type RoomId, type SourceId } from '../shared/ids.ts'
import { dtls, opus } from './testing/media.ts'
import { join, newSeat, next, publish, want } from './testing/people.ts'
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

async function connect(...sfus: TestSfu[]): Promise<SfuPool> {
  const urls = sfus.map(({ url }) => url)
  const plane = new SfuPool({ urls, secret: testSecret, node: 'server-under-test' })
  open.push(() => plane.close())
  await vi.waitFor(
    () => expect(plane.nodes.filter(({ up }) => up)).toHaveLength(urls.length),
    until,
  )
  return plane
}

describe('joining', () => {
  test('one answer holds capabilities, both transports and the first consumers', async () => {
    const { sfu, plane } = await start()
    const room: RoomId = newId()
    const teacher = await join(plane, newSeat(room))
    const voice = await publish(plane, teacher)
    const gone: SourceId = newId()
    const { at } = await join(plane, newSeat(room), [voice, gone])
    expect(at).toMatchObject({
      node: sfu.node.name,
      incarnation: sfu.node.incarnations[0],
      rtpCapabilities: plane.rtpCapabilities,
      consumers: [{ source: voice, participant: teacher.seat.participant, kind: 'microphone' }],
      missing: [gone],
      unplayable: [],
    })
    for (const { iceCandidates } of [at.send, at.receive]) {
      expect(iceCandidates.map(({ protocol }) => protocol)).toEqual(['udp', 'tcp'])
    }
  })

  test('a room whose making fails leaves nothing behind, and the next one is made', async () => {
    const { sfu, plane } = await start()
    const [only] = sfu.node.workers.alive
    const routers: types.Router[] = []
    vi.spyOn(only!.worker, 'createRouter').mockImplementationOnce(async (options) => {
      const router = await only!.worker.createRouter(options)
      vi.spyOn(router, 'createActiveSpeakerObserver').mockRejectedValueOnce(new Error('no'))
      routers.push(router)
      return router
    })
    const seat = newSeat(newId())
    await expect(join(plane, seat)).rejects.toMatchObject({ code: 'internal' })
    expect(routers.map((router) => router.closed)).toEqual([true])
    expect(sfu.node.workers.alive.map(({ rooms }) => rooms)).toEqual([0])
    await join(plane, seat)
    expect(sfu.node.workers.alive.map(({ rooms }) => rooms)).toEqual([1])
  })

  test('a source in a codec that the client lacks is named, not forgotten', async () => {
    const { plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const picture = await publish(plane, teacher, 'camera')
    const { codecs = [], ...rest } = plane.rtpCapabilities
    const rtpCapabilities = { ...rest, codecs: codecs.filter(({ kind }) => kind === 'audio') }
    const seat = newSeat(teacher.seat.room)
    const at = await plane.join({
      ...seat,
      rtpCapabilities,
      seq: 0,
      wish: [picture],
      stage,
      people: 1,
    })
    expect(at).toMatchObject({ consumers: [], unplayable: [picture] })
  })

  test('a seat that joins again starts anew, and its earlier sources close', async () => {
    const { plane } = await start()
    const first = await join(plane, newSeat(newId()))
    const source = await publish(plane, first)
    const closed = next(plane, 'sourceClosed')
    const second = await join(plane, first.seat)
    expect(await closed).toMatchObject({ source, reason: 'replaced', kind: 'microphone' })
    expect(second.at.send.id).not.toBe(first.at.send.id)
    await expect(publish(plane, first)).rejects.toMatchObject({ code: 'forbidden' })
  })

  test('a seat for a limited time ends by itself', async () => {
    const { sfu, plane } = await start()
    const { rtpCapabilities } = plane
    const seat = { ...newSeat(newId()), lastsMs: 50 }
    await plane.join({ ...seat, rtpCapabilities, seq: 0, wish: [], stage, people: 1 })
    const peers = () => sfu.node.rooms.flatMap((room) => room.peers)
    await vi.waitFor(() => expect(peers()).toEqual([]), until)
  })

  test('a new server learns from the report where a seat is', async () => {
    const { sfu, plane } = await start({ limits: { reportMs: 50 } })
    const student = await join(plane, newSeat(newId()))
    const other = await connect(sfu)
    await vi.waitFor(() => other.watch({ ...student.seat, seq: 0, wish: [], stage }), until)
    await other.leave(student.seat)
    await expect(plane.watch({ ...student.seat, seq: 0, wish: [], stage })).rejects.toMatchObject({
      code: 'missing',
    })
  })
})

describe('watching', () => {
  test('only what is new comes, what is not wished goes, twice at once makes no double', async () => {
    const { plane } = await start()
    const room: RoomId = newId()
    const teacher = await join(plane, newSeat(room))
    const student = await join(plane, newSeat(room))
    const [voice, picture] = [
      await publish(plane, teacher),
      await publish(plane, teacher, 'camera'),
    ]
    const watch = (wish: SourceId[]) => plane.watch({ ...student.seat, seq: 0, wish, stage })
    const [one, two] = await Promise.all([watch([voice, picture]), watch([voice, picture])])
    expect(one.consumers.map(({ source }) => source)).toEqual([voice, picture])
    expect(two.consumers).toEqual([])
    const rest = await watch([picture])
    expect(rest.removed).toEqual([one.consumers[0]?.id])
    const own = await plane.watch({ ...teacher.seat, seq: 0, wish: [voice], stage })
    expect(own).toEqual({ consumers: [], removed: [], missing: [], unplayable: [] })
  })

  test('what its publisher ended is said to be gone with the next wish, once', async () => {
    const { plane } = await start()
    const room: RoomId = newId()
    const teacher = await join(plane, newSeat(room))
    const [kept, ended] = [await publish(plane, teacher), await publish(plane, teacher)]
    const { at, seat } = await join(plane, newSeat(room), [kept, ended])
    const closed = next(plane, 'sourceClosed')
    await plane.withdraw({ ...teacher.seat, source: ended })
    await closed
    const watch = () => plane.watch({ ...seat, seq: 0, wish: [kept], stage })
    const gone = at.consumers.find(({ source }) => source === ended)?.id
    expect((await watch()).removed).toEqual([gone])
    expect((await watch()).removed).toEqual([])
  })
})

describe('nobody touches what is another’s', () => {
  test('transports, seats, sources and consumers', async () => {
    const { sfu, plane } = await start()
    const room: RoomId = newId()
    const teacher = await join(plane, newSeat(room))
    const voice = await publish(plane, teacher)
    const victim = await join(plane, newSeat(room), [voice])
    const thief = await join(plane, newSeat(room))
    const forbidden = { code: 'forbidden' }
    const transport = victim.at.send.id
    const call = { ...thief.seat, transport }

    await expect(plane.connect({ ...call, dtlsParameters: dtls })).rejects.toMatchObject(forbidden)
    await expect(plane.restartIce(call)).rejects.toMatchObject(forbidden)
    await expect(publish(plane, { ...thief, at: victim.at })).rejects.toMatchObject(forbidden)

    const masked = { ...thief.seat, session: victim.seat.session }
    await expect(plane.watch({ ...masked, seq: 0, wish: [], stage })).rejects.toMatchObject(
      forbidden,
    )
    await expect(join(plane, masked)).rejects.toMatchObject(forbidden)
    const maskedTeacher = { ...thief.seat, session: teacher.seat.session }
    await expect(join(plane, maskedTeacher)).rejects.toMatchObject(forbidden)
    expect(sfu.node.rooms[0]?.source(voice)).toBeDefined()

    const [consumer] = victim.at.consumers
    await plane.resume({ ...thief.seat, consumers: [consumer?.id ?? ''] })
    const [served] = sfu.node.rooms
    expect(served?.peer(victim.seat).watched[0]?.consumer.paused).toBe(true)
    await plane.resume({ ...victim.seat, consumers: [consumer?.id ?? ''] })
    expect(served?.peer(victim.seat).watched[0]?.consumer.paused).toBe(false)

    // An order about one participant moves no other's sources, and a source's id is taken once.
    await want(plane, thief, { seq: 9, sources: [[voice, true]] })
    expect(served?.source(voice)?.paused).toBe(false)
    const again = { transport: thief.at.send.id, kind: 'microphone' as const, paused: false }
    await expect(
      plane.publish({ ...thief.seat, ...again, source: voice, rtpParameters: opus(7) }),
    ).rejects.toMatchObject({ code: 'conflict' })
  })

  test('a room sees nothing of another room', async () => {
    const { plane } = await start()
    const voice = await publish(plane, await join(plane, newSeat(newId())))
    const stranger = await join(plane, newSeat(newId()), [voice])
    expect(stranger.at).toMatchObject({ consumers: [], missing: [voice] })
  })

  test('a receive transport sends nothing, and parameters are the worker’s to judge', async () => {
    const { plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const swapped = { ...teacher, at: { ...teacher.at, send: teacher.at.receive } }
    await expect(publish(plane, swapped)).rejects.toMatchObject({ code: 'conflict' })
    const call = { ...teacher.seat, transport: teacher.at.send.id, paused: false }
    await expect(
      plane.publish({ ...call, source: newId(), kind: 'camera', rtpParameters: opus(5) }),
    ).rejects.toMatchObject({ code: 'invalid' })
    await expect(
      plane.connect({ ...call, dtlsParameters: { fingerprints: [] } }),
    ).rejects.toMatchObject({ code: 'invalid' })
    const rtpCapabilities = { codecs: [{}] } as unknown as RtpCapabilities
    await expect(
      plane.join({ ...teacher.seat, rtpCapabilities, seq: 0, wish: [], stage, people: 1 }),
    ).rejects.toMatchObject({ code: 'invalid' })
  })
})

describe('orders', () => {
  test('a source that no order confirms closes; a confirmed one stays', async () => {
    const { sfu, plane } = await start({ limits: { confirmMs: 400 } })
    const teacher = await join(plane, newSeat(newId()))
    const [kept, lapsed] = [await publish(plane, teacher), await publish(plane, teacher)]
    const closed = next(plane, 'sourceClosed')
    await want(plane, teacher, { seq: 1, sources: [[kept, false]] })
    expect(await closed).toMatchObject({ source: lapsed, reason: 'unconfirmed' })
    expect(sfu.node.rooms[0]?.sources.map(({ id }) => id)).toEqual([kept])
  })

  test('a source whose fact was refused closes at once; a confirmed one, or another’s, stays', async () => {
    const { sfu, plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const thief = await join(plane, newSeat(teacher.seat.room))
    const [kept, refused] = [await publish(plane, teacher), await publish(plane, teacher)]
    await want(plane, teacher, { seq: 1, sources: [[kept, false]] })
    await expect(plane.withdraw({ ...thief.seat, source: refused })).rejects.toMatchObject({
      code: 'forbidden',
    })
    await plane.withdraw({ ...teacher.seat, source: kept })
    const closed = next(plane, 'sourceClosed')
    await plane.withdraw({ ...teacher.seat, source: refused })
    expect(await closed).toMatchObject({ source: refused, reason: 'unwanted' })
    expect(sfu.node.rooms[0]?.sources.map(({ id }) => id)).toEqual([kept])
  })

  test('what is hidden from people flows to them no more, and their next wish says so', async () => {
    const { sfu, plane } = await start()
    const room: RoomId = newId()
    const teacher = await join(plane, newSeat(room))
    const [camera, voice] = [await publish(plane, teacher, 'camera'), await publish(plane, teacher)]
    const wish = [camera, voice]
    const [student, other] = [
      await join(plane, newSeat(room), wish),
      await join(plane, newSeat(room), wish),
    ]
    const watchedBy = ({ seat }: typeof student) =>
      sfu.node.rooms[0]?.peer(seat).watched.map(({ source }) => source.id)
    await plane.hide({ room, seq: 1, participants: [student.seat.participant], sources: [camera] })
    expect(watchedBy(student)).toEqual([voice])
    expect(watchedBy(other)).toEqual(wish)
    const ended = student.at.consumers.find(({ source }) => source === camera)?.id
    const watch = () => plane.watch({ ...student.seat, seq: 0, wish: [voice], stage })
    expect(await watch()).toMatchObject({ removed: [ended], consumers: [] })
    expect(await watch()).toMatchObject({ removed: [], consumers: [] })
  })

  test('a late word on what is hidden takes nothing that was granted after it, nor does a late wish return it', async () => {
    const { sfu, plane } = await start()
    const room: RoomId = newId()
    const teacher = await join(plane, newSeat(room))
    const camera = await publish(plane, teacher, 'camera')
    const { seat } = await join(plane, newSeat(room))
    const watch = (seq: number) => plane.watch({ ...seat, seq, wish: [camera], stage })
    const hide = (seq: number, sources = [camera]) =>
      plane.hide({ room, seq, participants: [seat.participant], sources })
    const sees = () => sfu.node.rooms[0]?.peer(seat).watched.length
    await hide(5)
    expect(await watch(4)).toMatchObject({ consumers: [], missing: [camera] })
    expect(await watch(6)).toMatchObject({ consumers: [{ source: camera }], missing: [] })
    await hide(5)
    expect(sees()).toBe(1)
    await hide(7)
    await hide(6, [])
    expect(await watch(6)).toMatchObject({ consumers: [], missing: [camera] })
  })

  test('reports say as of which fact somebody may receive what they receive', async () => {
    const { sfu, plane } = await start()
    const room: RoomId = newId()
    const teacher = await join(plane, newSeat(room))
    const cameras = [
      await publish(plane, teacher, 'camera'),
      await publish(plane, teacher, 'camera'),
    ]
    const { seat } = await join(plane, newSeat(room), [])
    const seen = () =>
      sfu.node.report().rooms[0]?.peers.find(({ participant }) => participant === seat.participant)
        ?.seesAsOf
    const hide = (seq: number) =>
      plane.hide({ room, seq, participants: [seat.participant], sources: cameras.slice(1) })
    expect(seen()).toBeNull()
    await plane.watch({ ...seat, seq: 3, wish: cameras, stage })
    expect(seen()).toBe(3)
    await hide(8)
    expect(seen()).toBe(8)
    await plane.watch({ ...seat, seq: 9, wish: [], stage })
    expect(seen()).toBeNull()
  })

  test('an older order is ignored and told what stands', async () => {
    const { plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const source = await publish(plane, teacher)
    const paused = { actual: [{ source, paused: true }] }
    expect(await want(plane, teacher, { seq: 8, sources: [[source, true]] })).toEqual({
      applied: true,
      ...paused,
    })
    expect(await want(plane, teacher, { seq: 7, sources: [[source, false]] })).toEqual({
      applied: false,
      ...paused,
    })
    expect(await want(plane, teacher, { seq: 3, sources: [] })).toEqual({
      applied: false,
      ...paused,
    })
    expect(await want(plane, teacher, { seq: 9, sources: [[source, false]] })).toMatchObject({
      applied: true,
    })
  })

  test('what a newer order leaves out closes; what was never confirmed waits', async () => {
    const { plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const source = await publish(plane, teacher)
    await want(plane, teacher, { seq: 1, sources: [[source, false]] })
    const pending = await publish(plane, teacher, 'camera')
    const closed = next(plane, 'sourceClosed')
    const { actual } = await want(plane, teacher, { seq: 2, sources: [] })
    expect(await closed).toMatchObject({ source, reason: 'unwanted' })
    expect(actual).toEqual([{ source: pending, paused: false }])
  })

  test('an order that comes before its source is kept for it', async () => {
    const { sfu, plane } = await start()
    const teacher = await join(plane, newSeat(newId()))
    const source: SourceId = newId()
    await want(plane, teacher, { seq: 4, sources: [[source, true]] })
    const call = { ...teacher.seat, transport: teacher.at.send.id, source, paused: false }
    const kind = 'microphone' as const
    const answer = await plane.publish({ ...call, kind, rtpParameters: opus(99) })
    expect(answer.paused).toBe(true)
    expect(sfu.node.rooms[0]?.source(source)?.confirmed).toBe(true)
  })

  test('leaving closes what the participant sent; twice is fine; an empty room goes', async () => {
    const { sfu, plane } = await start({ limits: { emptyRoomMs: 50 } })
    const teacher = await join(plane, newSeat(newId()))
    const source = await publish(plane, teacher)
    const closed = next(plane, 'sourceClosed')
    await plane.leave({ room: teacher.seat.room, participant: teacher.seat.participant })
    expect(await closed).toMatchObject({ source, reason: 'left' })
    await plane.leave({ room: teacher.seat.room, participant: teacher.seat.participant })
    await vi.waitFor(() => expect(sfu.node.rooms).toEqual([]), until)
    expect(sfu.node.workers.alive.map(({ rooms }) => rooms)).toEqual([0])
  })
})
