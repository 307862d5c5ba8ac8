// How each kind of source is encoded: layers, bitrates, frame rates, and the opus options. Pure.
//
// Pictures are VP8 in layers that are encoded apart (simulcast): every browser sends and receives it, and the sfu
// sends each viewer the layer that fits. VP9 in one layered stream (SVC) costs Chromium 0.9 of that and 0.7 of the
// bits, AV1 1.2 and 0.7 (`npm run bench -- codecs`); neither is sent yet, since whoever cannot decode it needs the
// picture published again in VP8.
import type {
  ProducerOptions,
  RtpCodecCapability,
  RtpEncodingParameters,
} from 'mediasoup-client/types'
import type { SourceKind } from '../../shared/contract/sources.ts'

type Encoding = Pick<ProducerOptions, 'encodings' | 'codecOptions' | 'codec'>

const kilo = 1000

/** Whoever teaches is looked at by all, on the stage; the others mostly in small tiles. */
export type Prominence = 'teacher' | 'student'

export const cameraSize: Readonly<Record<Prominence, MediaTrackConstraints>> = {
  teacher: { width: { ideal: 1280 }, height: { ideal: 720 }, frameRate: { ideal: 24, max: 30 } },
  student: { width: { ideal: 640 }, height: { ideal: 360 }, frameRate: { ideal: 20, max: 30 } },
}

/** Of a picture as it is captured; null when the browser does not say. */
export interface Size {
  readonly width: number
  readonly height: number
}

/** What a picture needs whose shorter side has so many pixels. */
const cameraBitrates: readonly (readonly [pixels: number, bitrate: number])[] = [
  [700, 1500 * kilo],
  [500, 900 * kilo],
  [340, 500 * kilo],
  [230, 300 * kilo],
  [0, 120 * kilo],
]

/** A layer below this has nothing to show. */
const leastPixels = 150
const mostLayers = 3

/** Frame rates in three steps, so that a weak link gets a slower picture before it gets none. */
const threeRates = 'L1T3'

function cameraLayers(size: Size | null): RtpEncodingParameters[] {
  const pixels = size === null ? 0 : Math.min(size.width, size.height)
  const layers: RtpEncodingParameters[] = []
  for (let scale = 1; layers.length < mostLayers; scale *= 2) {
    const [, maxBitrate] = cameraBitrates.find(([least]) => pixels / scale >= least) ?? [0, 0]
    if (layers.length > 0 && pixels / scale < leastPixels) break
    layers.unshift({ maxBitrate, scaleResolutionDownBy: scale, scalabilityMode: threeRates })
  }
  return layers
}

/** Both as sharp as what is shown, since text must be read: the lower one only moves seldom. */
const sharpLayers = (maxBitrate: number): RtpEncodingParameters[] => [
  // `dtx` tells the sfu that a screen that stands still is not gone.
  { maxBitrate: 400 * kilo, maxFramerate: 5, scaleResolutionDownBy: 1, dtx: true },
  { maxBitrate, maxFramerate: 15, scaleResolutionDownBy: 1, dtx: true },
]

interface Pictured {
  readonly kind: SourceKind
  readonly size: Size | null
}

export function encodingOf(
  { kind, size }: Pictured,
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
        encodings: cameraLayers(size),
        codecOptions: { videoGoogleStartBitrate: 600 },
      })
    case 'document':
      return withVp8(codecs, {
        encodings: sharpLayers(1800 * kilo),
        codecOptions: { videoGoogleStartBitrate: 800 },
      })
    case 'screen':
      return withVp8(codecs, {
        encodings: sharpLayers(2500 * kilo),
        codecOptions: { videoGoogleStartBitrate: 1000 },
      })
  }
}

/** Of each layer of a picture, the lowest first; none when nobody knows, or for sound. */
export function heightsOf({ encodings = [] }: Encoding, size: Size | null): number[] {
  if (size === null) return []
  return encodings.flatMap(({ scaleResolutionDownBy: scale }) =>
    scale === undefined ? [] : [Math.max(1, Math.round(size.height / scale))],
  )
}

/** VP8 is the one video codec that every browser sends and receives. */
function withVp8(codecs: readonly RtpCodecCapability[], encoding: Encoding): Encoding {
  const codec = codecs.find(({ mimeType }) => mimeType.toLowerCase() === 'video/vp8')
  return codec === undefined ? encoding : { ...encoding, codec }
}
