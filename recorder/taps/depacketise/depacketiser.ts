// What makes frames of packets in order, and knows from where on they can be decoded.
import type { Frame } from '../frame.ts'
import type { RtpPacket } from '../rtp.ts'

export type Payload = Pick<RtpPacket, 'marker' | 'timestamp' | 'payload'>

export interface Depacketiser {
  /** The next packet. Answers what is whole by it. */
  take(packet: Payload): readonly Frame[]
  /** Packets are missing before the next one. */
  lose(): void
  /** Nothing can be decoded before the next key frame. */
  readonly needsKey: boolean
}
