// What lies below the ink of a page (nothing, lines, a slide, the shared screen), and the colours for it.
import type { Box } from '../../../shared/board/shape.ts'
import type { Page } from '../../../shared/room/boards.model.ts'
import type { Background, Palette } from './engine/contract.ts'
import type { BoardEngine } from './engine/engine.ts'
import { paletteOf } from './paletteOf.ts'
import { slideKey, type Pictures } from './pictures.ts'
import { slideBox, type SlideSize } from './slideBox.ts'

interface GroundParts {
  readonly pictures: Pictures
  /** The page as the room knows it. */
  readonly page: () => Page | null
  /** Whether a slide that came may be brought into sight. */
  readonly viewIsFree: () => boolean
  /** It lies where it is to be seen. */
  readonly settled: () => void
  readonly failed: (error: unknown) => void
}

interface Shown {
  readonly host: HTMLElement
  readonly engine: BoardEngine
}

const plain = { kind: 'plain' } as const

export class Ground {
  readonly #parts: GroundParts
  #background: Background = { kind: 'plain' }
  #shown: Shown | null = null
  #dark = $state(false)
  #over: Box | null = null

  constructor(parts: GroundParts) {
    this.#parts = parts
  }

  get background(): Background {
    return this.#background
  }

  /** A slide is still to be put there. */
  get slideComes(): boolean {
    return this.#background.kind !== 'slide' && this.#parts.page()?.background.kind === 'slide'
  }

  /** Whether the page is dark, by its theme and background. */
  get dark(): boolean {
    return this.#dark
  }

  paletteIn(host: HTMLElement): Palette {
    return paletteOf(host, this.#background, this.#parts.page()?.background.kind === 'screen')
  }

  /** The page is on the screen from now on, or no longer. */
  show(shown: Shown | null): void {
    this.#shown = shown
    if (this.#over !== null) shown?.engine.hold(this.#over)
    if (shown !== null) void this.follow()
  }

  /** The page lies over a screen of this size, and moves as little as that. */
  lieOver(size: SlideSize): void {
    this.#over = slideBox(size)
    this.#shown?.engine.hold(this.#over)
  }

  /** In the colours of the page as it is now. */
  repaint(): void {
    if (this.#shown === null) return
    const palette = this.paletteIn(this.#shown.host)
    this.#shown.engine.setPalette(palette)
    this.#dark = palette.dark
  }

  /** Takes over what the room says of the page. */
  async follow(): Promise<void> {
    const wanted = this.#parts.page()?.background ?? plain
    if (wanted.kind !== 'slide') {
      this.#put({ kind: wanted.kind === 'screen' ? 'plain' : wanted.kind })
      return
    }
    const key = slideKey(wanted.file, wanted.page)
    if (this.#background.kind === 'slide' && this.#background.key === key) return
    try {
      const box = slideBox(await this.#parts.pictures.sizeOf(key))
      // It may have become something else meanwhile.
      if (this.#parts.page()?.background !== wanted) return
      this.#put({ kind: 'slide', key, box })
      this.#fit(box)
    } catch (error) {
      this.#parts.failed(error)
    }
  }

  #fit(box: Box): void {
    if (this.#shown === null) return
    if (this.#parts.viewIsFree()) this.#shown.engine.show(box, false)
    this.#parts.settled()
  }

  #put(background: Background): void {
    if (JSON.stringify(background) === JSON.stringify(this.#background)) return
    this.#background = background
    this.#shown?.engine.setBackground(background)
    this.repaint()
  }
}
