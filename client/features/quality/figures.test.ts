// What is read out of a browser’s reports, and the reason that is made of it.
import { describe, expect, test } from 'vitest'
import type { SourceId } from '../../../shared/ids.ts'
import { figuresOf, type Figures, type Snapshot, type Stat } from './figures.ts'
import { reasonFor } from './reason.ts'

const stats = (...all: Stat[]) => new Map(all.map((stat) => [stat.id, stat]))
const tracks = new Map([
  ['mine', 'my-camera' as SourceId],
  ['theirs', 'their-camera' as SourceId],
])

function snapshot(at: number, counts: { sent: number; came: number; lost: number }): Snapshot {
  return {
    at,
    tracks,
    send: stats(
      { id: 'media', type: 'media-source', trackIdentifier: 'mine' },
      { id: 'vp8', type: 'codec', mimeType: 'video/VP8' },
      {
        id: 'out',
        type: 'outbound-rtp',
        kind: 'video',
        mediaSourceId: 'media',
        codecId: 'vp8',
        bytesSent: counts.sent,
        frameWidth: 640,
        frameHeight: 360,
        framesPerSecond: 20,
        rid: 'r1',
        qualityLimitationReason: 'none',
      },
      { id: 'back', type: 'remote-inbound-rtp', localId: 'out', fractionLost: 0.02 },
      { id: 'way', type: 'transport', selectedCandidatePairId: 'pair' },
      {
        id: 'pair',
        type: 'candidate-pair',
        currentRoundTripTime: 0.042,
        availableOutgoingBitrate: 900_000,
        localCandidateId: 'local',
      },
      { id: 'local', type: 'local-candidate', protocol: 'udp', candidateType: 'host' },
    ),
    receive: stats(
      {
        id: 'probe',
        type: 'inbound-rtp',
        kind: 'video',
        packetsReceived: 1,
        packetsLost: counts.came,
      },
      {
        id: 'in',
        type: 'inbound-rtp',
        kind: 'audio',
        trackIdentifier: 'theirs',
        bytesReceived: counts.came * 100,
        packetsReceived: counts.came,
        packetsLost: counts.lost,
        jitter: 0.012,
      },
    ),
  }
}

const before = snapshot(1000, { sent: 10_000, came: 100, lost: 0 })
const now = snapshot(3000, { sent: 135_000, came: 190, lost: 10 })
const figures = figuresOf(now, before)

describe('figures', () => {
  test('counters become rates of the time between', () => {
    const [mine, theirs] = figures.sources
    expect(mine).toMatchObject({
      source: 'my-camera',
      direction: 'send',
      width: 640,
      height: 360,
      framesPerSecond: 20,
      kilobits: 500,
      loss: 0.02,
      codec: 'VP8',
      layer: 'r1',
      limitedBy: null,
    })
    expect(theirs).toMatchObject({ source: 'their-camera', direction: 'receive', loss: 0.1 })
  })

  test('the way there and back', () => {
    expect(figures).toMatchObject({
      roundTripMs: 42,
      availableKilobits: 900,
      lossSending: 0.02,
      lossReceiving: 0.1,
      jitterMs: 12,
      protocol: 'udp',
      relayed: false,
    })
  })

  test('what is over, and what only probes the line, is not counted', () => {
    expect(figures.sources).toHaveLength(2)
  })

  test('what is lost on a stream counts by what goes out on it', () => {
    const silent = { id: 'mic', type: 'outbound-rtp', kind: 'audio', mediaSourceId: 'media' }
    const lossy = { id: 'mic-back', type: 'remote-inbound-rtp', localId: 'mic', fractionLost: 0.5 }
    const at = (earlier: Snapshot, pictures: number, sounds: number) => {
      const out = { ...earlier.send.get('out'), id: 'out', type: 'outbound-rtp' }
      const more: Stat[] = [
        { ...out, packetsSent: pictures },
        { ...silent, packetsSent: sounds },
        lossy,
      ]
      return { ...earlier, send: new Map([...earlier.send, ...stats(...more)]) }
    }
    const { lossSending } = figuresOf(at(now, 198, 2), at(before, 0, 0))
    expect(lossSending).toBeCloseTo((0.02 * 198 + 0.5 * 2) / 200)
  })

  test('what was sent and is over has no row, whether the browser says of which track it is or not', () => {
    const was = { id: 'was', type: 'outbound-rtp', kind: 'video', packetsSent: 90, bytesSent: 9000 }
    const sending = (stream: Stat) => ({
      ...now,
      send: new Map([...now.send, [stream.id, stream]]),
    })
    const rows = (after: Snapshot, earlier: Snapshot) =>
      figuresOf(after, earlier).sources.filter(({ direction }) => direction === 'send').length
    expect(rows(sending(was), sending(was))).toBe(1)
    const gone = { ...was, packetsSent: 190, mediaSourceId: 'another' }
    const closed = { id: 'another', type: 'media-source', trackIdentifier: 'closed' }
    const { send } = sending(gone)
    const after = { ...now, send: new Map([...send, [closed.id, closed]]) }
    expect(rows(after, sending(was))).toBe(1)
    expect(rows(sending({ ...was, packetsSent: 190 }), sending(was))).toBe(2)
  })

  test('what began anew has no rate yet, and an empty report no figures', () => {
    const anew = figuresOf(snapshot(3000, { sent: 5, came: 0, lost: 0 }), before)
    expect(anew.sources[0]?.kilobits).toBeNull()
    const nothing = { at: 3000, tracks, send: stats(), receive: stats() }
    expect(figuresOf(nothing, before)).toMatchObject({ roundTripMs: null, sources: [] })
  })

  test('a relay over TLS is TCP', () => {
    const local = { id: 'local', type: 'local-candidate', protocol: 'udp', candidateType: 'relay' }
    const send = new Map([...now.send, ['local', { ...local, relayProtocol: 'tls' }] as const])
    expect(figuresOf({ ...now, send }, before)).toMatchObject({ protocol: 'tcp', relayed: true })
  })
})

describe('the reason', () => {
  const well: Figures = { ...figures, lossReceiving: 0, lossSending: 0 }
  const reason = (change: Partial<Figures>) => reasonFor('good', { ...well, ...change })

  test('names the worst thing that one can do something about', () => {
    expect(reason({})).toBe('good')
    expect(reason({ lossReceiving: 0.1, roundTripMs: 900 })).toBe('lossReceiving')
    expect(reason({ lossSending: 0.1 })).toBe('lossSending')
    expect(reason({ availableKilobits: 120 })).toBe('narrow')
    expect(reason({ roundTripMs: 900 })).toBe('delay')
    expect(reason({ jitterMs: 90 })).toBe('uneven')
    expect(reason({ limitedByCpu: true })).toBe('cpu')
    expect(reason({ protocol: 'tcp' })).toBe('tcp')
  })

  test('a narrow line harms nobody who sends no picture', () => {
    expect(reason({ availableKilobits: 120, sources: [] })).toBe('good')
  })

  test('what the server says counts too', () => {
    expect(reasonFor('poor', well)).toBe('unknown')
    expect(reasonFor('back', well)).toBe('away')
    expect(reasonFor('lost', null)).toBe('away')
    expect(reasonFor('good', null)).toBe('good')
  })
})
