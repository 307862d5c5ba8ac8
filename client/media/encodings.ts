// How each kind of source is encoded: bitrates, frame rates, and the opus options. Pure.
import type { ProducerOptions, RtpCodecCapability } from 'mediasoup-client/types'
import type { SourceKind } from '../../shared/contract/sources.ts'

type Encoding = Pick<ProducerOptions, 'encodings' | 'codecOptions' | 'codec'>

const kilo = 1000

/** Whoever teaches is looked at by all, on the stage; the others mostly in small tiles. */
export type Prominence = 'teacher' | 'student'

export const cameraSize: Readonly<Record<Prominence, MediaTrackConstraints>> = {
  teacher: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } },
  student: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 30 } },
}

const cameraBitrate: Readonly<Record<Prominence, number>> = {
  teacher: 1500 * kilo,
  student: 600 * kilo,
}

export function encodingOf(
  kind: SourceKind,
  prominence: Prominence,
  codecs: readonly RtpCodecCapability[],
): Encoding {
  switch (kind) {
    case 'microphone':
      return {
        encodings: [{ maxBitrate: 40 * kilo, dtx: true }],
        codecOptions: { opusStereo: false, opusDtx: true, opusFec: true },
      }
    case 'screenAudio':
      return {
        encodings: [{ maxBitrate: 128 * kilo }],
        codecOptions: { opusStereo: true, opusDtx: false, opusFec: true },
      }
    case 'camera':
      return withVp8(codecs, {
        encodings: [{ maxBitrate: cameraBitrate[prominence] }],
        codecOptions: { videoGoogleStartBitrate: 600 },
      })
    case 'screen':
      return withVp8(codecs, {
        encodings: [{ maxBitrate: 2500 * kilo, maxFramerate: 15 }],
        codecOptions: { videoGoogleStartBitrate: 1000 },
      })
  }
}

/** VP8 is the one video codec that every browser sends and receives. */
function withVp8(codecs: readonly RtpCodecCapability[], encoding: Encoding): Encoding {
  const codec = codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8')
  return codec === undefined ? encoding : { ...encoding, codec }
}
