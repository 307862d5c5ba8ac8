// FLV as it is written: what comes by RTMP goes on as that. Source: Adobe Flash Video File Format Specification 10.1,
// annex E.

/** Of a file with sound and picture, and of no tag before the first. */
export const flvHeader = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0])

export interface FlvTag {
  /** 8 is sound, 9 a picture. */
  readonly type: number
  /** In ms; 32 bits of it count. */
  readonly dts: number
  readonly body: Buffer
}

const headerBytes = 11

export function flvTag({ type, dts, body }: FlvTag): Buffer {
  const bytes = Buffer.alloc(headerBytes + body.length + 4)
  bytes[0] = type
  bytes.writeUIntBE(body.length, 1, 3)
  const time = dts >>> 0
  bytes.writeUIntBE(time & 0xff_ff_ff, 4, 3)
  bytes[7] = time >>> 24
  body.copy(bytes, headerBytes)
  bytes.writeUInt32BE(headerBytes + body.length, headerBytes + body.length)
  return bytes
}
