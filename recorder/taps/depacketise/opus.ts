// Opus: every packet is a frame (RFC 7587, section 4.2), and none needs another.
import type { Frame } from '../frame.ts'
import type { Depacketiser, Payload } from './depacketiser.ts'

export class OpusDepacketiser implements Depacketiser {
  readonly needsKey = false

  take({ timestamp, payload }: Payload): readonly Frame[] {
    if (payload.length === 0) return []
    return [{ rtpTimestamp: timestamp, isKey: true, data: payload, size: null, config: null }]
  }

  lose(): void {
    // The next one is heard all the same.
  }
}
