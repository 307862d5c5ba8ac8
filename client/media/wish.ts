// Which sources one wants to receive: all sound if this device plays it, and the pictures that are
// looked at, each as large as it is looked at. Pure.
import type { ParticipantId, SourceId } from '../../shared/ids.ts'
import type { Source } from '../../shared/room/sources.ts'

/** How a picture is looked at. */
export interface Look {
  /** Pixels of the screen that the whole picture takes from top to bottom. */
  readonly height: number
  /** What is higher stays longer on a weak link. */
  readonly priority: number
  /** One of so many that it may move half as often. */
  readonly calm?: boolean
}

export interface Wished {
  readonly source: SourceId
  /** Null for sound. */
  readonly look: Look | null
}

export interface Watcher {
  readonly me: ParticipantId
  /** False on a device that left the sound to another of the same person. */
  readonly sound: boolean
  /** How somebody's camera or screen is looked at now; null when it is not. */
  readonly looksAt: (source: Source) => Look | null
}

/** The contract takes at most this many; sound comes first, then whoever came first. */
const limit = 200

const isSound = ({ kind }: Source): boolean => kind === 'microphone' || kind === 'screenAudio'

export function wishOf(sources: Iterable<Source>, { me, sound, looksAt }: Watcher): Wished[] {
  const others = [...sources].filter((source) => source.participant !== me)
  const heard = others.filter(isSound)
  const pictures = others.filter((source) => !isSound(source))
  // While somebody is being moved there are two of one picture, of which the tile knows one.
  const known = new Map(
    pictures.flatMap((source) => {
      const look = looksAt(source)
      return look === null ? [] : [[pictureOf(source), look] as const]
    }),
  )
  const seen = pictures.flatMap((source) => {
    const look = known.get(pictureOf(source))
    return look === undefined ? [] : [{ source: source.source, look }]
  })
  const voices = sound ? heard.map(({ source }) => ({ source, look: null })) : []
  return [...voices, ...seen].slice(0, limit)
}

const pictureOf = ({ participant, kind }: Source): string => `${participant} ${kind}`

/** As it is said to the server. */
export function spoken(wish: readonly Wished[]) {
  return {
    wish: wish.map(({ source }) => source),
    looks: wish.flatMap(({ source, look }) => (look === null ? [] : [{ source, ...look }])),
  }
}

export function isSameWish(one: readonly Wished[], other: readonly Wished[]): boolean {
  if (one.length !== other.length) return false
  const known = new Map(one.map(({ source, look }) => [source, look]))
  return other.every(({ source, look }) => known.has(source) && isSame(known.get(source), look))
}

const isSame = (one: Look | null | undefined, other: Look | null): boolean =>
  one?.height === other?.height && one?.priority === other?.priority && one?.calm === other?.calm
