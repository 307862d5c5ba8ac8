// The plainest files there are of frames, for ffmpeg to judge them.
import type { StampedFrame } from '../taps/tap.ts'

const startCode = Buffer.from([0, 0, 0, 1])

/** IVF, of VP8 and VP9, with RTP timestamps. */
export function ivf(fourcc: 'VP80' | 'VP90', frames: readonly StampedFrame[]): Buffer {
  const { width = 0, height = 0 } = frames[0]?.size ?? {}
  const header = Buffer.alloc(32)
  header.write(`DKIF\0\0\x20\0${fourcc}`, 'latin1')
  header.writeUInt16LE(width, 12)
  header.writeUInt16LE(height, 14)
  header.writeUInt32LE(90_000, 16)
  header.writeUInt32LE(1, 20)
  header.writeUInt32LE(frames.length, 24)
  const all = frames.flatMap(({ data, rtpTimestamp }) => {
    const head = Buffer.alloc(12)
    head.writeUInt32LE(data.length, 0)
    head.writeUInt32LE(rtpTimestamp, 4)
    return [head, data]
  })
  return Buffer.concat([header, ...all])
}

/** The sets of both kinds in an AVCDecoderConfigurationRecord. */
function parameterSets(config: Buffer): Buffer[] {
  const sets: Buffer[] = []
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    const count = config.readUInt8(at) & mask
    at += 1
    for (let n = 0; n < count; n += 1) {
      const bytes = config.readUInt16BE(at)
      sets.push(config.subarray(at + 2, at + 2 + bytes))
      at += 2 + bytes
    }
  }
  return sets
}

/** H.264, annex B: parameter sets before each key frame. */
export function annexB(frames: readonly StampedFrame[]): Buffer {
  const nals = frames.flatMap(({ data, config }) => {
    const found = config === null ? [] : parameterSets(Buffer.from(config))
    const bytes = Buffer.from(data)
    for (let at = 0; at < bytes.length;) {
      const end = at + 4 + bytes.readUInt32BE(at)
      found.push(bytes.subarray(at + 4, end))
      at = end
    }
    return found
  })
  return Buffer.concat(nals.flatMap((nal) => [startCode, nal]))
}

/** RFC 3533: of one page. */
function oggPage(sequence: number, packet: Uint8Array, granule: number): Buffer {
  const lacing = [...Array<number>(Math.floor(packet.length / 255)).fill(255), packet.length % 255]
  const head = Buffer.alloc(27 + lacing.length)
  head.write('OggS', 'latin1')
  head[5] = sequence === 0 ? 2 : 0
  head.writeBigUInt64LE(BigInt(granule), 6)
  head.writeUInt32LE(1, 14)
  head.writeUInt32LE(sequence, 18)
  head[26] = lacing.length
  head.set(lacing, 27)
  const page = Buffer.concat([head, packet])
  let sum = 0
  for (const byte of page) {
    sum ^= byte << 24
    for (let bit = 0; bit < 8; bit += 1) sum = sum < 0 ? (sum << 1) ^ 0x04c1_1db7 : sum << 1
  }
  page.writeUInt32LE(sum >>> 0, 22)
  return page
}

/** Opus in Ogg (RFC 7845): two channels, by RTP timestamps. */
export function oggOpus(frames: readonly StampedFrame[]): Buffer {
  const head = Buffer.concat([Buffer.from('OpusHead\x01\x02\0\0', 'latin1'), Buffer.alloc(7)])
  head.writeUInt32LE(48_000, 12)
  const tags = Buffer.concat([Buffer.from('OpusTags', 'latin1'), Buffer.alloc(8)])
  const first = frames[0]?.rtpTimestamp ?? 0
  const pages = frames.map(({ rtpTimestamp, data }, n) =>
    oggPage(n + 2, data, ((rtpTimestamp - first) >>> 0) + 960),
  )
  return Buffer.concat([oggPage(0, head, 0), oggPage(1, tags, 0), ...pages])
}
