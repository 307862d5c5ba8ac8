// VP8 (RFC 7741, section 4.2): a descriptor before each part of a picture; and the size of a key frame (RFC 6386, 9.1).
import type { Picture, PictureCodec } from './pictures.ts'

const flag = { extended: 0x80, start: 0x10, partition: 0x0f }
const extension = { picture: 0x80, layer: 0x40, temporal: 0x20, key: 0x10 }
const startCode = [0x9d, 0x01, 0x2a]
const keyHeaderBytes = 10
const sizeMask = 0x3fff

/** What follows the descriptor; empty when that is not whole. */
function partOf(payload: Uint8Array): Uint8Array {
  const [first = 0, extended = 0, id = 0] = payload
  if ((first & flag.extended) === 0) return payload.subarray(1)
  let at = 2
  if ((extended & extension.picture) !== 0) at += (id & 0x80) === 0 ? 1 : 2
  if ((extended & extension.layer) !== 0) at += 1
  if ((extended & (extension.temporal | extension.key)) !== 0) at += 1
  return payload.subarray(at)
}

function sizeOf(data: Uint8Array): Picture['size'] {
  if (data.length < keyHeaderBytes || startCode.some((byte, n) => data[3 + n] !== byte)) return null
  const [width, height] = [6, 8].map(
    (at) => ((data[at] ?? 0) | ((data[at + 1] ?? 0) << 8)) & sizeMask,
  )
  return width && height ? { width, height } : null
}

export const vp8: PictureCodec = {
  begins: ([first = 0]) => (first & (flag.start | flag.partition)) === flag.start,
  join(payloads) {
    const parts = payloads.map(partOf)
    if (parts.some(({ length }) => length === 0)) return 'broken'
    const data = Buffer.concat(parts)
    const isKey = ((data[0] ?? 1) & 1) === 0
    const size = isKey ? sizeOf(data) : null
    return isKey && size === null ? 'broken' : { isKey, data, size, config: null }
  },
}
