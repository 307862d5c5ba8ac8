import { expect, test } from 'vitest'
import type { FlvEvent } from '../media/flv.ts'
import { events, type Course } from '../testing/synthetic.ts'
import { Health, type Measured } from './health.ts'

const usual: Course = {
  ...{ seconds: 12, framesPerSecond: 30, keyEverySeconds: 2 },
  ...{ hasSound: true, hasPicture: true, from: 70_000 },
}
const began = 1_700_000_000_000
const timeOf = (event: FlvEvent) => (event.type === 'sample' ? event.sample.dts : event.dts)

interface Way {
  readonly course?: Partial<Course>
  /** How much later than its time something comes, in ms. */
  readonly late?: (ms: number) => number
  /** Of what time it says it is, by what time it is, in ms. */
  readonly says?: (ms: number) => number
}

/** As it was after all of it came. */
function measured({ course = {}, late = () => 0, says = (ms) => ms }: Way = {}): Measured {
  const health = new Health()
  let now = began
  for (const event of events({ ...usual, ...course })) {
    const ms = timeOf(event) - usual.from
    now = Math.max(now, began + ms + late(ms))
    const dts = says(timeOf(event))
    health.take(
      event.type === 'format' ? event : { type: 'sample', sample: { ...event.sample, dts } },
      now,
    )
  }
  const read = health.read(now)
  if (read === null) throw new Error('nothing was measured')
  return read
}

test('before anything comes there is nothing to say', () => {
  expect(new Health().read(began)).toBeNull()
})

test('what is as it should be', () => {
  const { picture, sound, bitrate, lateSeconds, warnings } = measured()
  expect(picture).toMatchObject({ codec: 'avc1.42001e', width: 640, height: 360 })
  expect(picture?.framesPerSecond).toBeCloseTo(30, 0)
  expect(picture?.keyFrameSeconds).toBe(2)
  expect(sound).toEqual({ codec: 'mp4a.40.2', sampleRate: 48_000, channels: 2 })
  // Eight bytes in each sample.
  expect(bitrate / 64).toBeCloseTo(30 + 48_000 / 1_024, -1)
  expect(lateSeconds).toBeLessThan(0.05)
  expect(warnings).toEqual([])
})

test.each<[string, Way]>([
  ['keyFrames', { course: { keyEverySeconds: 5 } }],
  ['keyFrames', { course: { keyEverySeconds: 30 } }],
  ['manyFrames', { course: { framesPerSecond: 120 } }],
  ['late', { late: (ms) => Math.max(0, ms - 9_000) }],
  ['jumps', { says: (ms) => (ms > 76_000 ? ms + 20_000 : ms) }],
  ['jumps', { says: (ms) => (ms > 76_000 ? ms - 20_000 : ms) }],
  ['noSound', { course: { hasSound: false } }],
  ['noPicture', { course: { hasPicture: false } }],
])('it warns: %s', (warning, way) => {
  expect(measured(way).warnings).toEqual([warning])
})

test.each<[string, Way]>([
  ['a key frame every 4 s', { course: { keyEverySeconds: 4 } }],
  ['60 frames a second', { course: { framesPerSecond: 60 } }],
  ['a second late', { late: (ms) => (ms > 9_000 ? 1_000 : 0) }],
  ['late a while ago', { late: (ms) => (ms > 2_000 && ms < 3_000 ? 2_000 : 0) }],
  ['no sound in the first seconds', { course: { seconds: 4, hasSound: false } }],
])('it does not warn of: %s', (_, way) => {
  expect(measured(way).warnings).toEqual([])
})

test('a jump is forgotten', () => {
  const says = (ms: number) => (ms > 71_000 ? ms + 20_000 : ms)
  expect(measured({ course: { seconds: 30 }, says }).warnings).toEqual(['jumps'])
  expect(measured({ course: { seconds: 33 }, says }).warnings).toEqual([])
})

test('a picture that is too large is told of', () => {
  const health = new Health()
  for (const event of events(usual))
    health.take(
      event.type === 'format' && event.format.kind === 'video'
        ? { ...event, format: { ...event.format, width: 3840, height: 2160 } }
        : event,
      began + timeOf(event),
    )
  expect(health.read(began + usual.from + 12_000)?.warnings).toEqual(['large'])
})
