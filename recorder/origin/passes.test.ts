import { generateKeyPairSync, type KeyObject } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { beforeEach, expect, test } from 'vitest'
import { watchAudience } from '../../shared/contract/recorder.ts'
import { newId } from '../../shared/ids.ts'
import { Passes, type TrustedKey } from './passes.ts'

const room = newId<'room'>()
let now = 1_800_000_000_000
let passes: Passes
beforeEach(() => {
  now = 1_800_000_000_000
  passes = new Passes(() => now)
})

function key(kid: string): TrustedKey & { readonly secret: KeyObject } {
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' })
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' })
  return { kid, x, y, secret: privateKey }
}

const ours = key('one')

const token = (more: jwt.SignOptions & { secret?: KeyObject; exp?: number } = {}) => {
  const { secret = ours.secret, exp = now / 1_000 + 120, ...options } = more
  return jwt.sign({ exp }, secret, {
    ...{ algorithm: 'ES256', keyid: 'one', issuer: 'school' },
    ...{ audience: watchAudience, subject: room },
    ...options,
  })
}

test('a token of a server is believed until it ends', () => {
  passes.trust('school', [ours])
  const one = token()
  expect(passes.roomOf(one)).toBe(room)
  now += 119_000
  expect(passes.roomOf(one)).toBe(room)
  now += 1_000
  expect(passes.roomOf(one)).toBeNull()
})

test.each([
  ['for something else', () => token({ audience: 'lyceum' })],
  ['of another installation', () => token({ issuer: 'other' })],
  ['by a key that is not trusted', () => token({ keyid: 'two' })],
  ['by another key that says it is the trusted one', () => token({ secret: key('one').secret })],
  ['of no class', () => token({ subject: 'everything' })],
  ['that is over', () => token({ exp: now / 1_000 - 1 })],
  ['that is not signed', () => jwt.sign({ sub: room }, null, { algorithm: 'none', keyid: 'one' })],
  ['that is none', () => 'guess'],
  ['that is endless', () => `${token()}${'a'.repeat(10_000)}`],
])('a token %s is not believed', (_, make) => {
  passes.trust('school', [ours])
  expect(passes.roomOf(make())).toBeNull()
})

test('before anybody is trusted, and after, nothing is believed', () => {
  const one = token()
  expect(passes.roomOf(one)).toBeNull()
  passes.trust('school', [ours])
  expect(passes.roomOf(one)).toBe(room)
  passes.trust('school', [key('next')])
  expect(passes.roomOf(one)).toBeNull()
})
