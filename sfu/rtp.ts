// The two ends of mediasoup publish the same RTP structures under two sets of types, which differ
// only in the header extensions they list. This is the one place where the sfu passes between them.
import type { types } from 'mediasoup'
import type { RtpCapabilities, RtpParameters } from '../shared/contract/sfu.ts'

export const toContractRtp = (rtp: types.RtpParameters): RtpParameters => rtp as RtpParameters

export const toContractCapabilities = (rtp: types.RtpCapabilities): RtpCapabilities =>
  rtp as RtpCapabilities
