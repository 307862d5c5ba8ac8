// What an sfu says of a stream that it sends, as far as a tap needs it.
import type { RtpParameters } from '../../shared/contract/sfu.ts'
import { LyceumError } from '../../shared/errors.ts'
import { tapCodecs, type TapCodec } from './frame.ts'

export interface StreamFormat {
  readonly codec: TapCodec
  readonly ssrc: number
  readonly payloadType: number
  /** Of its timestamps, in Hz. */
  readonly clockRate: number
  /** Of the header extension that says how a phone is held; null when there is none. */
  readonly orientation: number | null
}

const orientationUri = 'urn:3gpp:video-orientation'

/** Throws `invalid`: no stream, or of a codec that cannot be recorded. */
export function streamFormat(rtpParameters: RtpParameters): StreamFormat {
  const { codecs, encodings = [], headerExtensions = [] } = rtpParameters
  const [coded] = codecs
  const ssrc = encodings[0]?.ssrc
  const name = coded?.mimeType.split('/')[1]?.toLowerCase()
  const codec = tapCodecs.find((one) => one === name)
  if (coded === undefined || codec === undefined || ssrc === undefined)
    throw new LyceumError('invalid', `A stream of ${coded?.mimeType ?? 'nothing'} has no tap.`)
  const { clockRate, payloadType } = coded
  const extension = headerExtensions.find(({ uri }) => uri === orientationUri)
  return { codec, ssrc, payloadType, clockRate, orientation: extension?.id ?? null }
}
