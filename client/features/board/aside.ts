// Work that was refused, kept in this browser until its author copies or discards it: also over a reload.
import type { PlacedObject } from '../../../shared/board/placed.ts'
import type { LayerName } from '../../../shared/board/layer.ts'
import type { OnPage } from '../../../shared/board/rights.ts'
import type { ParticipantId } from '../../../shared/ids.ts'
import { clipOf, parseClip } from './engine/clip.ts'
import type { Refused } from './sync/layerCopy.ts'

type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

interface Kept {
  readonly layer: LayerName
  readonly code: string
  readonly words: string | null
  readonly clip: string
}

export class Aside {
  /** Asked each time, because some browsers refuse it. */
  readonly #shelf: () => Shelf
  readonly #key: string

  constructor(shelf: () => Shelf, me: ParticipantId, { page }: OnPage) {
    this.#shelf = shelf
    this.#key = `lyceum-board-aside:${me}:${page}`
  }

  get(): readonly Refused[] {
    try {
      const kept = JSON.parse(this.#shelf().getItem(this.#key) ?? '[]') as readonly Kept[]
      return kept.map(({ clip, ...rest }) => ({
        ...rest,
        objects: (parseClip(clip) ?? []).map(({ placement, ...object }) => ({
          ...object,
          ...(placement !== null && { placement }),
        })),
      }))
    } catch {
      // Not ours, or of another time.
      return []
    }
  }

  /** Where the browser has no room, it is there until the page is left. */
  set(refused: readonly Refused[]): void {
    try {
      if (refused.length === 0) this.#shelf().removeItem(this.#key)
      else this.#shelf().setItem(this.#key, JSON.stringify(refused.map(keptOf)))
    } catch {
      return
    }
  }
}

function keptOf({ objects, ...rest }: Refused): Kept {
  const placed = objects.map((one): PlacedObject => ({ placement: null, ...one }))
  return { ...rest, clip: clipOf(placed) }
}
