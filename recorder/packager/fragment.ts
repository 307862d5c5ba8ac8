// One fragment of a track: moof and mdat (ISO/IEC 14496-12, 8.8; CMAF chunks, ISO/IEC 23000-19, 7.3.2.3).
import { box, fullBox, u32, u64 } from './boxes.ts'
import { trackId } from './initSegment.ts'

/** A sample whose place in time is settled, in ticks of its track. */
export interface TimedSample {
  readonly duration: number
  /** By so much later than decoded it is shown. */
  readonly delay: number
  readonly isKey: boolean
  readonly data: Uint8Array
}

/** Offsets are from the moof, and the time of decoding is told: fragments stand for themselves. */
const defaultBaseIsMoof = 0x2_0000
/** Of a run: where its data begins; of each sample its duration, size, flags and delay. */
const runFlags = 0x1 | 0x100 | 0x200 | 0x400 | 0x800
/** Depends on nobody; and depends on others, and is no place to begin at (8.8.3.1). */
const flags = { key: 0x0200_0000, other: 0x0101_0000 }
const perSample = 16
const mdatHeader = 8

function trackRun(samples: readonly TimedSample[], dataOffset: number): Buffer {
  const table = Buffer.alloc(samples.length * perSample)
  for (const [n, { duration, delay, isKey, data }] of samples.entries()) {
    const at = n * perSample
    table.writeUInt32BE(duration, at)
    table.writeUInt32BE(data.length, at + 4)
    table.writeUInt32BE(isKey ? flags.key : flags.other, at + 8)
    table.writeInt32BE(delay, at + 12)
  }
  return fullBox('trun', { version: 1, flags: runFlags }, u32(samples.length, dataOffset), table)
}

/** `start` is the time of decoding of the first, in ticks. */
export function fragment(sequence: number, start: number, samples: readonly TimedSample[]): Buffer {
  const moof = (dataOffset: number) =>
    box(
      'moof',
      fullBox('mfhd', {}, u32(sequence)),
      box(
        'traf',
        fullBox('tfhd', { flags: defaultBaseIsMoof }, u32(trackId)),
        fullBox('tfdt', { version: 1 }, u64(start)),
        trackRun(samples, dataOffset),
      ),
    )
  const dataOffset = moof(0).length + mdatHeader
  return Buffer.concat([moof(dataOffset), box('mdat', ...samples.map(({ data }) => data))])
}
