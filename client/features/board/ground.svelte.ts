// What lies below the ink of a page (nothing, lines, a slide, the shared screen), and the colours for it.
import type { Box } from '../../../shared/board/shape.ts'
import type { Page } from '../../../shared/room/boards.model.ts'
import type { Background, Palette } from './engine/contract.ts'
import type { BoardEngine } from './engine/engine.ts'
import { paletteOf } from './paletteOf.ts'
import { againAfter, slideKey, type Pictures } from './pictures.ts'
import { slideBox, type SlideSize } from './slideBox.ts'

interface GroundParts {
  readonly pictures: Pick<Pictures, 'sizeOf'>
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
  /** A slide that is on its way, or is tried again. */
  #asked: { readonly key: string } | null = null
  #again: ReturnType<typeof setTimeout> | undefined

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
    if (shown !== null) this.follow()
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
  follow(): void {
    const wanted = this.#parts.page()?.background ?? plain
    if (wanted.kind !== 'slide') {
      this.close()
      this.#put({ kind: wanted.kind === 'screen' ? 'plain' : wanted.kind })
      return
    }
    const key = slideKey(wanted.file, wanted.page)
    if (this.#background.kind === 'slide' && this.#background.key === key) this.close()
    else if (this.#asked?.key !== key) void this.#ask(key)
  }

  /** Waits for no slide any more. */
  close(): void {
    clearTimeout(this.#again)
    this.#asked = null
  }

  /** Of what is wanted no longer when it comes, nothing is heard. */
  async #ask(key: string): Promise<void> {
    const isFirst = this.#asked?.key !== key
    clearTimeout(this.#again)
    const asked = { key }
    this.#asked = asked
    try {
      const box = slideBox(await this.#parts.pictures.sizeOf(key))
      if (this.#asked !== asked) return
      this.close()
      this.#put({ kind: 'slide', key, box })
      this.#fit()
    } catch (error) {
      if (this.#asked !== asked) return
      this.#again = setTimeout(() => void this.#ask(key), againAfter)
      if (isFirst) this.#parts.failed(error)
    }
  }

  #fit(): void {
    if (this.#shown === null) return
    if (this.#parts.viewIsFree()) this.#shown.engine.showAll()
    this.#parts.settled()
  }

  #put(background: Background): void {
    if (JSON.stringify(background) === JSON.stringify(this.#background)) return
    this.#background = background
    this.#shown?.engine.setBackground(background)
    this.repaint()
  }
}
