import { expect, test } from 'vitest'
import { csvLine } from './csv.ts'

test('commas, semicolons, quotes and lines stay inside their cell', () => {
  expect(csvLine(['a,b', 'c;d', 'say "hi"', 'two\nlines', 'plain', -3, true, null, ''])).toBe(
    '"a,b","c;d","say ""hi""","two\nlines",plain,-3,true,,\r\n',
  )
})

const formulas = ['=1', '+1', '-1', '@x', '\t=1', '\r=1', '\n=1', ' =1', '\u200b@x', '＝1']

test.each(formulas)('%j is no formula', (text) => {
  expect(csvLine([text]).replace('"', '').startsWith("'")).toBe(true)
})
