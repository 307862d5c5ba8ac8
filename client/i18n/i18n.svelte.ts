// The page's language: `t` gives a message in it, and everything that shows one follows a switch.
// One for the whole page, as `lang` on <html> is; the only state that lives at module level.
import { en } from './en.ts'
import type { Arguments, FirstMessages, Key, LateMessages, LateName } from './keys.ts'
import { chooseLanguage, isLanguage, languages, type Language } from './languages.ts'
import { fill, localeOf, type Area, type Locale } from './message.ts'
import { recall, remember } from '../ui/memory.ts'

const sources: Readonly<Record<Language, () => Promise<FirstMessages>>> = {
  en: async () => en,
  de: async () => (await import('./de.ts')).de,
}

interface Speech {
  readonly language: Language
  /** With region where the browser names one: dates in en-GB and en-US differ. */
  readonly tag: string
  readonly messages: FirstMessages
  readonly locale: Locale
}

function tagOf(language: Language): string {
  return (
    navigator.languages.find((tag) => tag.split('-')[0]?.toLowerCase() === language) ?? language
  )
}

function speechOf(language: Language, messages: FirstMessages): Speech {
  const tag = tagOf(language)
  return { language, tag, messages, locale: localeOf(tag) }
}

let speech = $state.raw(speechOf('en', en))

// They are there before anything asks for them, so nothing follows them.
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const late = new Map<string, Partial<Record<Language, Area>>>()
/** What is fetched beside parts of the page, and in which languages it has come. */
// eslint-disable-next-line svelte/prefer-svelte-reactivity
const fetched = new Map<LateSources, readonly Language[]>()

type LateSources = Readonly<Record<Language, () => Promise<Partial<LateMessages>>>>

/** Texts that come with a part of the page; called before that part shows any. */
export function addLate<Name extends LateName>(
  name: Name,
  texts: Readonly<Record<Language, LateMessages[Name]>>,
): void {
  late.set(name, texts)
}

/** Texts that are fetched beside a part of the page, in its language alone; awaited before that part shows any. */
export async function fetchLate(sources: LateSources): Promise<void> {
  if (!fetched.has(sources)) fetched.set(sources, [])
  await fetchLateIn(speech.language)
}

const come = (sources: LateSources): readonly Language[] => fetched.get(sources) ?? []

async function fetchLateIn(language: Language): Promise<void> {
  const missing = [...fetched.keys()].filter((sources) => !come(sources).includes(language))
  const fetching = missing.map(async (sources) => {
    const areas = Object.entries<Area>(await sources[language]())
    for (const [name, texts] of areas) late.set(name, { ...late.get(name), [language]: texts })
    fetched.set(sources, [...come(sources), language])
  })
  await Promise.all(fetching)
}

export function t<K extends Key>(key: K, ...[values]: Arguments<K>): string {
  const dot = key.indexOf('.')
  const name = key.slice(0, dot)
  const rest = key.slice(dot + 1)
  const first = speech.messages[name as keyof FirstMessages] as Area | undefined
  const message = first?.[rest] ?? late.get(name)?.[speech.language]?.[rest]
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
  const [messages] = await Promise.all([sources[language](), fetchLateIn(language)])
  speech = speechOf(language, messages)
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
