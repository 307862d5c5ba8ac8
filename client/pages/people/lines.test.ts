import { expect, test } from 'vitest'
import { lineOf, linksOf, type ImportedLine } from './lines.ts'

test('one person becomes one line, whatever is in the name', () => {
  expect(lineOf('Ada Lovelace', ' ada@example.org ')).toBe('Ada Lovelace <ada@example.org>')
  expect(lineOf('', 'ada')).toBe('ada')
  expect(lineOf('A <b>\nc', 'ada').split('\n')).toEqual(['A  b  c <ada>'])
})

test('only new accounts have links to hand over', () => {
  const base = { login: 'ada', name: 'Ada', message: null, account: null }
  const lines: ImportedLine[] = [
    { ...base, line: 1, outcome: 'created', link: { url: 'http://x/1', expiresAt: 1 } },
    { ...base, line: 2, outcome: 'exists', link: null },
  ]
  expect(linksOf(lines)).toBe('Ada\tada\thttp://x/1')
})
