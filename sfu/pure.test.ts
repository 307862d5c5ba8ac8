// The sfu's decisions that need no worker.
import { describe, expect, test } from 'vitest'
import { newId, type ParticipantId, type RoomId, type SourceId } from '../shared/ids.ts'
import { readConfig } from './config.ts'
import { Continuity, isRtcp } from './continuity.ts'
import { levelOf } from './levels.ts'
import { ffmpegArguments } from './player.ts'
import { receiveQuality, sendQuality } from './quality.ts'
import { Wants } from './wants.ts'
import { leastLoaded, type MediaWorker } from './workers.ts'

describe('orders about a participant', () => {
  const room: RoomId = newId()
  const participant: ParticipantId = newId()
  const source: SourceId = newId()
  const want = (seq: number, paused: boolean) => ({
    room,
    participant,
    seq,
    sources: [{ source, paused }],
  })

  test('the highest seq stands, whatever comes after it', () => {
    const wants = new Wants()
    expect(wants.of(participant, source)).toBeUndefined()
    expect(wants.accept(want(5, true))).toBe(true)
    expect(wants.accept(want(4, false))).toBe(false)
    expect(wants.of(participant, source)).toMatchObject({ paused: true })
    expect(wants.accept(want(5, true))).toBe(true)
    expect(wants.accept(want(6, false))).toBe(true)
    expect(wants.of(participant, source)).toMatchObject({ paused: false })
  })
})

describe('quality', () => {
  test('nothing sent or received is unknown, not bad', () => {
    expect(sendQuality([])).toBeNull()
    expect(sendQuality([[]])).toBeNull()
    expect(receiveQuality([])).toBeNull()
  })

  test('the worst source counts, by its best encoding', () => {
    const camera = [{ score: 3 }, { score: 10 }]
    expect(sendQuality([camera])).toBe(1)
    expect(sendQuality([camera, [{ score: 4 }]])).toBe(0.4)
  })

  test('only a path that is lost is lost', () => {
    expect(sendQuality([[{ score: 0 }]])).toBe(0.1)
    expect(receiveQuality([0])).toBe(0.1)
  })

  test('receiving is the mean', () => expect(receiveQuality([10, 5])).toBe(0.8))
})

test('levels go from silent to loud', () => {
  expect([-127, -65, -37.5, -10, 0].map(levelOf)).toEqual([0, 0, 0.5, 1, 1])
})

test('a room goes to the worker with the fewest rooms, then to the calmest', () => {
  const worker = (rooms: number, cpu: number) => ({ rooms, cpu }) as MediaWorker
  const [busy, calm, full] = [worker(1, 0.9), worker(1, 0.1), worker(2, 0)]
  expect(leastLoaded([full, busy, calm])).toBe(calm)
  expect(leastLoaded([])).toBeUndefined()
})

test('ffmpeg loops in real time, encodes nothing, opens files only', () => {
  const stream = { map: '0:v:0', payloadType: 101, ssrc: 7, port: 4000 }
  const args = ffmpegArguments('/media/lesson.webm', [stream]).join(' ')
  expect(args).toContain('-re -stream_loop -1 -protocol_whitelist file -f matroska')
  expect(args).toContain('-map 0:v:0 -c copy -f rtp -payload_type 101 -ssrc 7')
  expect(args).toContain('rtp://127.0.0.1:4000?rtcpport=4000')
})

describe('one stream of many runs', () => {
  const rtp = (sequence: number, timestamp: number) => {
    const packet = Buffer.alloc(12)
    packet.writeUInt8(101, 1)
    packet.writeUInt16BE(sequence, 2)
    packet.writeUInt32BE(timestamp, 4)
    return packet
  }
  const report = (timestamp: number) => {
    const packet = Buffer.alloc(28)
    packet.writeUInt8(200, 1)
    packet.writeUInt32BE(timestamp, 16)
    return packet
  }

  test('numbers and time go on where the last run ended, over their wrap', () => {
    const stream = new Continuity({ mimeType: 'video/VP8', clockRate: 90_000 })
    const seen = (sequence: number, timestamp: number, atMs: number) => {
      const packet = rtp(sequence, timestamp)
      stream.rtp(packet, atMs)
      return [packet.readUInt16BE(2), packet.readUInt32BE(4)]
    }
    const [sequence = 0, timestamp = 0] = seen(65_535, 0xffff_ffff, 1_000)
    expect(seen(0, 2_999, 1_033)).toEqual([sequence + 1, timestamp + 3_000])
    stream.beginRun()
    expect(seen(7, 500, 2_033)).toEqual([sequence + 2, timestamp + 93_000])
    expect(seen(8, 3_500, 2_066)).toEqual([sequence + 3, timestamp + 96_000])
  })

  test('picture ids go on too, in the one byte that they have', () => {
    const stream = new Continuity({ mimeType: 'video/VP8', clockRate: 90_000 })
    const seen = (picture: number) => {
      const packet = Buffer.concat([rtp(1, 1), Buffer.from([0x90, 0x80, picture, 0x55])])
      stream.rtp(packet, 0)
      return [...packet.subarray(12)]
    }
    const first = seen(126)[2] ?? 0
    expect(seen(127)).toEqual([0x90, 0x80, first + 1, 0x55])
    stream.beginRun()
    expect([seen(0)[2], seen(1)[2]]).toEqual([first + 2, first + 3])
  })

  test('a sender report moves with its run, and waits for it', () => {
    const stream = new Continuity({ mimeType: 'audio/opus', clockRate: 48_000 })
    expect(stream.rtcp(report(10))).toBe(false)
    const packet = rtp(1, 10)
    stream.rtp(packet, 0)
    const sent = report(20)
    expect(stream.rtcp(sent)).toBe(true)
    expect(sent.readUInt32BE(16)).toBe((packet.readUInt32BE(4) + 10) >>> 0)
    expect([rtp(1, 1), report(1)].map(isRtcp)).toEqual([false, true])
  })
})

describe('configuration', () => {
  const secret = { CLUSTER_SECRET: 'x'.repeat(32) }

  test('binds to loopback unless another address is announced', () => {
    expect(readConfig(secret).media).toMatchObject({ listen: '127.0.0.1', port: 7710 })
    const { media } = readConfig({ ...secret, MEDIA_ADDRESS: '192.168.1.20' })
    expect(media).toMatchObject({ listen: '0.0.0.0', announced: '192.168.1.20' })
  })

  test('reads the control address, IPv6 too', () => {
    expect(readConfig({ ...secret, SFU_LISTEN: '[::1]:80' }).control).toMatchObject({
      host: '::1',
      port: 80,
    })
  })

  test('says what is wrong', () => {
    expect(() => readConfig({})).toThrow(/CLUSTER_SECRET/)
    expect(() => readConfig({ ...secret, SFU_LISTEN: '7701' })).toThrow(/SFU_LISTEN/)
  })
})
