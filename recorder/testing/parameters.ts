// RTP parameters as an sfu offers them.
import type { RtpParameters } from '../../shared/contract/sfu.ts'

export const vp8: RtpParameters = {
  codecs: [{ mimeType: 'video/VP8', payloadType: 101, clockRate: 90_000 }],
  encodings: [{ ssrc: 7 }],
  headerExtensions: [{ uri: 'urn:3gpp:video-orientation', id: 8 }],
}
