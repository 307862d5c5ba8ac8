// The texts of the board, fetched with it in the language of the page.
import { fetchLate } from '../../i18n/i18n.svelte.ts'

export function fetchTexts(): Promise<void> {
  return fetchLate('board', {
    en: async () => (await import('../../i18n/en/board.ts')).board,
    de: async () => (await import('../../i18n/de/board.ts')).board,
  })
}
