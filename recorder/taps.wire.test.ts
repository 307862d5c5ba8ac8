// What a real sfu sends a recorder becomes whole frames that ffmpeg decodes without an error, also by a network that
// loses and shuffles.
import { afterEach, expect, test, vi } from 'vitest'
import { openEncoder, type Encoded, type Encoder, type Sent } from '../sfu/testing/encoder.ts'
import { startTestSfu } from '../sfu/testing/startTestSfu.ts'
import { TapSocket } from './taps/tapSocket.ts'
import { beganAt, decode, expectOrder } from './testing/judge.ts'
import { openRelay } from './testing/lossyRelay.ts'
import { came, gapsOf, tapped, type Gap, type Tapped, type Tapping } from './testing/tapped.ts'

const until = { timeout: 60_000, interval: 20 }
const open: AsyncDisposable[] = []
afterEach(async () => {
  for (const one of open.splice(0).reverse()) await one[Symbol.asyncDispose]()
})

async function opened<T extends AsyncDisposable>(opening: Promise<T>): Promise<T> {
  const one = await opening
  open.push(one)
  return one
}

interface Lesson extends Tapping {
  readonly encoder: Encoder
}

/** Somebody who publishes these, and a recorder. */
async function begin(...wished: Encoded[]): Promise<Lesson> {
  const sfu = await opened(startTestSfu({ limits: { reportMs: 100 } }))
  const now = () => Date.now()
  const socket = await opened(TapSocket.open({ ip: '127.0.0.1', port: 0, now }))
  const encoder = await opened(openEncoder(sfu, wished))
  const { id: room, place: from } = encoder.room
  return { handlers: sfu.node.handlers, room, from, socket, encoder }
}

const enough = (one: Tapped, count: number) => came(one, (_, n) => n >= count)

async function tapAll(lesson: Lesson): Promise<[picture: Tapped, sound: Tapped]> {
  const [picture, sound] = lesson.encoder.sent
  return Promise.all([tapped(lesson, picture!.source), tapped(lesson, sound!.source)])
}

test.each(['vp8', 'vp9', 'h264'] as const)('%s comes whole, with its sound', async (encoded) => {
  const lesson = await begin(encoded, 'opus')
  const [picture, sound] = await tapAll(lesson)
  lesson.encoder.start()
  await Promise.all([enough(picture, 60), enough(sound, 200)])
  for (const one of [picture, sound]) {
    one.tap.close()
    expect(gapsOf(one)).toEqual([])
    expectOrder(one.frames)
    expect(one.tap.stats).toMatchObject({ lost: 0, dropped: 0 })
  }
  const size = { width: 320, height: 180 }
  expect(picture.frames[0]).toMatchObject({ isKey: true, size, rotation: 0 })
  expect(await decode(encoded, picture.frames)).toBe(picture.frames.length)
  expect(await decode('opus', sound.frames)).toBe(sound.frames.length)
  // The sfu hears that somebody listens.
  for (const tap of lesson.encoder.room.taps.all) expect(tap.silentMs).toBeLessThan(4_000)
})

test('sound and picture of one person are stamped alike, and as of now', async () => {
  const lesson = await begin('vp8', 'opus')
  const [picture, sound] = await tapAll(lesson)
  const began = Date.now()
  lesson.encoder.start()
  await Promise.all([enough(picture, 100), enough(sound, 300)])
  const [pictures, sounds] = [beganAt(picture.frames, 90_000), beganAt(sound.frames, 48_000)]
  expect(Math.abs(pictures - sounds)).toBeLessThan(25)
  expect(pictures).toBeGreaterThan(began)
  // What a sender says of when something was made may be off by a little.
  expect(picture.frames.at(-1)!.at).toBeLessThan(Date.now() + 100)
})

test('what comes after its tap was closed is counted, and disturbs nobody', async () => {
  const lesson = await begin('vp8', 'opus')
  const [picture, sound] = await tapAll(lesson)
  lesson.encoder.start()
  await Promise.all([enough(picture, 5), enough(sound, 5)])
  expect(lesson.socket.stats).toMatchObject({ taps: 2, strange: 0 })
  sound.tap.close()
  const { length } = sound.frames
  await vi.waitFor(() => expect(lesson.socket.stats.strange).toBeGreaterThan(20), until)
  expect(sound.frames).toHaveLength(length)
  expect(gapsOf(picture)).toEqual([])
})

const bad = { loseOneOf: 20, neverOneOf: 97, lateMs: 20 }

const lostBy = (gaps: readonly Gap[]) => gaps.reduce((sum, { packets }) => sum + packets, 0)

/** What was told next after each gap. */
const afterGaps = ({ events }: Tapped) =>
  events.flatMap((event, n) => {
    const next = events[n + 1]
    return event.type === 'gap' && next?.type === 'frame' ? [{ gap: event, frame: next.frame }] : []
  })

async function badly(lesson: Lesson, { source }: Sent) {
  const relay = await opened(openRelay(bad))
  return { ...(await tapped(lesson, source, relay)), relay }
}

test.each(['vp8', 'vp9', 'h264'] as const)(
  'by a bad network sound goes on, %s comes back, and what is lost is told',
  async (encoded) => {
    const lesson = await begin(encoded, 'opus')
    const both = await Promise.all(lesson.encoder.sent.map((sent) => badly(lesson, sent)))
    lesson.encoder.start()
    await vi.waitFor(() => {
      for (const one of both) expect(afterGaps(one).length).toBeGreaterThan(3)
    }, until)
    for (const one of both) {
      one.tap.close()
      const { lost, recovered } = one.tap.stats
      expectOrder(one.frames)
      expect(recovered).toBeGreaterThan(5)
      expect(lostBy(gapsOf(one))).toBe(lost)
      expect(lost).toBeLessThanOrEqual(one.relay.counts.never.size)
    }
    const [picture, sound] = [both[0]!, both[1]!]
    const samples = (sound.frames.at(-1)!.rtpTimestamp - sound.frames[0]!.rtpTimestamp) >>> 0
    expect(sound.frames.length + sound.tap.stats.lost).toBe(samples / 960 + 1)
    for (const { gap, frame } of afterGaps(picture)) {
      expect(frame.isKey).toBe(true)
      expect(frame.at - gap.after!).toBeLessThan(3_000)
    }
    expect(picture.tap.stats.keyFramesAsked).toBeGreaterThan(0)
    expect(await decode(encoded, picture.frames)).toBe(picture.frames.length)
    expect(await decode('opus', sound.frames)).toBe(sound.frames.length)
  },
)
