// The figures of one peer, asked of the worker when somebody looks. Not for counting: see throughput.
import type { types } from 'mediasoup'
import type { SfuOutput } from '../shared/contract/sfu.ts'
import { MediaPeer } from './mediaPeer.ts'
import type { MediaRoom } from './mediaRoom.ts'
import type { Peer } from './peer.ts'
import type { Source } from './source.ts'

type PeerStats = SfuOutput<'stats'>['peers'][number]
type StreamStats = PeerStats['sends'][number]
type Stream = types.ProducerStat | types.ConsumerStat

function streamStats(source: Source, paused: boolean, streams: readonly Stream[]): StreamStats {
  return {
    source: source.id,
    kind: source.kind,
    paused,
    bitsPerSecond: streams.reduce((sum, stream) => sum + stream.bitrate, 0),
    packetsLost: streams.reduce((sum, stream) => sum + stream.packetsLost, 0),
    score: Math.max(0, ...streams.map((stream) => stream.score)),
  }
}

const sent = async (source: Source) =>
  streamStats(source, source.paused, await source.producer.getStats())

async function received(source: Source, consumer: types.Consumer): Promise<StreamStats> {
  const streams = await consumer.getStats()
  const outgoing = streams.filter((stream) => stream.type === 'outbound-rtp')
  return streamStats(source, consumer.paused || consumer.producerPaused, outgoing)
}

export async function peerStats(room: MediaRoom, peer: Peer): Promise<PeerStats> {
  const watched = peer instanceof MediaPeer ? peer.watched : []
  const [transports, sends, receives] = await Promise.all([
    Promise.all(
      peer.transports.map(async (transport) => ({
        direction: transport.direction,
        ...(await transport.stats()),
      })),
    ),
    Promise.all(room.sourcesOf(peer.seat).map(sent)),
    Promise.all(watched.map(({ source, consumer }) => received(source, consumer))),
  ])
  const { participant, session } = peer.seat
  return { participant, session, transports, sends, receives }
}
