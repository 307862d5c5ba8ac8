import { expect, test } from 'vitest'
import { LyceumError } from '../../shared/errors.ts'
import { explain } from './explain.ts'

test('a refusal is explained by its reason where that says more, else by its code', () => {
  const disabled = new LyceumError('forbidden', 'words', { reason: 'disabled' })
  expect(explain(disabled)).toMatch(/^Your account is disabled/)
  expect(explain(disabled.refusal)).toBe(explain(disabled))
  const other = LyceumError.from({ code: 'forbidden', message: 'words', reason: 'toString' })
  expect(explain(other)).toBe('You are not allowed to do this.')
  expect(explain(new Error('words'))).toBe('Something went wrong on our side.')
})
