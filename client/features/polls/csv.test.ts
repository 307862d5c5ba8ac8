import { expect, test } from 'vitest'
import { csvOf } from './csv.ts'

test('cells that look like formulas are text, and commas and quotes stay inside their cell', () => {
  const rows = [
    ['=1+1', '+41', '-2', '@x', 'a,b', 'say "hi"', 'two\nlines', 'plain', 3],
    ['', "'"],
  ]
  expect(csvOf(rows)).toBe(
    `\uFEFF'=1+1,'+41,'-2,'@x,"a,b","say ""hi""","two\nlines",plain,3\r\n,'\r\n`,
  )
})
