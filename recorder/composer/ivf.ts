// IVF, the plainest container that ffmpeg reads: a header, then frames with their length and time. It carries any
// codec of pictures that has four letters, H.264 and raw planes too, and keeps times where bare streams have none.
import type { Size } from './layouts.ts'

export interface IvfFormat extends Size {
  readonly fourLetters: string
  /** Units of time in a second. */
  readonly timescale: number
}

const headerBytes = 32
export const frameHeaderBytes = 12

export function ivfHeader({ fourLetters, width, height, timescale }: IvfFormat): Buffer {
  const header = Buffer.alloc(headerBytes)
  header.write('DKIF', 0, 'latin1')
  header.writeUInt16LE(headerBytes, 6)
  header.write(fourLetters, 8, 'latin1')
  header.writeUInt16LE(width, 12)
  header.writeUInt16LE(height, 14)
  header.writeUInt32LE(timescale, 16)
  header.writeUInt32LE(1, 20)
  return header
}

/** In the first bytes of `buffer`; `time` in units of the header. */
export function writeFrameHeader(buffer: Buffer, length: number, time: number): void {
  buffer.writeUInt32LE(length, 0)
  buffer.writeBigUInt64LE(BigInt(time), 4)
}
