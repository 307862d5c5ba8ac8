// FLV as it is written: for what comes by RTMP, and for ffmpeg. Source: Adobe Flash Video File Format Specification
// 10.1, annex E.
import type { FlvEvent } from './flv.ts'

/** Of a file with sound and picture, and of no tag before the first. */
export const flvHeader = Buffer.from([0x46, 0x4c, 0x56, 1, 5, 0, 0, 0, 9, 0, 0, 0, 0])

export interface FlvTag {
  /** 8 is sound, 9 a picture. */
  readonly type: number
  /** In ms; 32 bits of it count. */
  readonly dts: number
  readonly body: Uint8Array
}

const headerBytes = 11

export function flvTag({ type, dts, body }: FlvTag): Buffer {
  const bytes = Buffer.alloc(headerBytes + body.length + 4)
  bytes[0] = type
  bytes.writeUIntBE(body.length, 1, 3)
  const time = dts >>> 0
  bytes.writeUIntBE(time & 0xff_ff_ff, 4, 3)
  bytes[7] = time >>> 24
  bytes.set(body, headerBytes)
  bytes.writeUInt32BE(headerBytes + body.length, headerBytes + body.length)
  return bytes
}

const picture = 9
const firstByte = { key: 0x17, other: 0x27 } as const

/** Of a picture in H.264: its format, or a frame. */
export function pictureTag(event: FlvEvent): Buffer {
  if (event.type === 'format') {
    const body = Buffer.concat([Buffer.from([firstByte.key, 0, 0, 0, 0]), event.format.config])
    return flvTag({ type: picture, dts: event.dts, body })
  }
  const { dts, delay, isKey, data } = event.sample
  const head = Buffer.from([isKey ? firstByte.key : firstByte.other, 1, 0, 0, 0])
  head.writeIntBE(delay, 2, 3)
  return flvTag({ type: picture, dts, body: Buffer.concat([head, data]) })
}
