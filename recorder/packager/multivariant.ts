// The playlist from which a player chooses: the pictures of a broadcast by size and bitrate, and the sound that goes
// with all of them (RFC 8216, 4.3.4; draft-pantos-hls-rfc8216bis-15, 4.4.6). Pure.
import type { AudioFormat, VideoFormat } from '../media/sample.ts'
import { playlistName } from './listing.ts'
import type { Rates } from './playlist.ts'

interface Named {
  readonly name: string
  readonly rates: Rates
}

export interface Picture extends Named {
  readonly format: Pick<VideoFormat, 'codec' | 'width' | 'height'>
}

export interface Sound extends Named {
  readonly format: Pick<AudioFormat, 'codec' | 'channels'>
}

export interface Offered {
  /** In the order in which players try them; none when there is only sound. */
  readonly pictures: readonly Picture[]
  readonly sound: Sound | null
}

const group = 'sound'

const soundLine = ({ name, format }: Sound): string =>
  [
    `#EXT-X-MEDIA:TYPE=AUDIO,GROUP-ID="${group}",NAME="${group}",DEFAULT=YES,AUTOSELECT=YES`,
    `CHANNELS="${format.channels}"`,
    `URI="${playlistName(name)}"`,
  ].join(',')

const sumOf = (rates: readonly Rates[], which: keyof Rates): number =>
  Math.ceil(rates.reduce((sum, one) => sum + one[which], 0))

function variant({ name, rates, format }: Picture, sound: Sound | null): string[] {
  const all = sound === null ? [rates] : [rates, sound.rates]
  const codecs = sound === null ? format.codec : `${format.codec},${sound.format.codec}`
  const attributes = [
    `BANDWIDTH=${sumOf(all, 'peak')}`,
    `AVERAGE-BANDWIDTH=${sumOf(all, 'average')}`,
    `CODECS="${codecs}"`,
    `RESOLUTION=${format.width}x${format.height}`,
    ...(sound === null ? [] : [`AUDIO="${group}"`]),
  ]
  return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, playlistName(name)]
}

/** Sound by itself is a variant of its own. */
function soundAlone({ name, rates, format }: Sound): string[] {
  const attributes = [
    `BANDWIDTH=${Math.ceil(rates.peak)}`,
    `AVERAGE-BANDWIDTH=${Math.ceil(rates.average)}`,
    `CODECS="${format.codec}"`,
  ]
  return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, playlistName(name)]
}

export function multivariantPlaylist({ pictures, sound }: Offered): string {
  const isAlone = pictures.length === 0
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    ...(sound === null || isAlone ? [] : [soundLine(sound)]),
    ...pictures.flatMap((picture) => variant(picture, sound)),
    ...(sound !== null && isAlone ? soundAlone(sound) : []),
    '',
  ].join('\n')
}
