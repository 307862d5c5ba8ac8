// What a source of each kind may send. The sfu measures what really comes, since a bitrate in parameters is
// only said, and what one sends is multiplied to all who watch.
import type { SourceKind } from '../sources.ts'

export interface Allowance {
  readonly bitsPerSecond: number
  readonly packetsPerSecond: number
}

const mega = 1_000_000

/**
 * A little more than all layers of the client's own encodings together. Packets: sound comes in frames of at least
 * 10 ms; a picture in up to three layers of 30 pictures a second, and in pieces of about 1 kB.
 */
export const allowances: Readonly<Record<SourceKind, Allowance>> = {
  microphone: { bitsPerSecond: 0.16 * mega, packetsPerSecond: 110 },
  screenAudio: { bitsPerSecond: 0.2 * mega, packetsPerSecond: 110 },
  camera: { bitsPerSecond: 3 * mega, packetsPerSecond: 500 },
  document: { bitsPerSecond: 2.5 * mega, packetsPerSecond: 500 },
  screen: { bitsPerSecond: 3.5 * mega, packetsPerSecond: 600 },
}
