// Reads RTP packets (RFC 3550, section 5.1), and the elements of their header extensions (RFC 8285).

export interface RtpPacket {
  readonly payloadType: number
  /** Of pictures: the last packet of one. */
  readonly marker: boolean
  readonly sequence: number
  readonly timestamp: number
  readonly ssrc: number
  /** By their number in the RTP parameters. */
  readonly extensions: ReadonlyMap<number, Uint8Array>
  readonly payload: Uint8Array
}

const fixedBytes = 12
const none: RtpPacket['extensions'] = new Map()
/** Of one byte for number and length, and of two (RFC 8285, 4.2 and 4.3). */
const oneByte = 0xbede
const twoBytes = 0x1000

/** RTP and RTCP share a port; their second bytes are kept apart (RFC 5761, section 4). */
export function isRtcp(bytes: Uint8Array): boolean {
  const type = bytes[1] ?? 0
  return type >= 192 && type <= 223
}

/** Of two header extensions that this knows; others have none that could be told apart. */
function elements(profile: number, bytes: Uint8Array): RtpPacket['extensions'] {
  const isShort = profile === oneByte
  if (!isShort && (profile & 0xfff0) !== twoBytes) return none
  const found = new Map<number, Uint8Array>()
  for (let at = 0; at < bytes.length;) {
    const head = bytes[at] ?? 0
    const id = isShort ? head >> 4 : head
    // Padding; and of the short form, the number that ends them.
    if (head === 0) at += 1
    else if (isShort && id === 15) break
    else {
      const start = at + (isShort ? 1 : 2)
      const end = start + (isShort ? (head & 0x0f) + 1 : (bytes[at + 1] ?? 0))
      if (end > bytes.length) break
      found.set(id, bytes.subarray(start, end))
      at = end
    }
  }
  return found
}

/** Null when this is no whole RTP packet. What is in it is the packet's own bytes, not a copy. */
export function readRtp(bytes: Buffer): RtpPacket | null {
  if (bytes.length < fixedBytes || bytes.readUInt8(0) >> 6 !== 2) return null
  const [first, second] = [bytes.readUInt8(0), bytes.readUInt8(1)]
  let at = fixedBytes + (first & 0x0f) * 4
  let extensions = none
  if ((first & 0x10) !== 0) {
    if (bytes.length < at + 4) return null
    const end = at + 4 + bytes.readUInt16BE(at + 2) * 4
    if (end <= bytes.length)
      extensions = elements(bytes.readUInt16BE(at), bytes.subarray(at + 4, end))
    at = end
  }
  const padding = (first & 0x20) === 0 ? 0 : (bytes[bytes.length - 1] ?? 0)
  const isPaddingWrong = (first & 0x20) !== 0 && padding === 0
  if (at > bytes.length - padding || isPaddingWrong) return null
  return {
    payloadType: second & 0x7f,
    marker: (second & 0x80) !== 0,
    sequence: bytes.readUInt16BE(2),
    timestamp: bytes.readUInt32BE(4),
    ssrc: bytes.readUInt32BE(8),
    extensions,
    payload: bytes.subarray(at, bytes.length - padding),
  }
}
