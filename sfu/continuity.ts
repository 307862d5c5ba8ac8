// Makes one RTP stream of many runs of a sender: each run of ffmpeg begins with sequence numbers,
// timestamps and VP8 picture ids of its own, and a receiver that sees them jump freezes its picture.
// Pure: time is given.

const rtcpSenderReport = 200
const reportTimestampAt = 16
/** ffmpeg's RTP header has no extensions, and its VP8 descriptor always a picture id of 7 bits. */
const descriptorAt = 12
const pictureIdAt = 14

interface Position {
  readonly sequence: number
  readonly timestamp: number
  readonly picture: number
}

/** RTP and RTCP may share a port; RFC 5761 keeps their second bytes apart. */
export const isRtcp = (packet: Buffer): boolean => {
  const type = packet.readUInt8(1)
  return type >= 192 && type <= 223
}

const wrapped = ({ sequence, timestamp, picture }: Position): Position => ({
  sequence: sequence & 0xffff,
  timestamp: timestamp >>> 0,
  picture: picture & 0x7f,
})

export class Continuity {
  readonly #clockRate: number
  readonly #isVp8: boolean
  #last: Position & { readonly atMs: number } = { sequence: 0, timestamp: 0, picture: 0, atMs: 0 }
  #offset: Position | null = null

  constructor(codec: { readonly clockRate: number; readonly mimeType: string }) {
    this.#clockRate = codec.clockRate
    this.#isVp8 = codec.mimeType === 'video/VP8'
  }

  /** What comes next is of a new run. */
  beginRun(): void {
    this.#offset = null
  }

  /** Rewrites in place: one number further, and as much later as time has passed. */
  rtp(packet: Buffer, nowMs: number): void {
    const numbersPicture = this.#isVp8 && hasPictureId(packet)
    const given = {
      sequence: packet.readUInt16BE(2),
      timestamp: packet.readUInt32BE(4),
      picture: numbersPicture ? packet.readUInt8(pictureIdAt) : 0,
    }
    const offset = (this.#offset ??= this.#offsetTo(given, nowMs))
    const moved = wrapped({
      sequence: given.sequence + offset.sequence,
      timestamp: given.timestamp + offset.timestamp,
      picture: given.picture + offset.picture,
    })
    this.#last = { ...moved, atMs: nowMs }
    packet.writeUInt16BE(moved.sequence, 2)
    packet.writeUInt32BE(moved.timestamp, 4)
    if (numbersPicture) packet.writeUInt8(moved.picture, pictureIdAt)
  }

  /** Rewrites a sender report in place. False: it is of a run whose place is not known yet. */
  rtcp(packet: Buffer): boolean {
    if (this.#offset === null || packet.length < reportTimestampAt + 4) return false
    if (packet.readUInt8(1) !== rtcpSenderReport) return false
    const timestamp = packet.readUInt32BE(reportTimestampAt) + this.#offset.timestamp
    packet.writeUInt32BE(timestamp >>> 0, reportTimestampAt)
    return true
  }

  #offsetTo(given: Position, nowMs: number): Position {
    const passed = Math.round(((nowMs - this.#last.atMs) * this.#clockRate) / 1_000)
    return wrapped({
      sequence: this.#last.sequence + 1 - given.sequence,
      timestamp: this.#last.timestamp + passed - given.timestamp,
      picture: this.#last.picture + 1 - given.picture,
    })
  }
}

/** X and I set, and the id in one byte (RFC 7741, section 4.2). */
function hasPictureId(packet: Buffer): boolean {
  if (packet.length <= pictureIdAt) return false
  const [descriptor, extension, id] = packet.subarray(descriptorAt, pictureIdAt + 1)
  return ((descriptor ?? 0) & (extension ?? 0) & ~(id ?? 0) & 0x80) !== 0
}
