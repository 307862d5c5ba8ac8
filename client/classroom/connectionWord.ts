// One word for how well one is connected, from the three things that know a part of it. Pure.
import type { ConnectionState } from '../connection/states.ts'
import type { Quality } from '../features/sources/hearing.svelte.ts'
import type { MediaState } from '../media/mediaSession.ts'

/** `back`: being restored. */
export type ConnectionWord = Quality | 'back'

export function connectionWord(
  status: ConnectionState,
  media: MediaState,
  quality: Quality | null,
): ConnectionWord {
  const restoring = media.kind === 'rebuilding' || (media.kind === 'open' && media.cut)
  if (status.kind !== 'open' || restoring) return 'back'
  return quality ?? 'good'
}
