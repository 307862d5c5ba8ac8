// The pictures of a page, for an engine that draws: each is fetched or made once, when it is first wanted,
// and the engine is told when it is there. What cannot be had is tried again after a while.
import type { FileId } from '../../../shared/ids.ts'
import type { BoardFiles } from './boardFiles.ts'
import type { FormulaWish, PicturePort, UploadedPicture } from './engine/contract.ts'
import type { SlideSize } from './slideBox.ts'
import type { Deck } from './slides.ts'

interface Entry {
  picture: CanvasImageSource | null
  /** Pixels across; of what is being made, what it will have. */
  width: number
  failedAt: number | null
  making: boolean
}

/** What could not be had is tried again, in ms. */
export const againAfter = 15_000
/** Slides are made in these widths, so that zooming does not make them anew all the time. */
const widths = [320, 640, 1280, 1920, 2560, 3840]

export interface PicturesParts {
  readonly files: BoardFiles
  readonly ready: () => void
  readonly upload: (file: Blob) => Promise<UploadedPicture | null>
}

export class Pictures implements PicturePort {
  readonly #parts: PicturesParts
  readonly #entries = new Map<string, Entry>()
  readonly #decks = new Map<FileId, Promise<Deck>>()
  #closed = false

  constructor(parts: PicturesParts) {
    this.#parts = parts
  }

  readonly upload = (file: Blob): Promise<UploadedPicture | null> => this.#parts.upload(file)

  readonly image = (file: FileId): CanvasImageSource | null =>
    this.#get(`image ${file}`, 1, async () => createImageBitmap(await this.#parts.files.get(file)))

  readonly formula = (wish: FormulaWish): CanvasImageSource | null => {
    const { tex, size, colour } = wish
    const wanted = 2 ** Math.ceil(Math.log2(Math.max(8, size)))
    return this.#get(`formula ${colour} ${tex}`, wanted, async () => {
      const { formulaPicture } = await import('./export/formulaPicture.ts')
      return formulaPicture({ ...wish, size: wanted })
    })
  }

  readonly slide = (key: string, width: number): CanvasImageSource | null => {
    const [file, number] = parseSlide(key)
    const wanted = widths.find((one) => one >= width) ?? widths.at(-1) ?? width
    return this.#get(`slide ${key}`, wanted, async () =>
      (await this.#deck(file)).draw(number, wanted),
    )
  }

  async sizeOf(key: string): Promise<SlideSize> {
    const [file, number] = parseSlide(key)
    return (await this.#deck(file)).size(number)
  }

  close(): void {
    this.#closed = true
    const nothing = () => undefined
    for (const deck of this.#decks.values())
      deck.then((one) => {
        one.close()
      }, nothing)
    this.#decks.clear()
    this.#entries.clear()
  }

  #deck(file: FileId): Promise<Deck> {
    const known = this.#decks.get(file)
    if (known !== undefined) return known
    const deck = this.#openDeck(file)
    this.#decks.set(file, deck)
    deck.catch(() => this.#decks.delete(file))
    return deck
  }

  async #openDeck(file: FileId): Promise<Deck> {
    const [{ openDeck }, blob] = await Promise.all([
      import('./slides.ts'),
      this.#parts.files.get(file),
    ])
    return openDeck(blob)
  }

  #get(key: string, width: number, make: () => Promise<CanvasImageSource>) {
    const entry = this.#entries.get(key) ?? {
      picture: null,
      width: 0,
      failedAt: null,
      making: false,
    }
    this.#entries.set(key, entry)
    const rests = entry.failedAt !== null && performance.now() - entry.failedAt < againAfter
    if (!entry.making && !rests && entry.width < width) void this.#make(entry, width, make)
    return entry.picture
  }

  async #make(entry: Entry, width: number, make: () => Promise<CanvasImageSource>): Promise<void> {
    entry.making = true
    try {
      entry.picture = await make()
      entry.width = width
      entry.failedAt = null
    } catch {
      entry.failedAt = performance.now()
    }
    entry.making = false
    if (!this.#closed) this.#parts.ready()
  }
}

export function slideKey(file: FileId, page: number): string {
  return `${file}:${page}`
}

function parseSlide(key: string): [FileId, number] {
  const [file = '', page = '1'] = key.split(':')
  return [file as FileId, Number(page)]
}
