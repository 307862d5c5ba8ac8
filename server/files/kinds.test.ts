// What a file is called and taken for, whatever its sender says.
import { expect, test } from 'vitest'
import { fileLimits } from '../../shared/contract/fileLimits.ts'
import { kindOf, looksLikeMarkup, nameFor, textKind } from './kinds.ts'

const jpg = kindOf('jpg', 'x')!
const pdf = kindOf('pdf', 'x')!

test('a name ends as its bytes ask, and lies nowhere', () => {
  expect(nameFor('Homework.JPEG', jpg)).toBe('Homework.JPEG')
  expect(nameFor('run.exe', pdf)).toBe('run.pdf')
  expect(nameFor('noending', pdf)).toBe('noending.pdf')
  expect(nameFor('../../etc/passwd', pdf)).toBe('-..-etc-passwd.pdf')
  expect(nameFor('.htaccess', pdf)).toBe('htaccess.pdf')
  expect(nameFor('...', pdf)).toBe('file.pdf')
  expect(nameFor('Lösung 3.1 final.pdf', pdf)).toBe('Lösung 3.1 final.pdf')
  const long = nameFor(`${'é'.repeat(500)}.pdf`, pdf)
  expect(Array.from(long)).toHaveLength(fileLimits.name)
  expect(long.endsWith('é.pdf')).toBe(true)
})

test('what is not on the list is not taken', () => {
  for (const found of ['exe', 'svg', 'xml', 'jar', 'apk', 'docm', 'wasm', 'swf', 'constructor'])
    expect(kindOf(found, `x.${found}`)).toBeNull()
})

test('the old office’s container is told by its name alone', () => {
  expect(kindOf('cfb', 'a.doc')?.type).toBe('application/msword')
  expect(kindOf('cfb', 'a.msi')).toBeNull()
})

test('text is taken by its ending', () => {
  expect(textKind('a.csv', { utf8: true })?.type).toBe('text/csv; charset=utf-8')
  expect(textKind('README', { utf8: false })).toEqual({ type: 'text/plain', endings: ['txt'] })
  for (const ending of ['html', 'svg', 'js', 'png', 'bat', 'ps1', 'desktop', 'url'])
    expect(textKind(`a.${ending}`, { utf8: true })).toBeNull()
})

test('pages and drawings are known by how they begin', () => {
  for (const start of [
    '<!DOCTYPE html>',
    '  \n<svg xmlns=',
    '\uFEFF<html>',
    '<?xml version=',
    '<script>',
  ])
    expect(looksLikeMarkup(start)).toBe(true)
  expect(looksLikeMarkup('a < b, and <html> is a tag')).toBe(false)
})
