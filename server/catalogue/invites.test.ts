import { randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { isWholeLink, newCode, newLinkSecret, readCode } from '../auth/secrets.ts'
import { sealInvite, unsealInvite } from './invites.ts'

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'

/** Every text that differs in one letter, or is cut or longer. */
function* damaged(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += 1) {
    yield text.slice(0, at)
    for (const letter of letters) {
      if (letter !== text[at]) yield text.slice(0, at) + letter + text.slice(at + 1)
    }
  }
  yield `${text}A`
  yield `${text}=`
}

it('opens a sealed invitation with its own key only', () => {
  const key = randomBytes(32)
  const id = newId<'invite'>()
  const secret = sealInvite(id, key)
  expect(unsealInvite(secret, key)).toBe(id)
  expect(unsealInvite(secret, randomBytes(32))).toBeNull()
})

it('notices any damage to an invitation or a one-time link', () => {
  const key = randomBytes(32)
  const secret = sealInvite(newId(), key)
  for (const text of damaged(secret)) expect(unsealInvite(text, key), text).toBeNull()
  const link = newLinkSecret()
  expect(isWholeLink(link)).toBe(true)
  for (const text of damaged(link)) expect(isWholeLink(text), text).toBe(false)
})

it('forgives how a code is typed', () => {
  const code = newCode()
  expect(code).toMatch(/^[0-9A-HJKMNP-TV-Z]{4}(-[0-9A-HJKMNP-TV-Z]{4}){2}$/)
  expect(readCode(` ${code.toLowerCase().replaceAll('-', ' ')} `)).toBe(code)
  expect(readCode('oil0-0000-0000')).toBe('0110-0000-0000')
  expect(readCode(`${code}X`)).not.toBe(code)
})
