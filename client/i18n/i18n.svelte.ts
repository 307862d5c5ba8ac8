// The page's language: `t` gives a message in it, and everything that shows one follows a switch.
// One for the whole page, as `lang` on <html> is; the only state that lives at module level.
import { en } from './en.ts'
import type { Arguments, Key, Messages } from './keys.ts'
import { chooseLanguage, isLanguage, languages, type Language } from './languages.ts'
import { fill, localeOf, type Area, type Locale } from './message.ts'
import { recall, remember } from '../ui/memory.ts'

const sources: Readonly<Record<Language, () => Promise<Messages>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
}

interface Speech {
  readonly language: Language
  /** With region where the browser names one: dates in en-GB and en-US differ. */
  readonly tag: string
  readonly messages: Messages
  readonly locale: Locale
}

function tagOf(language: Language): string {
  return (
    navigator.languages.find((tag) => tag.split('-')[0]?.toLowerCase() === language) ?? language
  )
}

function speechOf(language: Language, messages: Messages): Speech {
  const tag = tagOf(language)
  return { language, tag, messages, locale: localeOf(tag) }
}

let speech = $state.raw(speechOf('en', en))

export function t<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  const dot = key.indexOf('.')
  const area = speech.messages[key.slice(0, dot) as keyof Messages] as Area
  const message = area[key.slice(dot + 1)]
  return message === undefined ? key : fill(message, values ?? {}, speech.locale)
}

export function currentLanguage(): Language {
  return speech.language
}

/** The tag for Intl: dates, numbers, lists. Reactive as `t` is. */
export function currentLocale(): string {
  return speech.tag
}

async function speak(language: Language): Promise<void> {
  speech = speechOf(language, await sources[language]())
  document.documentElement.lang = language
  document.documentElement.dir = languages[language].direction
}

export async function switchLanguage(language: Language): Promise<void> {
  remember('language', language)
  await speak(language)
}

/** Called once before the first page is shown. */
export async function startLanguage(): Promise<void> {
  const language = chooseLanguage(recall('language', isLanguage), navigator.languages)
  if (language === 'en') return
  try {
    await speak(language)
  } catch {
    // The language's file did not arrive: English is better than nothing.
  }
}
