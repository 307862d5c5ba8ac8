// The texts of what is seen in class only, fetched with it in the language of the page.
import { fetchLate } from '../i18n/i18n.svelte.ts'

const texts = {
  en: async () => (await import('../i18n/en/inClass.ts')).inClass,
  de: async () => (await import('../i18n/de/inClass.ts')).inClass,
}

export const fetchTexts = (): Promise<void> => fetchLate(texts)
