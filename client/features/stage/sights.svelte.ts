// Which pictures are in sight on this device, and how large: tiles report themselves, and what scrolls away or
// lies in a page that nobody looks at is not in sight. Knows no room.
import { Map } from 'immutable'
import type { Attachment } from 'svelte/attachments'
import type { SourceId } from '../../../shared/ids.ts'
import { heightFor, usualShape, type Extent } from './sight.ts'

/** Who scrolls past and back finds the picture still there. In ms. */
const lingerMs = 2_000
/** A page in the background is left alone for so long. */
const hiddenMs = 10_000
/** So far outside of what is seen a picture is fetched already. */
const margin = '64px'

/** One tile: of which source, and how high its picture is in pixels of the screen; 0 is out of sight. */
interface Sight {
  readonly source: SourceId
  readonly height: number
}

export class Sights {
  #tiles = $state.raw(Map<HTMLElement, Sight>())
  #hidden = $state(false)
  readonly #undo: () => void

  constructor() {
    let later: ReturnType<typeof setTimeout> | undefined
    const turn = (): void => {
      clearTimeout(later)
      if (!document.hidden) this.#hidden = false
      else
        later = setTimeout(() => {
          this.#hidden = true
        }, hiddenMs)
    }
    document.addEventListener('visibilitychange', turn)
    this.#undo = () => {
      clearTimeout(later)
      document.removeEventListener('visibilitychange', turn)
    }
  }

  /** The largest of each. */
  readonly #heights: Map<SourceId, number> = $derived.by(() => {
    const hidden = this.#hidden
    return Map<SourceId, number>().withMutations((heights) => {
      for (const [tile, { source, height }] of this.#tiles) {
        const seen = hidden && isInBackground(tile) ? 0 : height
        heights.update(source, 0, (known) => Math.max(known, seen))
      }
    })
  })

  /** The height at which it is seen; 0 when it is not, null while it is on no tile. */
  height(source: SourceId): number | null {
    return this.#heights.get(source) ?? null
  }

  /** For the element of a tile. */
  watch(source: SourceId | null, whole: boolean): Attachment<HTMLElement> {
    return (tile) => (source === null ? undefined : this.#observe(tile, source, whole))
  }

  close(): void {
    this.#undo()
  }

  #observe(tile: HTMLElement, source: SourceId, whole: boolean): () => void {
    // A tile in the floating window is watched by that window, which is drawn when the page is not.
    const view = tile.ownerDocument.defaultView ?? window
    let later: ReturnType<typeof setTimeout> | undefined
    let seen = false
    const set = (height: number): void => {
      if (this.#tiles.get(tile)?.height !== height)
        this.#tiles = this.#tiles.set(tile, { source, height })
    }
    const measure = (): void => {
      if (seen) set(measured(tile, whole))
    }
    const sight = new view.IntersectionObserver(
      (entries) => {
        clearTimeout(later)
        seen = entries.at(-1)?.isIntersecting ?? false
        if (seen) measure()
        else
          later = setTimeout(() => {
            set(0)
          }, lingerMs)
      },
      { rootMargin: margin },
    )
    const size = new view.ResizeObserver(measure)
    sight.observe(tile)
    size.observe(tile)
    // Of the video within, whose shape is not known before its first frame.
    tile.addEventListener('resize', measure, { capture: true })
    return () => {
      clearTimeout(later)
      sight.disconnect()
      size.disconnect()
      tile.removeEventListener('resize', measure, { capture: true })
      this.#tiles = this.#tiles.delete(tile)
    }
  }
}

/** Not so are the tiles of the floating window, and a picture that floats by itself. */
function isInBackground(tile: HTMLElement): boolean {
  return tile.ownerDocument === document && !tile.contains(document.pictureInPictureElement)
}

function measured(tile: HTMLElement, whole: boolean): number {
  const { clientWidth: width, clientHeight: height } = tile
  const pixelRatio = window.devicePixelRatio
  return heightFor(shapeOf(tile.querySelector('video')), { width, height, whole, pixelRatio })
}

function shapeOf(video: HTMLVideoElement | null): Extent {
  if (video === null || video.videoWidth === 0) return usualShape
  return { width: video.videoWidth, height: video.videoHeight }
}
