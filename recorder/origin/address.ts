// What the address of a request names: `/node/broadcast/file`, or with the token in it for players that know nothing
// else, `/node/broadcast/t/token/file`. The node is for proxies before this one. Pure.
import { mainPlaylist } from '../../shared/contract/recorder.ts'
import type { Position } from '../packager/playlist.ts'

export type File =
  | { readonly is: 'main' }
  /** Whether one may watch at all, for caches that keep the rest. */
  | { readonly is: 'pass' }
  | { readonly is: 'playlist'; readonly rendition: string }
  | { readonly is: 'head'; readonly rendition: string; readonly head: number }
  | { readonly is: 'segment'; readonly rendition: string; readonly number: number }
  | { readonly is: 'part'; readonly rendition: string; readonly position: Position }

export interface Address {
  readonly broadcast: string
  /** Null when it is not in the address. */
  readonly token: string | null
  /** Null when there never is such a file. */
  readonly file: File | null
  readonly query: string
}

const playlist = /^([\da-z]{1,20})\.m3u8$/
const head = /^head-(\d{1,6})\.mp4$/
const part = /^(\d{1,12})\.(\d{1,4})\.m4s$/
const segment = /^(\d{1,12})\.m4s$/

function mediaOf(rendition: string, name: string): File | null {
  const asPart = part.exec(name)
  if (asPart !== null) {
    const [number = 0, n = 0] = asPart.slice(1).map(Number)
    return { is: 'part', rendition, position: { number, part: n } }
  }
  const asSegment = segment.exec(name)
  if (asSegment !== null) return { is: 'segment', rendition, number: Number(asSegment[1]) }
  const asHead = head.exec(name)
  return asHead === null ? null : { is: 'head', rendition, head: Number(asHead[1]) }
}

function fileOf([first = '', second, ...more]: readonly string[]): File | null {
  if (more.length > 0) return null
  if (second !== undefined) return mediaOf(first, second)
  if (first === mainPlaylist) return { is: 'main' }
  if (first === 'pass') return { is: 'pass' }
  const [, rendition] = playlist.exec(first) ?? []
  return rendition === undefined ? null : { is: 'playlist', rendition }
}

/** Null for what is no address of a broadcast. */
export function addressOf(url: string): Address | null {
  const [path = '', query = ''] = url.split('?', 2)
  const [nothing, node, broadcast, ...rest] = path.split('/')
  if (nothing !== '' || !node || !broadcast) return null
  if (rest[0] !== 't') return { broadcast, token: null, file: fileOf(rest), query }
  return { broadcast, token: rest[1] ?? '', file: fileOf(rest.slice(2)), query }
}
