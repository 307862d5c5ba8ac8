// What every router of every sfu can do, known before one exists, so that the browser's side is ready
// when the class is. Follows from the contract's codecs; a test holds it against mediasoup itself.
import type {
  RtcpFeedback,
  RtpCapabilities,
  RtpCodecCapability,
  RtpHeaderExtension,
} from 'mediasoup-client/types'
import { codecs } from '../../shared/contract/sfu/codecs.ts'

const audioFeedback: RtcpFeedback[] = [
  { type: 'nack', parameter: '' },
  { type: 'transport-cc', parameter: '' },
]
const videoFeedback: RtcpFeedback[] = [
  { type: 'nack', parameter: '' },
  { type: 'nack', parameter: 'pli' },
  { type: 'ccm', parameter: 'fir' },
  { type: 'goog-remb', parameter: '' },
  { type: 'transport-cc', parameter: '' },
]

function withRetransmission(codec: (typeof codecs)[number]): RtpCodecCapability[] {
  if (codec.kind === 'audio') return [{ ...codec, rtcpFeedback: audioFeedback }]
  const { kind, clockRate, preferredPayloadType } = codec
  const again = {
    kind,
    mimeType: 'video/rtx' as const,
    preferredPayloadType: preferredPayloadType + 1,
    clockRate,
    parameters: { apt: preferredPayloadType },
    rtcpFeedback: [],
  }
  const mimeType = codec.mimeType as 'video/VP8'
  return [{ ...codec, mimeType, rtcpFeedback: videoFeedback }, again]
}

type Direction = NonNullable<RtpHeaderExtension['direction']>
type Row = readonly [id: number, uri: string, audio: Direction | null, video: Direction | null]

const webrtc = 'http://www.webrtc.org/experiments/rtp-hdrext'
const both = 'sendrecv'
const inward = 'recvonly'

// Without `urn:3gpp:video-orientation`, id 8: phones then turn their pictures before they encode
// them, and no receiver has to (recorders and some browsers do not).
const extensions: readonly Row[] = [
  [1, 'urn:ietf:params:rtp-hdrext:sdes:mid', both, both],
  [2, 'urn:ietf:params:rtp-hdrext:sdes:rtp-stream-id', null, inward],
  [3, 'urn:ietf:params:rtp-hdrext:sdes:repaired-rtp-stream-id', null, inward],
  [4, `${webrtc}/abs-send-time`, both, both],
  [5, 'http://www.ietf.org/id/draft-holmer-rmcat-transport-wide-cc-extensions-01', inward, both],
  [6, 'urn:ietf:params:rtp-hdrext:ssrc-audio-level', both, null],
  [
    7,
    'https://aomediacodec.github.io/av1-rtp-spec/#dependency-descriptor-rtp-header-extension',
    null,
    inward,
  ],
  [9, 'urn:ietf:params:rtp-hdrext:toffset', null, both],
  [10, `${webrtc}/abs-capture-time`, both, both],
  [11, `${webrtc}/playout-delay`, both, both],
  [12, 'urn:mediasoup:params:rtp-hdrext:packet-id', both, both],
]

function rowsOf([preferredId, uri, audio, video]: Row): RtpHeaderExtension[] {
  const made: RtpHeaderExtension[] = []
  const shared = { uri: uri as RtpHeaderExtension['uri'], preferredId, preferredEncrypt: false }
  if (audio !== null) made.push({ kind: 'audio', ...shared, direction: audio })
  if (video !== null) made.push({ kind: 'video', ...shared, direction: video })
  return made
}

export function routerCapabilities(): RtpCapabilities {
  return {
    codecs: codecs.flatMap(withRetransmission),
    headerExtensions: extensions.flatMap(rowsOf),
  }
}
