import fc from 'fast-check'
import { expect, test } from 'vitest'
import { piecesOf } from './links.ts'

const links = (text: string) =>
  piecesOf(text).flatMap((piece) => (piece.kind === 'link' ? [piece.href] : []))

test('addresses become links, with the sentence’s punctuation left out', () => {
  expect(links('See https://example.org/a?b=1#c, and www.example.com!')).toEqual([
    'https://example.org/a?b=1#c',
    'https://www.example.com/',
  ])
  expect(links('(https://example.org/Rome_(city))')).toEqual(['https://example.org/Rome_(city)'])
})

test('nothing but http and https ever becomes one', () => {
  expect(links('javascript:alert(1) data:text/html,x ftp://a.b file:///etc mailto:a@b.c')).toEqual(
    [],
  )
  expect(links('https://bank.example@evil.example/')).toEqual([])
})

test('no character is lost or added', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.webUrl(), (words, url) => {
      const text = `${words} ${url} ${words}`
      expect(
        piecesOf(text)
          .map((piece) => piece.text)
          .join(''),
      ).toBe(text)
    }),
  )
})
