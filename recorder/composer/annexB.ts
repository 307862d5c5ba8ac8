// H.264 with lengths, as taps and RTMP bring it, becomes H.264 with start codes, as decoders of bare streams want it. Pure.

const startCode = Buffer.from([0, 0, 0, 1])
const lengthBytes = 4

/** The parameter sets of an AVCDecoderConfigurationRecord (ISO/IEC 14496-15, 5.3.3.1). */
function parameterSets(record: Buffer): Buffer[] {
  const sets: Buffer[] = []
  let at = 5
  for (const mask of [0x1f, 0xff]) {
    const count = (record[at] ?? 0) & mask
    at += 1
    for (let n = 0; n < count && at + 2 <= record.length; n += 1) {
      const end = at + 2 + record.readUInt16BE(at)
      sets.push(record.subarray(at + 2, end))
      at = end
    }
  }
  return sets
}

function unitsOf(frame: Buffer): Buffer[] {
  const units: Buffer[] = []
  for (let at = 0; at + lengthBytes <= frame.length;) {
    const end = at + lengthBytes + frame.readUInt32BE(at)
    units.push(frame.subarray(at + lengthBytes, end))
    at = end
  }
  return units
}

const bufferOf = (bytes: Uint8Array): Buffer =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)

/** A frame whose units have lengths of four bytes; before it stand the parameter sets of `record`, if there is one. */
export function annexB(frame: Uint8Array, record: Uint8Array | null): Buffer {
  const sets = record === null ? [] : parameterSets(bufferOf(record))
  return Buffer.concat([...sets, ...unitsOf(bufferOf(frame))].flatMap((unit) => [startCode, unit]))
}
