// AAC as FLV and MP4 carry it: what its configuration says of the sound.
import { Bits } from './bits.ts'
import { MediaError } from './mediaError.ts'
import type { AudioFormat } from './sample.ts'

/** ISO/IEC 14496-3, table 1.18, in Hz. */
const sampleRates = [
  96_000, 88_200, 64_000, 48_000, 44_100, 32_000, 24_000, 22_050, 16_000, 12_000, 11_025, 8_000,
  7_350,
]
const explicitRate = 15
/** Table 1.19: configuration 7 has eight. */
const channelsOf = [0, 1, 2, 3, 4, 5, 6, 8]
const lowComplexity = 2
/** Samples of a frame; 960 is of broadcasting only. */
export const frameSamples = 1_024

/** By an AudioSpecificConfig. High efficiency says so behind what older decoders read: it plays as its core. */
export function audioFormat(config: Uint8Array): AudioFormat {
  const bits = new Bits(config)
  const type = bits.take(5)
  const index = bits.take(4)
  const sampleRate = index === explicitRate ? bits.take(24) : (sampleRates[index] ?? 0)
  const channels = channelsOf[bits.take(4)] ?? 0
  if (config.length < 2 || sampleRate < 7_350 || sampleRate > 96_000 || channels === 0)
    throw new MediaError('badAudio', 'the configuration of the sound cannot be read')
  if (type !== lowComplexity && type !== 5 && type !== 29)
    throw new MediaError('audioCodec', `AAC of type ${type} is not AAC-LC`)
  return { kind: 'audio', config: config.slice(), codec: `mp4a.40.${type}`, sampleRate, channels }
}
