import { globSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { de as firstDe } from './de.ts'
import { boardExport as deBoardExport } from './de/boardExport.ts'
import { encoder as deEncoder } from './de/encoder.ts'
import { files as deFiles } from './de/files.ts'
import { inClass as deInClass } from './de/inClass.ts'
import { quality as deQuality } from './de/quality.ts'
import { trial as deTrial } from './de/trial.ts'
import { trouble as deTrouble } from './de/trouble.ts'
import { watching as deWatching } from './de/watching.ts'
import { en as firstEn } from './en.ts'
import { boardExport as enBoardExport } from './en/boardExport.ts'
import { encoder as enEncoder } from './en/encoder.ts'
import { files as enFiles } from './en/files.ts'
import { inClass as enInClass } from './en/inClass.ts'
import { quality as enQuality } from './en/quality.ts'
import { trial as enTrial } from './en/trial.ts'
import { trouble as enTrouble } from './en/trouble.ts'
import { watching as enWatching } from './en/watching.ts'
import { chooseLanguage } from './languages.ts'
import { fill, localeOf, type Area, type Message } from './message.ts'

const english = localeOf('en')
const enLate = {
  boardExport: enBoardExport,
  encoder: enEncoder,
  files: enFiles,
  quality: enQuality,
  trial: enTrial,
  trouble: enTrouble,
  watching: enWatching,
}
const deLate = {
  boardExport: deBoardExport,
  encoder: deEncoder,
  files: deFiles,
  quality: deQuality,
  trial: deTrial,
  trouble: deTrouble,
  watching: deWatching,
}
/** An area may come in two parts. */
const en = [firstEn, enInClass, enLate]
const de = [firstDe, deInClass, deLate]

type Areas = Readonly<Record<string, Area>>

function flat(messages: readonly Areas[]): Map<string, Message> {
  const entries = messages
    .flatMap(Object.entries<Area>)
    .flatMap(([area, texts]) =>
      Object.entries(texts).map(([key, text]) => [`${area}.${key}`, text] as const),
    )
  return new Map(entries)
}

const namesIn = (message: Message): string[] => {
  const texts = typeof message === 'string' ? [message] : Object.values(message)
  const names = texts.flatMap((text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((m) => m[1]!))
  return [...new Set(names)].sort()
}

describe('filling a message', () => {
  test('puts values where their names stand', () => {
    expect(fill('{a} and {b}', { a: 'one', b: 'two' }, english)).toBe('one and two')
  })

  test('writes numbers as the language does', () => {
    expect(fill('{count}', { count: 1234.5 }, localeOf('de'))).toBe('1.234,5')
  })

  test('chooses the plural form by count', () => {
    const message = { one: '{count} class', other: '{count} classes' }
    expect(fill(message, { count: 1 }, english)).toBe('1 class')
    expect(fill(message, { count: 0 }, english)).toBe('0 classes')
    expect(
      fill({ few: '{count} lekcje', other: '{count} lekcji' }, { count: 3 }, localeOf('pl')),
    ).toBe('3 lekcje')
  })

  test('never runs what a value says', () => {
    expect(fill('{name}', { name: '{count} $& <b>' }, english)).toBe('{count} $& <b>')
  })
})

/** Everything that may ask for a message. */
function source(): string {
  const root = join(import.meta.dirname, '..')
  const files = globSync('**/*.{ts,svelte}', { cwd: root })
  const asking = files.filter((file) => !/^i18n\/(en|de)\/|\.test\.ts$/.test(file))
  return asking.map((file) => readFileSync(join(root, file), 'utf8')).join('\n')
}

describe('languages', () => {
  test('say nothing that nobody asks for', () => {
    const text = source()
    const words = new Set([...text.matchAll(/['"`]([\w.]+)['"`]/g)].map((found) => found[1]!))
    const starts = [...text.matchAll(/`([a-zA-Z]+\.\w*)\$\{/g)].map((found) => found[1]!)
    const isAsked = (key: string) =>
      words.has(key) ||
      starts.some((start) => {
        if (!key.startsWith(start)) return false
        // What is a whole name must at least stand somewhere.
        return !start.endsWith('.') || words.has(key.slice(start.length))
      })
    expect([...flat(en).keys()].filter((key) => !isAsked(key))).toEqual([])
  })

  test('are all as complete as English', () => {
    expect([...flat(de).keys()].sort()).toEqual([...flat(en).keys()].sort())
  })

  test('use the same values in every message', () => {
    const german = flat(de)
    for (const [key, message] of flat(en)) {
      expect([key, namesIn(german.get(key)!)]).toEqual([key, namesIn(message)])
    }
  })

  test('have no empty message', () => {
    for (const messages of [en, de]) {
      for (const [key, message] of flat(messages)) {
        const texts = typeof message === 'string' ? [message] : Object.values(message)
        for (const text of texts) expect([key, text]).not.toEqual([key, ''])
      }
    }
  })

  test('are chosen by memory, then by the browser, then English', () => {
    expect(chooseLanguage('de', ['en-GB'])).toBe('de')
    expect(chooseLanguage('xx', ['fr-FR', 'de-AT', 'en'])).toBe('de')
    expect(chooseLanguage(null, ['fr'])).toBe('en')
    expect(chooseLanguage('constructor', [])).toBe('en')
  })
})
