// What a spreadsheet and a program get.
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { csv, json, type Row } from './formats.ts'

async function whole(parts: AsyncIterable<string>): Promise<string> {
  let text = ''
  for await (const part of parts) text += part
  return text
}

test('CSV quotes what must be, and turns formulas into text', async () => {
  const rows: Row[] = [
    { name: 'Ada, "the first"', text: '=HYPERLINK("x")', n: -3, on: true },
    { name: null, text: 'two\nlines', n: 0, on: false },
  ]
  expect(await whole(csv(['name', 'text', 'n', 'on', 'none'], rows))).toBe(
    '\ufeffname,text,n,on,none\r\n' +
      `"Ada, ""the first""","'=HYPERLINK(""x"")",-3,true,\r\n` +
      ',"two\nlines",0,false,\r\n',
  )
})

test('JSON gives back what it was made of, however many rows', async () => {
  const row = fc.record({ a: fc.string({ unit: 'grapheme' }), b: fc.option(fc.integer()) })
  await fc.assert(
    fc.asyncProperty(fc.array(row, { maxLength: 5 }), async (rows) => {
      expect(JSON.parse(await whole(json(['a', 'b'], rows)))).toEqual(rows)
    }),
  )
})
