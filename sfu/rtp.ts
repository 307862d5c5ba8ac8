// RTP structures as they come: checked here, and passed between the two sets of types under which the two ends of
// mediasoup publish the same ones, which differ only in the header extensions they list.
import type { types } from 'mediasoup'
import { validateAndNormalizeRtpCapabilities } from 'mediasoup/ortc'
import type { RtpCapabilities, RtpParameters } from '../shared/contract/sfu.ts'
import { LyceumError } from '../shared/errors.ts'
import { messageOf } from './mediaTransport.ts'

export const toContractRtp = (rtp: types.RtpParameters): RtpParameters => rtp as RtpParameters

export const toContractCapabilities = (rtp: types.RtpCapabilities): RtpCapabilities =>
  rtp as RtpCapabilities

export function checkCapabilities(capabilities: RtpCapabilities): void {
  try {
    validateAndNormalizeRtpCapabilities(capabilities)
  } catch (error) {
    throw new LyceumError('invalid', `RTP capabilities: ${messageOf(error)}`)
  }
}

export const receives = ({ codecs = [] }: RtpCapabilities, codec: string): boolean =>
  codecs.some(({ mimeType }) => mimeType.toLowerCase() === codec)

/** mediasoup takes the kind on trust, so a picture could pass as a voice. */
export function speaks({ codecs }: RtpParameters, media: 'audio' | 'video'): boolean {
  return codecs.every(({ mimeType }) => mimeType.startsWith(`${media}/`))
}
