// What becomes of files that somebody puts on a page: pictures lie on it, a PDF becomes pages behind it.
import type { OnPage } from '../../../shared/board/rights.ts'
import type { FileId } from '../../../shared/ids.ts'
import type { Point } from '../../../shared/board/shape.ts'
import type { Room } from '../../classroom/room.svelte.ts'
import type { BoardFiles } from './boardFiles.ts'
import type { PageDesk } from './pageDesk.svelte.ts'

export const isPdf = ({ type, name }: File): boolean =>
  type === 'application/pdf' || (type === '' && /\.pdf$/i.test(name))

export const isPicture = ({ type, name }: File): boolean =>
  type.startsWith('image/') || /\.hei[cf]$/i.test(name)

/** Sends a PDF or a picture for backgrounds, and counts its pages. Throws the refusal, or what pdf.js says. */
export async function sendSlides(
  files: BoardFiles,
  file: File,
): Promise<{ readonly file: FileId; readonly pages: number }> {
  const { countSlides } = await import('./slides.ts')
  const pages = isPdf(file) ? await countSlides(file) : 1
  return { file: (await files.send(file)).id, pages }
}

export interface Insertion {
  readonly room: Room
  readonly desk: PageDesk
  readonly files: BoardFiles
  readonly on: OnPage
}

/** Answers whether all of them could be used. */
export async function insert(
  { room, desk, files, on }: Insertion,
  given: readonly File[],
  at?: Point,
): Promise<boolean> {
  const pictures = given.filter(isPicture)
  const decks = room.can('board.manage') ? given.filter(isPdf) : []
  if (pictures.length > 0) await desk.engine?.insertFiles(pictures, at)
  for (const deck of decks) {
    const slides = await sendSlides(files, deck)
    const background = { kind: 'plain' } as const
    await room.act('boards.addPage', { board: on.board, after: on.page, background, slides })
  }
  return pictures.length + decks.length === given.length
}
