import { createHmac, generateKeyPairSync } from 'node:crypto'
import jwt from 'jsonwebtoken'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { newId } from '../../shared/ids.ts'
import { openSite, type Site } from '../http/testing/site.ts'
import { believedAfter, createKeyRing, publishAhead } from './keys.ts'
import { createTokens, tokenLife, type RoomClaims } from './tokens.ts'

let site: Site
beforeAll(async () => {
  site = await openSite()
})
afterAll(() => site[Symbol.asyncDispose]())

const issuer = 'http://127.0.0.1:7700'
const claims = (): RoomClaims => ({
  participant: newId(),
  room: newId(),
  role: 'student',
  name: 'Ada',
  account: null,
  invite: newId(),
  mark: 'a mark',
  member: true,
})

/** Another node on the same database and clock. */
const otherNode = () => {
  const keys = createKeyRing({ db: site.db, clock: site.clock })
  return { keys, tokens: createTokens({ keys, clock: site.clock, issuer }) }
}

const kidOf = (token: string) => jwt.decode(token, { complete: true })?.header.kid

it('is believed by every node, until it is over', async () => {
  const given = { ...claims(), account: newId<'account'>(), signIn: 'a-mark' }
  const { token, expiresAt } = await site.door.tokens.sign(given)
  expect(expiresAt - site.clock.now()).toBeLessThanOrEqual(tokenLife)
  expect(await otherNode().tokens.verify(token)).toEqual({ ...given, expiresAt })
  site.clock.advance(tokenLife + 1000)
  await expect(site.door.tokens.verify(token)).rejects.toMatchObject({
    refusal: { code: 'unauthenticated', reason: 'token-expired' },
  })
})

it('makes one key when nodes start together', async () => {
  await using fresh = await openSite()
  const nodes = [1, 2, 3].map(() => createKeyRing({ db: fresh.db, clock: fresh.clock }))
  const kids = await Promise.all(nodes.map(async (keys) => (await keys.current()).kid))
  expect(new Set(kids).size).toBe(1)
})

it('rotates with overlap: published first, then signing, the old one believed for a while', async () => {
  const { keys, tokens } = otherNode()
  const old = await site.door.tokens.sign(claims())
  const rotated = await keys.rotate()
  expect((await keys.jwks()).keys.map(({ kid }) => kid)).toContain(rotated.kid)
  expect(kidOf((await tokens.sign(claims())).token)).toBe(kidOf(old.token))
  site.clock.advance(publishAhead)
  const next = await tokens.sign(claims())
  expect(kidOf(next.token)).toBe(rotated.kid)
  // A node that has not rotated itself knows both.
  await expect(site.door.tokens.verify(next.token)).resolves.toBeDefined()
  await expect(site.door.tokens.verify(old.token)).resolves.toBeDefined()
  expect((await site.browser().call('keys.jwks', {})).keys).toHaveLength(2)
  site.clock.advance(believedAfter)
  expect((await site.browser().call('keys.jwks', {})).keys.map(({ kid }) => kid)).toEqual([
    rotated.kid,
  ])
})

it('refuses what is not exactly ours', async () => {
  const key = await site.door.keys.current()
  const now = Math.floor(site.clock.now() / 1000)
  const times = { iat: now, exp: now + 60 }
  const payload = { room: newId(), role: 'instructor', name: 'Eve', ...times }
  const base = {
    algorithm: 'ES256',
    keyid: key.kid,
    issuer,
    audience: 'lyceum-room',
    subject: newId(),
    jwtid: newId(),
  } as const
  const sign = (change: Partial<jwt.SignOptions>) =>
    jwt.sign(payload, key.privateKey, { ...base, ...change })
  const fine = sign({})
  await expect(site.door.tokens.verify(fine)).resolves.toMatchObject({ name: 'Eve' })

  const [head, , signature] = fine.split('.')
  const forged = Buffer.from(JSON.stringify({ ...payload, sub: base.subject })).toString(
    'base64url',
  )
  const publicPem = key.publicKey.export({ type: 'spki', format: 'pem' }) as string
  const foreign = generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey
  const bad = {
    'wrong audience': sign({ audience: 'lyceum-hls' }),
    'wrong issuer': sign({ issuer: 'http://elsewhere' }),
    'unknown kid': sign({ keyid: newId() }),
    'no kid': jwt.sign(payload, key.privateKey, without(base, 'keyid')),
    'foreign key under our kid': jwt.sign(payload, foreign, base),
    'no algorithm': jwt.sign(payload, '', { ...base, algorithm: 'none' }),
    'another last letter, which decodes the same':
      fine.slice(0, -1) + String.fromCharCode(fine.charCodeAt(fine.length - 1) + 1),
    'changed payload': [head, forged, signature].join('.'),
    'no role': jwt.sign({ room: newId(), ...times }, key.privateKey, base),
    'public key as a shared secret': hmacToken(publicPem, key.kid),
    garbage: 'a.b.c',
    empty: '',
  }
  for (const [name, token] of Object.entries(bad)) {
    const verdict = site.door.tokens.verify(token)
    await expect(verdict, name).rejects.toMatchObject({
      refusal: { code: 'unauthenticated', reason: 'token-invalid' },
    })
  }
})

function without<T extends object, K extends keyof T>(all: T, name: K): Omit<T, K> {
  const { [name]: _, ...rest } = all
  return rest
}

/** The old confusion of algorithms: HS256 with the public key, which the library will not sign for us. */
function hmacToken(secret: string, kid: string): string {
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  const claims = { sub: newId(), room: newId(), role: 'student', name: 'Eve', jti: newId() }
  const times = { exp: Math.floor(site.clock.now() / 1000) + 60 }
  const body = part({ ...claims, ...times, aud: 'lyceum-room', iss: issuer })
  const text = `${part({ alg: 'HS256', typ: 'JWT', kid })}.${body}`
  return `${text}.${createHmac('sha256', secret).update(text).digest('base64url')}`
}
