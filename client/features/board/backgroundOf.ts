// What lies below the ink of a page, for whatever draws it; a slide is as high as its file says.
import type { Page } from '../../../shared/room/boards.model.ts'
import type { Background } from './engine/contract.ts'
import { slideKey, type Pictures } from './pictures.ts'
import { slideBox } from './slideBox.ts'

/** Rejected while a slide cannot be had. */
export async function backgroundOf(
  { background }: Pick<Page, 'background'>,
  pictures: Pick<Pictures, 'sizeOf'>,
): Promise<Background> {
  if (background.kind === 'screen') return { kind: 'plain' }
  if (background.kind !== 'slide') return background
  const key = slideKey(background.file, background.page)
  return { kind: 'slide', key, box: slideBox(await pictures.sizeOf(key)) }
}
