import { expect, test } from 'vitest'
import { passwordMinimum as contractMinimum } from '../../shared/contract/http/entities.ts'
import { missingCharacters, passwordMinimum, safeNext } from './form.ts'

test('after signing in one goes to a page of this site only', () => {
  expect(safeNext('/lessons/1?x=2#y')).toBe('/lessons/1?x=2#y')
  for (const next of [
    null,
    '',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    'javascript:1',
  ]) {
    expect(safeNext(next)).toBe('/')
  }
})

test('a password counts what a person sees', () => {
  expect(passwordMinimum).toBe(contractMinimum)
  expect(missingCharacters('')).toBe(10)
  expect(missingCharacters('👩‍👩‍👧‍👦'.repeat(9))).toBe(1)
  expect(missingCharacters('long enough it is')).toBe(0)
})
