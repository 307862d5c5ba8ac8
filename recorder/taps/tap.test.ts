// One tap by a clock of the test: what it tells, and what it asks for.
import { expect, test } from 'vitest'
import { SenderClock } from './clock.ts'
import { streamFormat } from './format.ts'
import { Tap, type TapEvent } from './tap.ts'
import type { RtpPacket } from './rtp.ts'
import { vp8 as vp8Parameters } from '../testing/parameters.ts'

const keyFrame = [0x10, 0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x01, 0xb4, 0x00]
const other = [0x10, 0x11, 1, 2]
const feedback = { nack: 205, pictureLoss: 206, report: 201 }

function begun(keyEveryMs: number | null = null) {
  let [now, deaf] = [0, 0]
  const events: TapEvent[] = []
  const sent: Buffer[] = []
  const tap = new Tap({
    format: streamFormat(vp8Parameters),
    sender: new SenderClock(),
    keyEveryMs,
    now: () => now + 1_000_000,
    steady: () => now,
    listened: () => now - deaf,
    onEvent: (event) => events.push(event),
    send: (bytes) => sent.push(bytes),
  })
  const receive = (sequence: number, bytes: readonly number[], more: Partial<RtpPacket> = {}) => {
    const packet = {
      payloadType: 101,
      marker: true,
      sequence,
      timestamp: sequence * 3_000,
      ssrc: 7,
    }
    const payload = Uint8Array.from(bytes)
    tap.receive({ ...packet, extensions: new Map(), payload, ...more })
  }
  const at = (ms: number) => {
    now = ms
    tap.look()
  }
  /** The process is busy with something else. */
  const stall = (ms: number) => {
    deaf += ms
    at(now + ms)
  }
  const told = () =>
    events
      .splice(0)
      .map((event) => (event.type === 'gap' ? `gap ${event.packets}` : event.frame.isKey))
  const asked = () =>
    sent
      .splice(0)
      .map((bytes) => bytes[1])
      .filter((type) => type !== feedback.report)
  return { tap, events, receive, at, stall, told, asked }
}

test('frames by the one clock, and after a loss a request, a gap, and nothing but a key frame', () => {
  const { tap, receive, at, told, asked } = begun()
  receive(0, keyFrame)
  at(20)
  expect(told()).toEqual([true])
  asked()
  receive(2, other)
  at(40)
  expect(asked()).toEqual([feedback.nack])
  at(320)
  expect(told()).toEqual(['gap 1'])
  expect(asked()).toEqual([feedback.pictureLoss])
  receive(3, other)
  receive(4, keyFrame)
  at(330)
  expect(told()).toEqual([true])
  expect(asked()).toEqual([])
  expect(tap.stats).toMatchObject({ packets: 4, lost: 1, frames: 2, keyFrames: 2 })
})

test('the gap says after what it is', () => {
  const { events, receive, at } = begun()
  receive(0, keyFrame)
  receive(2, other)
  at(300)
  const [first, gap] = events
  expect(gap).toEqual({ type: 'gap', packets: 1, after: first?.type === 'frame' && first.frame.at })
})

test('a key frame is asked for at the start, but not of what does not flow', () => {
  const { receive, at, asked } = begun()
  at(0)
  expect(asked()).toEqual([])
  receive(0, other)
  at(20)
  expect(asked()).toEqual([feedback.pictureLoss])
  at(10_000)
  expect(asked()).toEqual([])
})

test('and when the last is old, or somebody wants one', () => {
  const { tap, receive, at, asked } = begun(4_000)
  receive(0, keyFrame)
  at(20)
  receive(1, other)
  tap.askForKeyFrame()
  at(100)
  receive(2, keyFrame)
  expect(asked()).toEqual([feedback.pictureLoss])
  receive(3, other, { timestamp: 400_000 })
  at(4_200)
  receive(4, other, { timestamp: 403_000 })
  at(4_210)
  expect(asked()).toEqual([feedback.pictureLoss])
})

test('what comes while the process is busy is not given up before it is heard', () => {
  const { receive, at, stall, told } = begun()
  receive(0, keyFrame)
  at(20)
  receive(2, other)
  stall(1_000)
  receive(1, other)
  expect(told()).toEqual([true, false, false])
})

test('how a phone was held is said with the frame, and holds until it is said again', () => {
  const { events, receive, at } = begun()
  receive(0, keyFrame, { extensions: new Map([[8, Uint8Array.of(1)]]) })
  receive(1, other)
  receive(2, other, { extensions: new Map([[8, Uint8Array.of(0)]]) })
  at(20)
  const rotations = events.map((event) => event.type === 'frame' && event.frame.rotation)
  expect(rotations).toEqual([90, 90, 0])
})

test('what is of another codec is not of this tap', () => {
  const { receive, at, told } = begun()
  receive(0, keyFrame, { payloadType: 102 })
  at(20)
  expect(told()).toEqual([])
})

test('a stream that begins anew is a gap of nothing', () => {
  const { receive, at, told } = begun()
  receive(0, keyFrame)
  at(20)
  receive(30_000, keyFrame)
  receive(30_001, keyFrame)
  at(60)
  expect(told()).toEqual([true, 'gap 0', true])
})

test.each(['video/AV1', 'video/rtx'])('%s has no tap', (mimeType) => {
  const codecs = [{ mimeType, payloadType: 107, clockRate: 90_000 }]
  expect(() => streamFormat({ ...vp8Parameters, codecs })).toThrow(mimeType)
})
