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

/** With all that is fetched for it. */
function variant(name: string, all: readonly (Picture | Sound)[], more: readonly string[]) {
  const rates = all.map((one) => one.rates)
  const attributes = [
    `BANDWIDTH=${sumOf(rates, 'peak')}`,
    `AVERAGE-BANDWIDTH=${sumOf(rates, 'average')}`,
    `CODECS="${all.map(({ format }) => format.codec).join()}"`,
    ...more,
  ]
  return [`#EXT-X-STREAM-INF:${attributes.join(',')}`, playlistName(name)]
}

function pictureVariant(picture: Picture, sound: Sound | null): string[] {
  const { name, format } = picture
  const size = `RESOLUTION=${format.width}x${format.height}`
  return sound === null
    ? variant(name, [picture], [size])
    : variant(name, [picture, sound], [size, `AUDIO="${group}"`])
}

export function multivariantPlaylist({ pictures, sound }: Offered): string {
  const isAlone = pictures.length === 0
  return [
    '#EXTM3U',
    '#EXT-X-VERSION:9',
    ...(sound === null || isAlone ? [] : [soundLine(sound)]),
    ...pictures.flatMap((picture) => pictureVariant(picture, sound)),
    // Sound by itself is a variant of its own.
    ...(sound !== null && isAlone ? variant(sound.name, [sound], []) : []),
    '',
  ].join('\n')
}
