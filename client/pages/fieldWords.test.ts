import { beforeAll, expect, test, vi } from 'vitest'
import { CallError } from '../api/api.ts'
import { switchLanguage } from '../i18n/i18n.svelte.ts'
import { Act } from './act.svelte.ts'
import { fieldWords } from './fieldWords.ts'

// The language is written on <html>.
beforeAll(() => void vi.stubGlobal('document', { documentElement: {} }))

const invalid = (path: string): CallError =>
  new CallError({
    code: 'invalid',
    detail: `body.${path}: server’s words`,
    issues: [{ path: `body.${path}`, message: 'server’s words' }],
  })

async function failed(error: Error): Promise<Act> {
  const act = new Act(() => Promise.reject(error))
  await act.start()
  return act
}

test('a field that is known is explained in the reader’s language', async () => {
  const act = await failed(invalid('login'))
  expect(act.issue('login')).toBe('Give an e-mail address, or a user name without spaces.')
  await switchLanguage('de')
  expect(act.issue('login')).toMatch(/^Geben Sie/)
  expect(act.issue('name')).toBeUndefined()
  await switchLanguage('en')
})

test('one that is not known keeps the server’s words', async () => {
  expect((await failed(invalid('colour'))).issue('colour')).toBe('server’s words')
})

test('a place in a list is that of the list', () => {
  expect(fieldWords('invalid', 'body.repeat.except.3')).toBe(fieldWords('invalid', 'repeat.except'))
  expect(fieldWords('invalid', 'repeat.except')).not.toBeNull()
})

test('what no field of the form shows is said above its button', async () => {
  expect((await failed(invalid('duration'))).message).toBe(fieldWords('invalid', 'duration'))
  expect((await failed(invalid('colour'))).message).toBe('Something in this form is not right.')
})
