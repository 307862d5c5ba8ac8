import type { Consumer } from 'mediasoup-client/types'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { Streams, type Received } from './streams.ts'
import { fakeTrack } from './testing/fakeDoor.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

const ada = newId<'participant'>()

class FakeConsumer {
  readonly id = newId()
  readonly kind = 'audio'
  readonly track = fakeTrack()
  closed = false
  rtpTimestamp = 0
  flowing = false
  readonly rtpReceiver = {
    getSynchronizationSources: () => {
      if (this.flowing) this.rtpTimestamp += 960
      return this.rtpTimestamp === 0 ? [] : [{ rtpTimestamp: this.rtpTimestamp }]
    },
  }
  close(): void {
    this.closed = true
  }
}

function receive(flowing: boolean, source = newId<'source'>()) {
  const fake = new FakeConsumer()
  fake.flowing = flowing
  const consumer = fake as unknown as Consumer
  const received: Received = { source, participant: ada, kind: 'microphone', consumer }
  return { fake, received, source }
}

const moment = () => vi.advanceTimersByTimeAsync(100)

test('a voice that moves is heard from where it was until it comes from where it goes', async () => {
  const changed = vi.fn<() => void>()
  const streams = new Streams(changed)
  const [before, after] = [receive(true), receive(false)]
  streams.change([before.received], [])
  streams.change([after.received], [])
  await moment()
  expect([...streams.sounds.keys()]).toEqual([before.fake.id, after.fake.id])
  expect(streams.track(after.source)).toBe(before.fake.track)
  after.fake.flowing = true
  await moment()
  expect([...streams.sounds.keys()]).toEqual([after.fake.id])
  expect(streams.track(before.source)).toBe(after.fake.track)
  streams.change([], [before.fake.id])
  expect(before.fake.closed).toBe(true)
  const told = changed.mock.calls.length
  await moment()
  expect(changed).toHaveBeenCalledTimes(told)
})

test('who is moved keeps what came until all of it comes by the new transports', async () => {
  const streams = new Streams(() => undefined)
  const before = receive(true)
  streams.change([before.received], [])
  streams.leave()
  await moment()
  expect(streams.isMoved).toBe(false)
  expect(streams.track(before.source)).toBe(before.fake.track)
  const after = receive(true, before.source)
  streams.change([after.received], [])
  await moment()
  expect(streams.isMoved).toBe(true)
  expect(streams.track(before.source)).toBe(after.fake.track)
  streams.settle()
  expect([before.fake.closed, after.fake.closed]).toEqual([true, false])
})
