// How each kind of source is encoded: layers, bitrates, frame rates, and the opus options. Pure.
//
// A camera is VP9 in layers of one stream (SVC) where the browser sends that and all who are here receive it: in
// Chromium it costs 0.9 of VP8 in layers that are encoded apart (simulcast) and 0.7 of the bits; AV1 costs 1.2
// and 0.7 (`npm run bench -- codecs`). VP8 is what every browser sends and receives.
import type {
  ProducerOptions,
  RtpCodecCapability,
  RtpEncodingParameters,
} from 'mediasoup-client/types'
import { finest, plainest } from '../../shared/contract/sfu/codecs.ts'
import type { SourceKind } from '../../shared/contract/sources.ts'

/** As mediasoup-client produces it. */
type Options = Pick<ProducerOptions, 'encodings' | 'codecOptions' | 'codec'>

/** One size of a picture, or one rate. */
interface Layer extends Pick<RtpEncodingParameters, 'maxFramerate' | 'dtx'> {
  readonly maxBitrate: number
  readonly scaleResolutionDownBy: number
}

export interface Encoding {
  /** Of a picture, the lowest first. */
  readonly layers: readonly Layer[]
  /** All layers are of one stream, each with those below it. */
  readonly svc: boolean
  readonly options: Options
}

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

/** A layer below this has nothing to show; of one stream Chromium makes no smaller ones. */
const least = { shorter: 150, longer: 240 } as const
const mostLayers = 3

function cameraLayers(size: Size | null): Layer[] {
  const pixels = size === null ? 0 : Math.min(size.width, size.height)
  const longer = size === null ? 0 : Math.max(size.width, size.height)
  const layers: Layer[] = []
  for (let scale = 1; layers.length < mostLayers; scale *= 2) {
    const [, maxBitrate] = cameraBitrates.find(([from]) => pixels / scale >= from) ?? [0, 0]
    const isSmall = pixels / scale < least.shorter || longer / scale < least.longer
    if (layers.length > 0 && isSmall) break
    layers.unshift({ maxBitrate, scaleResolutionDownBy: scale })
  }
  return layers
}

/** Both as sharp as what is shown, since text must be read: the lower one only moves seldom. */
const sharpLayers = (maxBitrate: number): Layer[] => [
  // `dtx` tells the sfu that a screen that stands still is not gone.
  { maxBitrate: 400 * kilo, maxFramerate: 5, scaleResolutionDownBy: 1, dtx: true },
  { maxBitrate, maxFramerate: 15, scaleResolutionDownBy: 1, dtx: true },
]

interface Pictured {
  readonly kind: SourceKind
  readonly size: Size | null
}

/** What there is to encode with. */
export interface Coders {
  readonly codecs: readonly RtpCodecCapability[]
  /** The browser sends VP9 in layers of one stream, and all receive it. */
  readonly svc: boolean
}

export function encodingOf({ kind, size }: Pictured, coders: Coders): Encoding {
  switch (kind) {
    case 'microphone':
      return sound({
        encodings: [{ maxBitrate: 40 * kilo, dtx: true }],
        codecOptions: { opusStereo: false, opusDtx: true, opusFec: true },
      })
    case 'screenAudio':
      return sound({
        encodings: [{ maxBitrate: 128 * kilo }],
        codecOptions: { opusStereo: true, opusDtx: false, opusFec: true },
      })
    case 'camera':
      return moving(cameraLayers(size), coders)
    case 'document':
      return apart(sharpLayers(1800 * kilo), coders, 800)
    case 'screen':
      return apart(sharpLayers(2500 * kilo), coders, 1000)
  }
}

const sound = (options: Options): Encoding => ({ layers: [], svc: false, options })

/** Frame rates in three steps, so that a weak link gets a slower picture before it gets none. */
const threeRates = 'L1T3'

function moving(layers: readonly Layer[], coders: Coders): Encoding {
  const startBitrate = 600
  const codec = coders.svc ? codecIn(coders, finest) : undefined
  if (codec === undefined)
    return apart(
      layers.map((layer) => ({ ...layer, scalabilityMode: threeRates })),
      coders,
      startBitrate,
    )
  const encodings = [oneStream(layers, layers.length - 1)]
  const codecOptions = { videoGoogleStartBitrate: startBitrate }
  return { layers, svc: true, options: { codec, encodings, codecOptions } }
}

/** Each encoded apart, in VP8. */
function apart(layers: readonly Layer[], coders: Coders, startBitrate: number): Encoding {
  const codec = codecIn(coders, plainest)
  const codecOptions = { videoGoogleStartBitrate: startBitrate }
  const options = { encodings: [...layers], codecOptions, ...(codec && { codec }) }
  return { layers, svc: false, options }
}

/** Up to this layer. A smaller picture is then the whole of what is encoded, and costs no more than that. */
export function oneStream(layers: readonly Layer[], top: number): RtpEncodingParameters {
  const scalabilityMode = top === 0 ? threeRates : `L${top + 1}T3_KEY`
  return { ...layers[top], scalabilityMode }
}

/** Of each layer of a picture, the lowest first; none when nobody knows, or for sound. */
export function heightsOf({ layers }: Encoding, size: Size | null): number[] {
  if (size === null) return []
  return layers.map(({ scaleResolutionDownBy: scale }) =>
    Math.max(1, Math.round(size.height / scale)),
  )
}

const codecIn = ({ codecs }: Coders, mimeType: string): RtpCodecCapability | undefined =>
  codecs.find((codec) => codec.mimeType.toLowerCase() === mimeType)
