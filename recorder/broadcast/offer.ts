// What a broadcast offers players to choose from: its picture as it comes, the smaller ones that are made just now, and
// its sound. Pure.
import type { VideoFormat } from '../media/sample.ts'
import type { Picture, Offered } from '../packager/multivariant.ts'
import type { Packaging } from '../packager/packaging.ts'
import type { Rates } from '../packager/playlist.ts'
import type { Rendition } from '../packager/rendition.ts'
import { mostOver, pictureOf, type Rung } from './rungs.ts'

export interface Offer {
  readonly packaging: Pick<Packaging, 'formats' | 'renditions'>
  readonly rungs: readonly Rung[]
  readonly made: ReadonlyMap<string, Rendition>
}

/** Whether all that was announced is there; what does not come is not waited for longer than a segment. */
export function isReady({ formats, renditions }: Offer['packaging']): boolean {
  const { video, audio } = renditions
  const isLong = [video, audio].some(({ last }) => (last?.part ?? 0) + (last?.number ?? 0) > 4)
  const isHere =
    (formats.video === null || video.last !== null) &&
    (formats.audio === null || audio.last !== null)
  return (video.last !== null || audio.last !== null) && (isHere || isLong)
}

/** Before there is any of it, what ffmpeg was told. */
function ratesOf({ bitrate }: Rung, rendition: Rendition | undefined): Rates {
  const measured = rendition?.rates
  return measured !== undefined && measured.average > 0
    ? measured
    : { peak: bitrate * mostOver, average: bitrate }
}

function picturesOf(source: VideoFormat, { packaging, rungs, made }: Offer): Picture[] {
  const { video } = packaging.renditions
  return [
    { name: 'video', format: source, rates: video.rates },
    ...rungs.map((rung) => ({
      name: rung.name,
      format: pictureOf(source, rung),
      rates: ratesOf(rung, made.get(rung.name)),
    })),
  ]
}

export function offeredOf(offer: Offer): Offered {
  const { formats, renditions } = offer.packaging
  const { video, audio } = renditions
  return {
    pictures: formats.video === null || video.last === null ? [] : picturesOf(formats.video, offer),
    sound:
      formats.audio === null || audio.last === null
        ? null
        : { name: 'audio', format: formats.audio, rates: audio.rates },
  }
}
