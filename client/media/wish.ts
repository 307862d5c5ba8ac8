// Which sources one wants to receive: all sound if this device plays it, and the pictures that are
// looked at. Pure.
import type { ParticipantId, SourceId } from '../../shared/ids.ts'
import type { Source } from '../../shared/room/sources.ts'

export interface Watcher {
  readonly me: ParticipantId
  /** False on a device that left the sound to another of the same person. */
  readonly sound: boolean
  /** Whose cameras and screens are on a tile now. */
  readonly looksAt: (source: Source) => boolean
}

/** The contract takes at most this many; sound comes first, then whoever came first. */
const limit = 200

export function wishOf(sources: Iterable<Source>, { me, sound, looksAt }: Watcher): SourceId[] {
  const others = [...sources].filter((source) => source.participant !== me)
  const heard = others.filter(({ kind }) => kind === 'microphone' || kind === 'screenAudio')
  const seen = others.filter(({ kind }) => kind === 'camera' || kind === 'screen').filter(looksAt)
  return [...(sound ? heard : []), ...seen].slice(0, limit).map(({ source }) => source)
}
