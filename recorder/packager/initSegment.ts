// The head that every fragment of a track needs before it: ftyp and moov of a fragmented MP4
// (ISO/IEC 14496-12, 14496-14, 14496-15; CMAF, ISO/IEC 23000-19).
import type { AudioFormat, Format, VideoFormat } from '../media/sample.ts'
import { box, fullBox, text, u16, u32, u8, zeros } from './boxes.ts'

export const trackId = 1
/** Ticks a second of video: divisible by 24, 25, 30 and 60, and by the ms that streams come with. */
const videoTimescale = 90_000

/** Ticks of a second of such a track. */
export const timescaleOf = (format: Format): number =>
  format.kind === 'video' ? videoTimescale : format.sampleRate

/** No rotation, no scaling, in 16.16 and 2.30. */
const upright = u32(0x1_0000, 0, 0, 0, 0x1_0000, 0, 0, 0, 0x4000_0000)

/** A descriptor of MPEG-4 (14496-1, 8.3.3); short ones only. */
const descriptor = (tag: number, ...parts: readonly Uint8Array[]): Buffer => {
  const body = Buffer.concat(parts)
  return Buffer.concat([u8(tag, body.length), body])
}

const visual = ({ config, width, height }: VideoFormat): Buffer =>
  box(
    'avc1',
    ...[zeros(6), u16(1), zeros(16), u16(width, height), u32(0x48_0000, 0x48_0000), zeros(4)],
    ...[u16(1), zeros(32), u16(0x18, 0xffff), box('avcC', config)],
  )

function sounding({ config, sampleRate, channels }: AudioFormat): Buffer {
  const decoder = descriptor(4, u8(0x40, 0x15), zeros(11), descriptor(5, config))
  const stream = descriptor(3, u16(trackId), u8(0), decoder, descriptor(6, u8(2)))
  // The field holds 16 bits; what is more is said by the configuration.
  const rate = u32(Math.min(sampleRate, 0xffff) * 0x1_0000)
  return box(
    'mp4a',
    ...[zeros(6), u16(1), zeros(8), u16(channels, 16), zeros(4), rate],
    fullBox('esds', {}, stream),
  )
}

/** No samples here: they come in fragments. */
const emptyTables = [
  fullBox('stts', {}, u32(0)),
  fullBox('stsc', {}, u32(0)),
  fullBox('stsz', {}, u32(0, 0)),
  fullBox('stco', {}, u32(0)),
]

function media(format: Format): Buffer {
  const isVideo = format.kind === 'video'
  const handler = text(isVideo ? 'vide' : 'soun')
  const kind = isVideo ? fullBox('vmhd', { flags: 1 }, zeros(8)) : fullBox('smhd', {}, zeros(4))
  const here = fullBox('dref', {}, u32(1), fullBox('url ', { flags: 1 }))
  const entry = isVideo ? visual(format) : sounding(format)
  const table = box('stbl', fullBox('stsd', {}, u32(1), entry), ...emptyTables)
  return box(
    'mdia',
    // The language is "undetermined".
    fullBox('mdhd', {}, u32(0, 0, timescaleOf(format), 0), u16(0x55c4, 0)),
    fullBox('hdlr', {}, u32(0), handler, zeros(12), text('Lyceum\0')),
    box('minf', kind, box('dinf', here), table),
  )
}

export function initSegment(format: Format): Buffer {
  const { width, height } = format.kind === 'video' ? format : { width: 0, height: 0 }
  const loud = format.kind === 'audio' ? 0x0100 : 0
  const header = fullBox(
    'tkhd',
    // Enabled, in the movie, in the preview.
    { flags: 7 },
    ...[u32(0, 0, trackId, 0, 0), zeros(8), u16(0, 0, loud, 0), upright],
    u32(width * 0x1_0000, height * 0x1_0000),
  )
  const movie = fullBox(
    'mvhd',
    {},
    ...[u32(0, 0, 1_000, 0), u32(0x1_0000), u16(0x0100), zeros(10), upright, zeros(24)],
    u32(trackId + 1),
  )
  const extends_ = box('mvex', fullBox('trex', {}, u32(trackId, 1, 0, 0, 0)))
  return Buffer.concat([
    box('ftyp', text('iso6'), u32(0), text('iso6cmfcmp41')),
    box('moov', movie, box('trak', header, media(format)), extends_),
  ])
}
