// H.264 as FLV and MP4 carry it: what its configuration record says of the picture.
import { Bits } from './bits.ts'
import { MediaError } from './mediaError.ts'
import type { VideoFormat } from './sample.ts'

/** Profiles whose parameter sets say more about chroma (H.264, 7.3.2.1.1). */
const highProfiles = new Set([100, 110, 122, 244, 44, 83, 86, 118, 128, 138, 139, 134, 135])
const macroblock = 16
/** The largest picture of any level is 139,264 macroblocks; nobody sends that. */
const most = 8_192

const hex = (byte: number) => byte.toString(16).padStart(2, '0')

/** An emulation prevention byte stands behind two zeros (7.4.1). */
function unescaped(nal: Uint8Array): Uint8Array {
  return nal.filter((byte, n) => !(byte === 3 && n >= 2 && nal[n - 1] === 0 && nal[n - 2] === 0))
}

function skipScalingLists(bits: Bits, lists: number): void {
  for (let list = 0; list < lists; list += 1) {
    if (bits.one() === 0) continue
    let [last, next] = [8, 8]
    for (let n = 0; n < (list < 6 ? 16 : 64); n += 1) {
      if (next !== 0) next = (last + bits.signedGolomb() + 256) % 256
      if (next !== 0) last = next
    }
  }
}

/** Answers the format of chroma: 1 is 4:2:0, as all profiles below "high" are. */
function readChroma(bits: Bits, profile: number): number {
  if (!highProfiles.has(profile)) return 1
  const chroma = bits.golomb()
  if (chroma === 3) bits.one()
  bits.golomb()
  bits.golomb()
  bits.one()
  if (bits.one() === 1) skipScalingLists(bits, chroma === 3 ? 12 : 8)
  return chroma
}

function skipOrder(bits: Bits): void {
  const type = bits.golomb()
  if (type === 0) bits.golomb()
  if (type !== 1) return
  bits.one()
  bits.signedGolomb()
  bits.signedGolomb()
  const frames = Math.min(bits.golomb(), 255)
  for (let n = 0; n < frames; n += 1) bits.signedGolomb()
}

function readCrop(bits: Bits, chroma: number, isFrames: number) {
  if (bits.one() === 0) return { across: 0, down: 0 }
  const [left, right, top, bottom] = [bits.golomb(), bits.golomb(), bits.golomb(), bits.golomb()]
  const unit = { across: chroma === 1 || chroma === 2 ? 2 : 1, down: chroma === 1 ? 2 : 1 }
  return { across: (left + right) * unit.across, down: (top + bottom) * unit.down * (2 - isFrames) }
}

/** The size of the picture, in pixels, by a sequence parameter set (7.3.2.1.1). */
export function pictureSize(parameterSet: Uint8Array): { width: number; height: number } {
  const bits = new Bits(unescaped(parameterSet.subarray(1)))
  const profile = bits.take(8)
  bits.take(16)
  bits.golomb()
  const chroma = readChroma(bits, profile)
  bits.golomb()
  skipOrder(bits)
  bits.golomb()
  bits.one()
  const columns = bits.golomb() + 1
  const rows = bits.golomb() + 1
  const isFrames = bits.one()
  if (isFrames === 0) bits.one()
  bits.one()
  const crop = readCrop(bits, chroma, isFrames)
  const width = columns * macroblock - crop.across
  const height = rows * macroblock * (2 - isFrames) - crop.down
  if (bits.isOver || width < 1 || height < 1 || width > most || height > most)
    throw new MediaError('badVideo', 'the parameter set of the video cannot be read')
  return { width, height }
}

/** By an AVCDecoderConfigurationRecord. NAL units must have four bytes of length. */
export function videoFormat(record: Uint8Array): VideoFormat {
  const [version, profile = 0, compatibility = 0, level = 0, lengths = 0, sets = 0] = record
  const size = ((record[6] ?? 0) << 8) | (record[7] ?? 0)
  const parameterSet = record.subarray(8, 8 + size)
  if (version !== 1 || (sets & 0x1f) === 0 || size < 4 || parameterSet.length < size)
    throw new MediaError('badVideo', 'the configuration of the video cannot be read')
  if ((lengths & 3) !== 3)
    throw new MediaError('badVideo', 'its NAL units do not have lengths of four bytes')
  const codec = `avc1.${hex(profile)}${hex(compatibility)}${hex(level)}`
  return { kind: 'video', config: record.slice(), codec, ...pictureSize(parameterSet) }
}

/** Of eight bits in 4:2:0, as all are that browsers send. */
const highTrailer = Uint8Array.of(0xfd, 0xf8, 0xf8, 0)

/** An AVCDecoderConfigurationRecord of NAL units with four bytes of length; there is at least one set of each. */
export function avcConfig(
  sequences: readonly Uint8Array[],
  pictures: readonly Uint8Array[],
): Uint8Array {
  const [, profile = 0, compatibility = 0, level = 0] = sequences[0] ?? []
  const behindLength = (set: Uint8Array) => [set.length >> 8, set.length & 0xff, ...set]
  return Uint8Array.from([
    ...[1, profile, compatibility, level, 0xff],
    ...[0xe0 | sequences.length, ...sequences.flatMap(behindLength)],
    ...[pictures.length, ...pictures.flatMap(behindLength)],
    ...(highProfiles.has(profile) ? highTrailer : []),
  ])
}
