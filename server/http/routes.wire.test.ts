// Over the whole table of routes, so that none can be forgotten: its happy call, who is refused, calls
// from other sites, and thousands of mutated calls that are never an internal error.
import fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { courseRolePermissions } from '../../shared/contract/http/access.ts'
import type { RouteSpec } from '../../shared/contract/http/define.ts'
import { httpRoutes, type RouteName } from '../../shared/contract/http/routes.ts'
import { errorCodes, type ErrorCode } from '../../shared/errorCodes.ts'
import { rolePermissions } from '../../shared/roles.ts'
import { examples } from './testing/examples.ts'
import { openScene, type Scene, type Who } from './testing/scene.ts'
import { addressOf, type Browser } from './testing/site.ts'

let scene: Scene
beforeAll(async () => {
  scene = await openScene()
})
afterAll(() => scene[Symbol.asyncDispose]())

const names = Object.keys(httpRoutes) as RouteName[]
const specOf = (name: RouteName): RouteSpec => httpRoutes[name]

/** A fresh browser for `nobody`, so that no test leaves somebody signed in there. */
const browserOf = (who: Who): Browser =>
  who === 'nobody' ? scene.site.browser() : scene.browsers[who]

interface AnyInput {
  readonly params?: Readonly<Record<string, unknown>>
  readonly query?: Readonly<Record<string, unknown>>
  readonly body?: unknown
}

async function inputOf(name: RouteName): Promise<AnyInput> {
  return examples[name].input(scene)
}

const tryAny = (browser: Browser, name: RouteName, input: AnyInput) =>
  browser.try(name, input as never)

/** Routes whose example is refused in this scene, and with what. */
const refusedHere: Partial<Record<RouteName, ErrorCode>> = {
  'auth.setUp': 'conflict',
  'slides.send': 'unauthenticated',
  'slides.progress': 'missing',
  'boards.layer': 'missing',
  'boards.past': 'missing',
  'files.send': 'unauthenticated',
  'files.get': 'missing',
  'files.onBoard': 'missing',
  'files.thumbnail': 'missing',
  // A text has none.
  'materials.thumbnail': 'missing',
  'materials.thumbnailInClass': 'missing',
}

describe.for(names)('%s', (name) => {
  it('answers its example as the contract says', async () => {
    const browser = browserOf(examples[name].as)
    if (name === 'join.keep') await tryAny(browser, 'join.enter', await inputOf('join.enter'))
    const answer = await tryAny(browser, name, await inputOf(name))
    const code = refusedHere[name]
    expect(answer.status, answer.text).toBe(code === undefined ? 200 : errorCodes[code].status)
    if (code !== undefined) expect(answer.problem?.code).toBe(code)
    else expect(specOf(name).response.safeParse(answer.output).error).toBeUndefined()
    const kept = code === undefined && specOf(name).produces === 'file'
    expect(answer.headers.get('cache-control')).toBe(kept ? 'private, max-age=600' : 'no-store')
  })

  for (const [who, code] of refusedTo(specOf(name))) {
    it(`is refused to ${who}`, async () => {
      const answer = await tryAny(browserOf(who), name, await inputOf(name))
      expect(answer.problem?.code, answer.text).toBe(code)
    })
  }

  const { method } = specOf(name)
  if (method === 'GET') return
  it('is refused to pages of other sites', async () => {
    const browser = scene.browsers[examples[name].as]
    const input = await inputOf(name)
    const send = async (headers: Record<string, string>) => {
      const body = specOf(name).body === undefined ? {} : { body: JSON.stringify(input.body) }
      const response = await browser.fetch(addressOf(specOf(name), input), {
        method,
        headers,
        ...body,
      })
      return (await response.json()) as { reason?: string }
    }
    const json = 'application/json'
    const foreign = { origin: 'https://evil.example', 'content-type': json, 'x-lyceum': '1' }
    expect(await send(foreign)).toMatchObject({ code: 'forbidden', reason: 'foreign-origin' })
    expect(await send({ 'content-type': 'text/plain' })).toMatchObject({ reason: 'foreign-origin' })
    expect(await send({ 'content-type': json, 'sec-fetch-site': 'cross-site' })).toMatchObject({
      reason: 'foreign-origin',
    })
  })
})

/** Read off the access that the contract asks for. */
function refusedTo({ access }: RouteSpec): [Who, ErrorCode][] {
  if (access === 'public') return []
  const nobody: [Who, ErrorCode] = ['nobody', 'unauthenticated']
  if (access === 'account') return [nobody]
  if (access === 'teacher') return [nobody, ['student', 'forbidden']]
  if ('installation' in access) return [nobody, ['student', 'forbidden'], ['teacher', 'forbidden']]
  const studentMay =
    'course' in access
      ? courseRolePermissions.student.includes(access.course)
      : rolePermissions.student.includes(access.class)
  const outsider: [Who, ErrorCode] = ['outsider', 'forbidden']
  return studentMay ? [nobody, outsider] : [nobody, outsider, ['student', 'forbidden']]
}

const strange = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    0,
    -1,
    1.5,
    Number.MAX_SAFE_INTEGER,
    1e308,
    '',
    ' ',
    '\u0000',
    'a\u0000b',
    '\ud800',
    '%00',
    '../../etc/passwd',
    `'; DROP TABLE accounts; --`,
    '{{constructor}}',
    '__proto__',
    '👩‍👩‍👧‍👦'.repeat(50),
    'x'.repeat(5000),
    '2026-02-31T10:00',
    '0001-01-01T00:00',
    'Europe/Nowhere',
    '00000000-0000-0000-0000-000000000000',
    [],
    {},
    [[[[]]]],
    { toString: 1, __proto__: 2 },
  ),
  fc.string({ unit: 'binary', maxLength: 200 }),
  fc.integer(),
  fc.jsonValue({ maxDepth: 3 }) as fc.Arbitrary<unknown>,
)

/** The value with one place in it, chosen by `at`, replaced or removed. */
function mutated(value: unknown, at: number, by: unknown): unknown {
  if (typeof value !== 'object' || value === null || at % 7 === 6) return by
  const keys = Object.keys(value)
  const key = keys[at % (keys.length + 1)]
  const next = Math.floor(at / (keys.length + 1))
  if (key === undefined) return { ...value, [`more${String(at)}`]: by }
  const inner = (value as Record<string, unknown>)[key]
  const change = at % 11 === 10 ? undefined : mutated(inner, next, by)
  if (Array.isArray(value)) return value.with(Number(key), change)
  return { ...value, [key]: change }
}

/** A path and a query are made of names and texts, whatever happens to them. */
function mutatedPart(
  part: string,
  value: unknown,
  { at, by }: { at: number; by: unknown },
): unknown {
  const result = mutated(value, at, by)
  if (part === 'body') return result
  const entries = typeof result === 'object' && result !== null ? result : { room: result }
  const text = (each: unknown) =>
    typeof each === 'string' ? each : JSON.stringify([each]).slice(1, -1)
  const texts = Object.entries(entries).map(([key, each]) => [key, text(each).toWellFormed()])
  return Object.fromEntries(texts) as unknown
}

const runs = 40
const everybody: Who[] = ['nobody', 'student', 'teacher', 'owner']
// Signing out has nothing to mutate that matters, and would end the sessions of the others.
const fuzzed = names.filter((name) => name !== 'auth.signOut' && 'body' in specOf(name))
const asked = names.filter((name) => 'params' in specOf(name) || 'query' in specOf(name))

it.for([...new Set([...fuzzed, ...asked])])(
  '%s answers mutated calls with typed errors',
  async (name) => {
    const input = await inputOf(name)
    const parts = (['params', 'query', 'body'] as const).filter((part) => part in input)
    // As who may call it, and as others; public calls from fresh browsers, since signing in ends a session.
    const who = examples[name].as
    const cookies = who === 'nobody' ? null : new Map(scene.browsers[who].cookies)
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...parts),
        fc.record({ at: fc.nat(10_000), by: strange }),
        fc.constantFrom(...everybody),
        async (part, { at, by }, other) => {
          const browser = scene.site.browser()
          const from = at % 3 === 0 && cookies ? scene.browsers[other].cookies : cookies
          for (const [key, value] of from ?? []) browser.cookies.set(key, value)
          const changed = { ...input, [part]: mutatedPart(part, input[part], { at, by }) }
          const answer = await tryAny(browser, name, changed)
          expect(answer.status, `${JSON.stringify(changed)} ${answer.text}`).toBeLessThan(500)
        },
      ),
      { numRuns: runs },
    )
    expect(scene.site.errors).toEqual([])
  },
)

it('answers garbage with typed errors', async () => {
  const browser = scene.site.browser()
  const codeOf = async (path: string, init: RequestInit = {}) => {
    const response = await browser.fetch(path, init)
    return ((await response.json()) as { code: string }).code
  }
  const post = (body: string, headers: Record<string, string> = {}) =>
    codeOf('/api/auth/sign-in', {
      method: 'POST',
      body,
      headers: { 'x-lyceum': '1', 'content-type': 'application/json', ...headers },
    })
  expect(await post('{"login":')).toBe('invalid')
  expect(await post('')).toBe('invalid')
  expect(await post('null')).toBe('invalid')
  expect(await post('"text"')).toBe('invalid')
  expect(await post('{}', { 'content-encoding': 'gzip' })).toBe('invalid')
  expect(await post('{}', { 'content-type': 'application/json; charset=nonsense' })).toBe('invalid')
  expect(await post(`{"login":"${'x'.repeat(70_000)}"}`)).toBe('tooLarge')
  expect(await codeOf('/api/courses/%E0%A4%A')).toBe('invalid')
  expect(await codeOf('/api/courses/not-an-id')).toBe('invalid')
  expect(await codeOf('/api/nothing')).toBe('unknown')
  expect(await codeOf('/api/me', { method: 'DELETE' })).toBe('unknown')
  expect(await codeOf('/.well-known/nothing')).toBe('unknown')
  for (const cookie of ['lyceum_session=%00', 'lyceum_session', '=;=;', 'lyceum_seat="x"']) {
    const response = await browser.fetch('/api/me', { headers: { cookie } })
    expect(response.status).toBe(200)
  }
  expect(scene.site.errors).toEqual([])
})
