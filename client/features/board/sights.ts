// The small pictures of pages in one part of the screen: each begins when it is seen and ends when it is not,
// and all share the pictures and slides that lie on them.
import type { Attachment } from 'svelte/attachments'
import type { OnPage } from '../../../shared/board/rights.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { BoardFiles } from './boardFiles.ts'
import { PageSight } from './pageSight.ts'
import { Pictures } from './pictures.ts'
import type { Reading } from './sync/layerRead.ts'
import { watchTheme } from './watchTheme.ts'

interface Parts {
  readonly room: Room
  readonly reading: Reading
  readonly files: BoardFiles
}

export class Sights {
  readonly #parts: Parts
  readonly #pictures: Pictures
  readonly #listeners = new Set<() => void>()

  constructor(parts: Parts) {
    this.#parts = parts
    this.#pictures = new Pictures({
      files: parts.files,
      ready: () => {
        for (const heard of this.#listeners) heard()
      },
      upload: async () => null,
    })
  }

  /** What a page looks like; `live` as it is drawn on, else as it was when it came into view. */
  of(on: OnPage, live: boolean): Attachment<HTMLCanvasElement> {
    return (canvas) => {
      let sight: PageSight | null = null
      const seen = new IntersectionObserver((entries) => {
        if (entries.at(-1)?.isIntersecting === true) sight ??= this.#open(on, { canvas, live })
        else {
          sight?.close()
          sight = null
        }
      })
      seen.observe(canvas)
      const unwatch = watchTheme(() => sight?.repaint())
      return () => {
        seen.disconnect()
        unwatch()
        sight?.close()
      }
    }
  }

  close(): void {
    this.#pictures.close()
  }

  #open(
    on: OnPage,
    how: { readonly canvas: HTMLCanvasElement; readonly live: boolean },
  ): PageSight {
    const { room, reading } = this.#parts
    sharpen(how.canvas)
    return new PageSight({
      room,
      reading,
      on,
      ...how,
      pictures: this.#pictures,
      onPicture: (heard) => {
        this.#listeners.add(heard)
        return () => {
          this.#listeners.delete(heard)
        }
      },
    })
  }
}

/** As many pixels as the screen shows of it; setting them empties it. */
export function sharpen(canvas: HTMLCanvasElement): void {
  const ratio = Math.min(2, devicePixelRatio)
  const [width, height] = [canvas.clientWidth, canvas.clientHeight].map((side) =>
    Math.max(1, Math.round(side * ratio)),
  )
  if (width !== undefined && canvas.width !== width) canvas.width = width
  if (height !== undefined && canvas.height !== height) canvas.height = height
}
