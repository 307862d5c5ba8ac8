// The texts of the board, fetched with it in the language of the page.
import { fetchLate } from '../../i18n/i18n.svelte.ts'

const texts = {
  en: () => import('../../i18n/en/board.ts'),
  de: () => import('../../i18n/de/board.ts'),
}

export const fetchTexts = (): Promise<void> => fetchLate(texts)
