// Makes one RTP stream of many runs of a sender: each run of ffmpeg begins with sequence numbers and
// timestamps of its own, and a receiver that sees them jump freezes its picture. Pure: time is given.

const rtcpSenderReport = 200
const senderReportTimestampAt = 16

/** RTP and RTCP may share a port; RFC 5761 keeps their second bytes apart. */
export const isRtcp = (packet: Buffer): boolean => {
  const type = packet.readUInt8(1)
  return type >= 192 && type <= 223
}

export class Continuity {
  readonly #clockRate: number
  #last = { sequence: 0, timestamp: 0, atMs: 0 }
  #offset: { readonly sequence: number; readonly timestamp: number } | null = null

  constructor(clockRate: number) {
    this.#clockRate = clockRate
  }

  /** What comes next is of a new run. */
  beginRun(): void {
    this.#offset = null
  }

  /** Rewrites in place: one number further, and as much later as time has passed. */
  rtp(packet: Buffer, nowMs: number): void {
    const [sequence, timestamp] = [packet.readUInt16BE(2), packet.readUInt32BE(4)]
    this.#offset ??= this.#offsetTo(sequence, timestamp, nowMs)
    this.#last = {
      sequence: (sequence + this.#offset.sequence) & 0xffff,
      timestamp: (timestamp + this.#offset.timestamp) >>> 0,
      atMs: nowMs,
    }
    packet.writeUInt16BE(this.#last.sequence, 2)
    packet.writeUInt32BE(this.#last.timestamp, 4)
  }

  /** Rewrites a sender report in place. False: it is of a run whose place is not known yet. */
  rtcp(packet: Buffer): boolean {
    if (this.#offset === null || packet.length < senderReportTimestampAt + 4) return false
    if (packet.readUInt8(1) !== rtcpSenderReport) return false
    const timestamp = packet.readUInt32BE(senderReportTimestampAt) + this.#offset.timestamp
    packet.writeUInt32BE(timestamp >>> 0, senderReportTimestampAt)
    return true
  }

  #offsetTo(sequence: number, timestamp: number, nowMs: number) {
    const last = this.#last
    const passed = Math.round(((nowMs - last.atMs) * this.#clockRate) / 1_000)
    return {
      sequence: (last.sequence + 1 - sequence) & 0xffff,
      timestamp: (last.timestamp + passed - timestamp) >>> 0,
    }
  }
}
