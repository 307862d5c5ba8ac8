// What the playlists of a broadcast say of its renditions, and by which addresses everything in them is fetched.
// Addresses are relative, so that they hold behind any proxy.
import { mediaPlaylist, type Addresses, type Asked, type SegmentView } from './playlist.ts'
import type { Rendition } from './rendition.ts'

/** By their names. */
export type Renditions = ReadonlyMap<string, Rendition>

export const playlistName = (name: string): string => `${name}.m3u8`

export const addressesOf = (name: string): Addresses => ({
  head: (head) => `${name}/head-${head}.mp4`,
  segment: (number) => `${name}/${number}.m4s`,
  part: ({ number, part }) => `${name}/${number}.${part}.m4s`,
})

/** Segments that whoever watches live is told of: a minute, for those who fall behind. */
const liveSegments = 30

/** Each run but the first began with one, in whichever renditions. */
const discontinuitiesBefore = (first: SegmentView | undefined): number =>
  first === undefined ? 0 : first.run - Number(first.isDiscontinuous)

/** Undefined for a name that is none of theirs. */
export function listed(renditions: Renditions, name: string, asked: Asked): string | undefined {
  const rendition = renditions.get(name)
  if (rendition === undefined) return undefined
  const all = rendition.segments
  const first = asked.isWhole ? 0 : Math.max(0, all.length - liveSegments)
  const segments = all.slice(first)
  const others = [...renditions]
    .filter(([other]) => other !== name)
    .map(([other, { last }]) => ({ address: playlistName(other), last }))
  const view = {
    segments,
    discontinuities: discontinuitiesBefore(segments[0]),
    isEnded: rendition.isEnded,
    isFromStart: rendition.isFromStart,
    isIndependent: segments.every(
      ({ parts: [first] }) => first === undefined || first.isMissing || first.isIndependent,
    ),
    others,
  }
  return mediaPlaylist(view, addressesOf(name), asked)
}
