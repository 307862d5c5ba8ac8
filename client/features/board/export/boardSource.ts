// The content of a board for whoever takes it along: its layers as the server has them, its pictures, and its
// slides drawn where a format cannot hold them. Each file is fetched once.
import type { OnPage } from '../../../../shared/board/rights.ts'
import type { FileId, PageId } from '../../../../shared/ids.ts'
import { boardIn, pageIn, type Page } from '../../../../shared/room/boards.model.ts'
import { LyceumError } from '../../../../shared/errors.ts'
import type { FileBackground } from '../../../../shared/board/boardFile.ts'
import type { Room } from '../../../classroom/room.svelte.ts'
import type { BoardFiles } from '../boardFiles.ts'
import { readPage, type Reading } from '../sync/layerRead.ts'
import { slideBox } from '../slideBox.ts'
import { openDeck, type Deck } from '../slides.ts'
import type { OwnPage } from './exports.ts'
import { objectsOn } from './objectsOn.ts'
import type { ExportBackground, ExportPage, ExportSlide, PictureBytes } from './pages.ts'
import type { BoardSource } from './takeAlong.svelte.ts'

interface Parts {
  readonly room: Room
  readonly reading: Reading
  readonly files: BoardFiles
  readonly on: OnPage
}

type Opened = PictureBytes & { readonly deck: Deck }

export class ClassBoard implements BoardSource {
  readonly #parts: Parts
  readonly #files = new Map<FileId, Promise<PictureBytes>>()
  readonly #decks = new Map<FileId, Promise<Opened>>()
  readonly #deckOf = new Map<Uint8Array, Deck>()

  constructor(parts: Parts) {
    this.#parts = parts
  }

  readonly ports: BoardSource['ports'] = {
    picture: (file) => this.#file(file).catch(() => null),
    file: async (id) => {
      const file = await this.#file(id).catch(() => null)
      return file === null ? null : { ...file, name: `${id}${endings[file.type] ?? ''}` }
    },
    slidePng: async (slide, width) => {
      const deck = this.#deckOf.get(slide.bytes)
      return deck === undefined ? null : pngOf(await deck.draw(slide.page, width))
    },
  }

  get title(): string {
    return this.#board?.title ?? ''
  }

  page(): Promise<ExportPage> {
    return this.#page(this.#parts.on.page)
  }

  async pages(): Promise<readonly ExportPage[]> {
    const pages: ExportPage[] = []
    for (const { id } of this.#board?.pages ?? []) pages.push(await this.#page(id))
    return pages
  }

  async ownPages(): Promise<readonly OwnPage[]> {
    const pages: OwnPage[] = []
    for (const page of this.#board?.pages ?? [])
      pages.push({ objects: await this.#objects(page.id), background: backgroundOf(page) })
    return pages
  }

  close(): void {
    for (const deck of this.#deckOf.values()) deck.close()
  }

  get #board() {
    return boardIn(this.#parts.room.state.boards, this.#parts.on.board)
  }

  async #objects(page: PageId) {
    const { reading, room, on } = this.#parts
    const layers = await readPage(reading, room, { board: on.board, page })
    return objectsOn(layers)
  }

  async #page(id: PageId): Promise<ExportPage> {
    const page = pageIn(this.#board, id)
    if (page === null) throw new LyceumError('missing')
    const [objects, background] = await Promise.all([
      this.#objects(id),
      this.#background(backgroundOf(page)),
    ])
    return { objects, background }
  }

  async #background(background: FileBackground): Promise<ExportBackground> {
    if (background.kind !== 'slide') return background
    const { file, page } = background
    const { deck, bytes, type } = await this.#deck(file)
    const slide: ExportSlide = { bytes, type, page }
    return { kind: 'slide', slide, box: slideBox(await deck.size(page)) }
  }

  #file(id: FileId): Promise<PictureBytes> {
    const known = this.#files.get(id)
    if (known !== undefined) return known
    const file = this.#parts.files.get(id).then(async (blob) => ({
      bytes: new Uint8Array(await blob.arrayBuffer()),
      type: blob.type,
    }))
    this.#files.set(id, file)
    file.catch(() => this.#files.delete(id))
    return file
  }

  #deck(id: FileId): Promise<Opened> {
    const known = this.#decks.get(id)
    if (known !== undefined) return known
    const opened = this.#file(id).then(async ({ bytes, type }) => {
      // pdf.js takes what it is given.
      const deck = await openDeck(new Blob([Uint8Array.from(bytes)], { type }))
      this.#deckOf.set(bytes, deck)
      return { bytes, type, deck }
    })
    this.#decks.set(id, opened)
    opened.catch(() => this.#decks.delete(id))
    return opened
  }
}

const endings: Readonly<Record<string, string>> = {
  'application/pdf': '.pdf',
  'image/png': '.png',
  'image/jpeg': '.jpg',
  'image/webp': '.webp',
  'image/gif': '.gif',
}

/** A shared screen is nobody's to take along. */
function backgroundOf({ background }: Page): FileBackground {
  return background.kind === 'screen' ? { kind: 'plain' } : background
}

async function pngOf(picture: ImageBitmap): Promise<Uint8Array | null> {
  const canvas = document.createElement('canvas')
  canvas.width = picture.width
  canvas.height = picture.height
  canvas.getContext('2d')?.drawImage(picture, 0, 0)
  const blob = await new Promise<Blob | null>((resolve) => canvas.toBlob(resolve, 'image/png'))
  return blob === null ? null : new Uint8Array(await blob.arrayBuffer())
}
