// Whoever asks or sends too much at a real media worker: refused or ended, and the others notice nothing.
import { rm } from 'node:fs/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import { newId, type RoomId, type SourceId } from '../shared/ids.ts'
import { makeLesson, vp8, vp8Layers } from './testing/media.ts'
import { join, newSeat, next, publish } from './testing/people.ts'
import { startTestSfu, testSecret, type TestSfuOptions } from './testing/startTestSfu.ts'

const stage: [] = []
const until = { timeout: 60_000, interval: 20 }
const open: (() => unknown)[] = []
afterEach(async () => {
  for (const close of open.splice(0).reverse()) await close()
})

async function start(options: TestSfuOptions = {}) {
  const sfu = await startTestSfu(options)
  open.push(() => sfu.close())
  const plane = new SfuPool({ urls: [sfu.url], secret: testSecret, node: 'server-under-test' })
  open.push(() => plane.close())
  await vi.waitFor(() => expect(plane.nodes.some(({ up }) => up)).toBe(true), until)
  return { sfu, plane }
}

/** A class in which somebody plays this film as their camera and microphone. */
async function played(
  film: Parameters<typeof makeLesson>[0],
  limits: TestSfuOptions['limits'] = {},
) {
  const demoMedia = await makeLesson(film)
  open.push(() => rm(demoMedia, { recursive: true }))
  const { sfu, plane } = await start({ demoMedia, limits })
  const seat = newSeat(newId())
  const [camera, microphone] = [newId<'source'>(), newId<'source'>()]
  const ended = next(plane, 'sourceClosed')
  await plane.play({ ...seat, file: 'lesson.webm', camera, microphone, stage })
  const [room] = sfu.node.rooms
  if (room === undefined) throw new Error('no room')
  return { plane, seat, camera, microphone, room, ended }
}

const settled = (asked: readonly Promise<unknown>[]) =>
  Promise.all(
    asked.map((one) =>
      one.then(
        () => 'ok',
        (error: unknown) => (error as { code: string }).code,
      ),
    ),
  )
const countOf = (outcomes: readonly string[], which: string) =>
  outcomes.filter((one) => one === which).length

test('a picture that is far larger than any camera’s ends; its owner’s voice stays, and they show nothing for a while', async () => {
  const encoding = ['-b:v', '15M', '-qmin', '0', '-qmax', '2', '-g', '15']
  const noise = { size: '480x270', filter: 'noise=alls=100:allf=t', encoding }
  const { plane, seat, camera, microphone, room, ended } = await played(noise, {
    reportMs: 1_000,
    confirmMs: 60_000,
  })
  expect(await ended).toMatchObject({ source: camera, reason: 'excess' })
  expect(room.sources.map(({ id }) => id)).toEqual([microphone])
  const again = await join(plane, { ...seat, session: newId() })
  await expect(publish(plane, again, 'camera')).rejects.toMatchObject({ code: 'rateLimited' })
  await publish(plane, await join(plane, newSeat(seat.room)), 'camera')
})

/** Whole, and as small as can be: RTP, the descriptor of VP8, the header of a key frame. */
function wholePicture(ssrc: number, number: number): Buffer {
  const header = Buffer.alloc(12)
  header.writeUInt16BE(0x80e0, 0)
  header.writeUInt16BE(number, 2)
  header.writeUInt32BE(number * 3_000, 4)
  header.writeUInt32BE(ssrc, 8)
  return Buffer.concat([header, Buffer.from([0x10, 0x10, 0, 0, 0x9d, 0x01, 0x2a, 16, 0, 16, 0])])
}

test('however often somebody asks anew for a picture, its publisher makes a whole one once a second', async () => {
  const { sfu, plane } = await start()
  const ssrc = 4_711
  const teacher = await join(plane, newSeat(newId()))
  const [room] = sfu.node.rooms
  if (room === undefined) throw new Error('no room')
  const { router } = room
  const transport = await router.createDirectTransport()
  vi.spyOn(room.peer(teacher.seat).send.rtc, 'produce').mockImplementationOnce(
    transport.produce.bind(transport),
  )
  const [codec] = vp8(ssrc).codecs
  if (codec === undefined) throw new Error('no codec')
  const source: SourceId = newId()
  await plane.publish({
    ...teacher.seat,
    transport: teacher.at.send.id,
    source,
    kind: 'camera',
    rtpParameters: {
      ...vp8(ssrc),
      codecs: [{ ...codec, rtcpFeedback: [{ type: 'nack', parameter: 'pli' }] }],
    },
    paused: false,
  })
  const producer = room.source(source)?.producer
  if (producer === undefined) throw new Error('no source')
  let asked = 0
  producer.on('trace', () => (asked += 1))
  await producer.enableTraceEvent(['pli'])
  const { rtpCapabilities } = router
  const consumer = await transport.consume({ producerId: producer.id, rtpCapabilities })
  const began = performance.now()
  for (let time = 1; time <= 40; time += 1) {
    await consumer.pause()
    await consumer.resume()
    const came = new Promise((done) => consumer.once('rtp', done))
    producer.send(wholePicture(ssrc, time))
    await came
  }
  const seconds = (performance.now() - began) / 1_000
  expect(asked).toBeGreaterThan(0)
  expect(asked).toBeLessThanOrEqual(seconds + 2)
})

test('parameters with more layers, or more codecs, than anything has are refused before anybody goes through them', async () => {
  const { plane } = await start()
  const { rtpCapabilities } = plane
  const { seat, at } = await join(plane, newSeat(newId()))
  const call = { ...seat, transport: at.send.id, source: newId<'source'>(), paused: false }
  const inOneStream = { ...vp8(1), encodings: [{ ssrc: 1, scalabilityMode: 'L99T3_KEY' }] }
  for (const rtpParameters of [vp8Layers(1, 9), inOneStream])
    await expect(plane.publish({ ...call, kind: 'camera', rtpParameters })).rejects.toMatchObject({
      code: 'invalid',
    })
  const [codec] = rtpCapabilities.codecs ?? []
  if (codec === undefined) throw new Error('no codec')
  const codecs = Array.from({ length: 129 }, () => codec)
  const capable = { ...rtpCapabilities, codecs }
  const joining = { ...newSeat(seat.room), rtpCapabilities: capable, seq: 0, wish: [] }
  await expect(plane.join({ ...joining, stage, people: 1 })).rejects.toMatchObject({
    code: 'invalid',
  })
})

test('a seat has eight sources, those that are being opened too', async () => {
  const { sfu, plane } = await start()
  const seat = await join(plane, newSeat(newId()))
  const outcomes = await settled(Array.from({ length: 20 }, () => publish(plane, seat)))
  expect([countOf(outcomes, 'ok'), countOf(outcomes, 'full')]).toEqual([8, 12])
  expect(sfu.node.rooms[0]?.sources).toHaveLength(8)
})

test('one person takes twelve seats at most, also all at once, and the others get theirs', async () => {
  const { sfu, plane } = await start()
  const room: RoomId = newId()
  const seat = newSeat(room)
  const seats = Array.from({ length: 20 }, () => join(plane, { ...seat, session: newId() }))
  const outcomes = await settled(seats)
  expect([countOf(outcomes, 'ok'), countOf(outcomes, 'full')]).toEqual([12, 8])
  await join(plane, newSeat(room))
  expect(sfu.node.rooms[0]?.peers).toHaveLength(13)
})

/** Which of these tries is the first that is refused, and with what. */
async function firstRefusal(tries: number, attempt: () => Promise<unknown>): Promise<unknown> {
  for (let time = 0; time < tries; time += 1) {
    const [outcome] = await settled([attempt()])
    if (outcome !== 'ok') return outcome
  }
  return null
}

test('who joins or watches anew again and again is slowed down, and the others are not', async () => {
  const { plane } = await start()
  const room: RoomId = newId()
  const speakers = await Promise.all(Array.from({ length: 4 }, () => join(plane, newSeat(room))))
  const voices = await Promise.all(
    speakers.flatMap((one) => Array.from({ length: 8 }, () => publish(plane, one))),
  )
  const [joiner, watcher] = [newSeat(room), (await join(plane, newSeat(room))).seat]
  expect(await firstRefusal(200, () => join(plane, joiner))).toBe('rateLimited')
  const watch = (wish: SourceId[]) => plane.watch({ ...watcher, seq: 0, wish, stage })
  const flip = async () => {
    await watch(voices)
    await watch([])
  }
  expect(await firstRefusal(200, flip)).toBe('rateLimited')
  const { at } = await join(plane, newSeat(room), voices)
  expect(at.consumers).toHaveLength(voices.length)
})
