// Two real browsers in one room, through the media worker that this machine runs.
import { rm } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { SfuPool } from '../server/media/pool.ts'
import type { Look, Seat, SfuEvents } from '../shared/contract/sfu.ts'
import { newId, type RoomId, type SourceId } from '../shared/ids.ts'
import type { Player } from './player.ts'
import { makeLesson } from './testing/media.ts'
import { join as sit, newSeat, publish as offer } from './testing/people.ts'
import { startTestSfu, testSecret, type TestSfu } from './testing/startTestSfu.ts'
import { call, received, Visitors, type Person } from './testing/visitors.ts'
import { Throughput } from './throughput.ts'

let demoMedia: string
let sfu: TestSfu
let plane: SfuPool
let visitors: Visitors
beforeAll(async () => {
  demoMedia = await makeLesson()
  sfu = await startTestSfu({
    demoMedia,
    limits: { iceConsentSeconds: 5, layerHoldMs: 500, freeVoices: 0 },
  })
  plane = new SfuPool({ urls: [sfu.url], secret: testSecret, node: 'server-under-test' })
  visitors = await Visitors.open((seat, name, input) => {
    const { rtpCapabilities } = plane
    return plane[name]({ rtpCapabilities, stage: [], seq: 0, ...input, ...seat } as never)
  })
})
afterAll(async () => {
  await visitors[Symbol.asyncDispose]()
  plane.close()
  await sfu.close()
  await rm(demoMedia, { recursive: true })
})

const until = { timeout: 60_000, interval: 50 }

const want = ({ seat, camera, microphone }: Person, seq: number, muted = false) =>
  plane.want({
    room: seat.room,
    participant: seat.participant,
    seq,
    sources: [
      { source: camera, paused: muted },
      { source: microphone, paused: muted },
    ],
  })

const join = (person: Person, wish: string[]) => call(person, 'join', wish)
const publish = (person: Person) =>
  call(person, 'publish', { camera: person.camera, microphone: person.microphone })
const watch = (person: Person, wish: string[], looks: Look[] = []) =>
  call(person, 'watch', wish, looks)

describe('two people in one room', () => {
  const room: RoomId = newId()
  const heard: SfuEvents['speakers'][] = []
  const judged: SfuEvents['quality'][] = []
  let ada: Person
  let ben: Person
  beforeAll(async () => {
    plane.on('speakers', (event) => heard.push(event))
    plane.on('quality', (event) => judged.push(event))
    ada = await visitors.enter(room)
    ben = await visitors.enter(room)
    await join(ada, [])
    await publish(ada)
    await want(ada, 1)
    // Ben's first consumers come with the answer to his join, Ada's by a later wish.
    await join(ben, [ada.camera, ada.microphone])
    await publish(ben)
    await want(ben, 2)
    await watch(ada, [ben.camera, ben.microphone])
  })
  const frames = async (viewer: Person, shown: Person) =>
    (await received(viewer, shown.camera)).framesDecoded
  const moreFrames = async (viewer: Person, shown: Person, more: number) => {
    const before = await frames(viewer, shown)
    const grown = async () => expect(await frames(viewer, shown)).toBeGreaterThan(before + more)
    await vi.waitFor(grown, until)
  }

  test('each sees the other in full size, from simulcast, and hears the other', async () => {
    await Promise.all([moreFrames(ben, ada, 20), moreFrames(ada, ben, 20)])
    for (const [viewer, shown] of [[ben, ada] as const, [ada, ben] as const]) {
      await vi.waitFor(async () => {
        expect((await received(viewer, shown.camera)).width).toBe(640)
        const sound = await received(viewer, shown.microphone)
        expect(sound.packets).toBeGreaterThan(50)
        expect(sound.level).toBeGreaterThan(0)
      }, until)
    }
    expect(sfu.node.rooms[0]?.source(ada.camera)?.producer.type).toBe('simulcast')
  })

  test('the sfu says who speaks and how good the connections are', async () => {
    await vi.waitFor(() => {
      const levels = heard.flatMap((event) => event.levels)
      expect(new Set(levels.map(({ participant }) => participant)).size).toBe(2)
      expect(heard.some(({ active }) => active !== null)).toBe(true)
      const peers = judged.flatMap((event) => event.peers)
      expect(peers.some(({ send, receive }) => send === 1 && (receive ?? 0) > 0.5)).toBe(true)
    }, until)
  })

  test('the sfu counts what it sends, in packets and in bits', async () => {
    const throughput = new Throughput()
    await throughput.measure(sfu.node.rooms)
    const counted = sfu.node.incarnations.map((incarnation) => throughput.of(incarnation))
    const most = (of: 'packetsOutPerSecond' | 'bitsOutPerSecond') =>
      Math.max(...counted.map((traffic) => traffic[of]))
    expect(most('packetsOutPerSecond')).toBeGreaterThan(0)
    expect(most('bitsOutPerSecond')).toBeGreaterThan(0)
  })

  test('muted at the sfu, a browser that sends on is not forwarded', async () => {
    await want(ada, 3, true)
    const before = await frames(ben, ada)
    // Ben's own picture going to Ada is the clock by which Ben must get nothing more.
    await moreFrames(ada, ben, 20)
    expect((await frames(ben, ada)) - before).toBeLessThanOrEqual(2)
    await want(ada, 4)
    await moreFrames(ben, ada, 10)
  })

  test('looked at in a small tile it comes small, and large again from a layer that had been dropped', async () => {
    const demanded: number[] = []
    const off = plane.on('demanded', ({ source, layer }) => {
      if (source !== ada.camera) return
      demanded.push(layer)
      void call(ada, 'sendUpTo', layer)
    })
    const look = (height: number) =>
      watch(ben, [ada.camera, ada.microphone], [{ source: ada.camera, height, priority: 1 }])
    const comesAs = (width: number) =>
      vi.waitFor(async () => expect((await received(ben, ada.camera)).width).toBe(width), until)
    await look(100)
    await comesAs(160)
    const published = sfu.node.rooms[0]?.source(ada.camera)
    await vi.waitFor(() => expect([demanded.at(-1), published?.sent]).toEqual([0, 0]), until)
    await look(480)
    await comesAs(640)
    expect(demanded.at(-1)).toBe(1)
    off()
  })

  test('where no voice is free, one that speaks is heard, and one that is silent is not sent', async () => {
    const cleo = await sit(plane, newSeat(room))
    const silent = await offer(plane, cleo)
    const order = (participant: Seat['participant'], sources: SourceId[]) =>
      plane.want({
        room,
        participant,
        seq: 5,
        sources: sources.map((source) => ({ source, paused: false, always: false })),
      })
    await order(cleo.seat.participant, [silent])
    await order(ada.seat.participant, [ada.camera, ada.microphone])
    const heardAt = () =>
      [ada.microphone, silent].map((id) => sfu.node.rooms[0]?.source(id)?.audible)
    await vi.waitFor(() => expect(heardAt()).toEqual([true, false]), until)
    const before = (await received(ben, ada.microphone)).packets
    await vi.waitFor(
      async () =>
        expect((await received(ben, ada.microphone)).packets).toBeGreaterThan(before + 20),
      until,
    )
  })

  test('a changed network asks for new ICE credentials, and the picture goes on', async () => {
    await call(ben, 'restartIce')
    await moreFrames(ben, ada, 20)
  })
})

test('a played file is seen and heard in a loop, and goes on after ffmpeg died', async () => {
  const room: RoomId = newId()
  const film = { participant: newId<'participant'>(), session: newId<'session'>() }
  const [camera, microphone] = [newId<'source'>(), newId<'source'>()]
  await plane.play({ room, ...film, file: 'lesson.webm', camera, microphone, stage: [] })
  const ada = await visitors.enter(room)
  await join(ada, [camera, microphone])
  const shows = async (more: number) => {
    const [picture, sound] = [await received(ada, camera), await received(ada, microphone)]
    await vi.waitFor(async () => {
      const now = await received(ada, camera)
      expect(now.framesDecoded).toBeGreaterThan(picture.framesDecoded + more)
      expect(now.width).toBe(320)
      const heard = await received(ada, microphone)
      expect(heard.packets).toBeGreaterThan(sound.packets + more)
    }, until)
  }
  // The file holds 30 frames: more means that it began again.
  await shows(45)
  const player = sfu.node.rooms.find(({ id }) => id === room)?.peers[0] as Player
  process.kill(player.pid ?? 0, 'SIGKILL')
  await vi.waitFor(() => expect(player.pid).toBeNull(), until)
  await shows(20)
})

test('a browser that goes without a word is told as lost', async () => {
  const room: RoomId = newId()
  const ada = await visitors.enter(room)
  await join(ada, [])
  await publish(ada)
  await want(ada, 1)
  await vi.waitFor(async () => {
    const { peers } = await plane.stats({ room })
    expect(peers[0]?.transports[0]?.bitsInPerSecond).toBeGreaterThan(0)
  }, until)
  const lost = new Promise((resolve) => plane.on('peerLost', resolve))
  await ada.page.close()
  expect(await lost).toMatchObject(ada.seat)
})
