// One word for how well one is connected, from all that know a part of it. Pure.
import type { ConnectionState } from '../connection/states.ts'
import type { Quality } from '../features/sources/hearing.svelte.ts'
import type { MediaState } from '../media/mediaSession.ts'

/** `back`: being restored. */
export type ConnectionWord = Quality | 'back'

interface Known {
  readonly status: ConnectionState
  readonly media: MediaState
  /** As the media node measures it. */
  readonly quality: Quality | null
  /** Pictures do not come for want of room on the link. */
  readonly starved: boolean
}

export function connectionWord({ status, media, quality, starved }: Known): ConnectionWord {
  const restoring = media.kind === 'rebuilding' || (media.kind === 'open' && media.cut)
  if (status.kind !== 'open' || restoring) return 'back'
  if (starved && quality !== 'lost') return 'poor'
  return quality ?? 'good'
}
