// The texts of the player and of the encoder's dialog, fetched with each in the language of the page.
import { fetchLate } from '../../i18n/i18n.svelte.ts'

const watching = {
  en: () => import('../../i18n/en/watching.ts'),
  de: () => import('../../i18n/de/watching.ts'),
}
const encoder = {
  en: () => import('../../i18n/en/encoder.ts'),
  de: () => import('../../i18n/de/encoder.ts'),
}

export const fetchWatchingTexts = (): Promise<void> => fetchLate(watching)
export const fetchEncoderTexts = (): Promise<void> => fetchLate(encoder)
