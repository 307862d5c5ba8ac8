import fc from 'fast-check'
import { expect, it } from 'vitest'
import { parseCsv, readPeople } from './imports.ts'

it('reads lines as people paste them', () => {
  const text = [
    'Ada Lovelace <Ada@Example.org>',
    '',
    '"Hopper, Grace" <grace@example.org>,',
    'alan',
    'Edsger Dijkstra; edsger@example.org',
    'two words',
  ].join('\r\n')
  expect(readPeople(text, 'lines')).toEqual([
    { line: 1, login: 'ada@example.org', name: 'Ada Lovelace' },
    { line: 3, login: 'grace@example.org', name: 'Hopper, Grace' },
    { line: 4, login: 'alan', name: 'alan' },
    { line: 5, login: 'edsger@example.org', name: 'Edsger Dijkstra' },
    { line: 6, problem: '“two words” is no e-mail address or user name.' },
  ])
})

it('reads CSV with a header, in the delimiter it uses, and counts lines as an editor does', () => {
  const text =
    '\uFEFFVorname;Nachname;E-Mail\r\nGrace;"Hopper\nMurray";grace@example.org\r\n\r\n;;not a login\r\n'
  expect(readPeople(text, 'csv')).toEqual([
    { line: 2, login: 'grace@example.org', name: 'Grace Hopper Murray' },
    { line: 5, problem: '“not a login” is no e-mail address or user name.' },
  ])
})

it('takes cells that look like formulas as text', () => {
  const [, second] = parseCsv('name,login\n"=HYPERLINK(""http://x"")",eve')
  expect(second?.cells).toEqual(['=HYPERLINK("http://x")', 'eve'])
})

it('says what is missing or broken', () => {
  expect(readPeople('a,b\n1,2', 'csv')).toEqual([
    { line: 1, problem: 'The first line must name a column “login” or “email”.' },
  ])
  expect(readPeople('login,name\nada,"Ada', 'csv')).toEqual([
    { line: 2, problem: 'A quotation mark is not closed.' },
  ])
})

it('reads back whatever cells were written, and answers any text', () => {
  const cell = fc.string().map((text) => text.replace(/\r/g, ''))
  const quoted = (text: string) => `"${text.replaceAll('"', '""')}"`
  fc.assert(
    fc.property(fc.array(fc.tuple(cell, cell)), (rows) => {
      const text = ['"a","b"', ...rows.map((cells) => cells.map(quoted).join(','))].join('\n')
      const filled = rows.filter((cells) => cells.some((each) => each.trim() !== ''))
      expect(
        parseCsv(text)
          .slice(1)
          .map(({ cells }) => cells),
      ).toEqual(filled)
    }),
  )
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), fc.constantFrom('csv', 'lines'), (text, format) => {
      for (const { line } of readPeople(text, format)) expect(line).toBeGreaterThan(0)
    }),
  )
})
