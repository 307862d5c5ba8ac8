// Mutated calls of every HTTP route, and requests that are no calls at all.
import fc from 'fast-check'
import type { Browser } from '../../../server/http/testing/site.ts'
import { addressOf } from '../../../server/http/testing/site.ts'
import { httpRoutes, problem, type RouteName } from '../../../shared/contract/http/routes.ts'
import type { RouteSpec } from '../../../shared/contract/http/define.ts'
import { arbitraryOf, type Pool } from './arbitraries.ts'
import { mutated } from './mutations.ts'

interface Call {
  readonly name: RouteName
  readonly path: string
  readonly body: unknown
}

/** Beyond 16 KB of head Node hangs up by itself, often before its answer can be read. */
const longestPath = 8_000

type Values = Record<string, unknown>
const record = (value: unknown): Values =>
  typeof value === 'object' && value !== null ? (value as Values) : { value }

/** What may stand in an address as it is given. */
const word = (value: unknown): unknown => {
  const text = typeof value === 'string' ? value : JSON.stringify(value ?? null)
  return text.slice(0, 300).toWellFormed()
}
const words = (values: Values) =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [name, word(value)]))

export function calls(ids: Pool): fc.Arbitrary<Call> {
  const of = (name: RouteName) => {
    const spec: RouteSpec = httpRoutes[name]
    const part = (schema: RouteSpec['body']) =>
      schema === undefined ? fc.constant({}) : arbitraryOf(schema, ids)
    const made = fc.record({
      params: fc.oneof({ weight: 4, arbitrary: part(spec.params) }, mutated(part(spec.params))),
      query: mutated(part(spec.query)),
      body: mutated(part(spec.body)),
    })
    return made.map(({ params, query, body }): Call => {
      const given = { params: words(record(params)), query: words(record(query)) }
      return { name, path: addressOf(spec, given).slice(0, longestPath), body }
    })
  }
  return fc.oneof(...(Object.keys(httpRoutes) as RouteName[]).map(of))
}

async function judge(what: string, response: Response): Promise<string | null> {
  const text = await response.text()
  if (response.status < 400) return null
  // Node's own parser turns away what is not HTTP, or too long a head, with an empty answer.
  if ([400, 431].includes(response.status) && text === '') return null
  const type = response.headers.get('content-type') ?? ''
  if (!type.includes('problem+json')) return `${what}: ${response.status} as ${type || 'nothing'}`
  const said = problem.safeParse(JSON.parse(text))
  if (!said.success) return `${what}: a malformed problem ${text.slice(0, 200)}`
  return response.status >= 500 ? `${what}: ${text.slice(0, 300)}` : null
}

/** Nothing at all is the empty text. */
const textOf = (body: unknown): string => (body === undefined ? '' : JSON.stringify(body))

export async function call(browser: Browser, { name, path, body }: Call): Promise<string | null> {
  const spec: RouteSpec = httpRoutes[name]
  const what = `${name} ${path.slice(0, 200)} ${textOf(body).slice(0, 300)}`
  try {
    const response = await browser.fetch(path, {
      method: spec.method,
      headers: { 'x-lyceum': '1', 'content-type': 'application/json' },
      ...(spec.method === 'GET' ? {} : { body: textOf(body) }),
    })
    return await judge(what, response)
  } catch (error) {
    return `${what}: no answer, ${String(error)}`
  }
}

const json = { 'content-type': 'application/json', 'x-lyceum': '1' }

/** By themselves, whatever the routes are. */
export const strange: readonly { path: string; init: RequestInit }[] = [
  { path: '/api/%', init: {} },
  { path: '/api/rooms/%00/door', init: {} },
  { path: '/api/rooms/%E0%A4%A/door', init: {} },
  { path: `/api/${'a/'.repeat(2_000)}`, init: {} },
  { path: '/api/__proto__', init: {} },
  { path: '/api/auth/me?__proto__[x]=1&a[b][c]=2&a=1&a=2', init: {} },
  { path: '/api/classes?from[]=1&to[x]=y', init: {} },
  ...['{', '[]', 'null', '"x"', '1', '', '\u0000', '{"a":', '['.repeat(30_000)].map((body) => ({
    path: '/api/auth/sign-in',
    init: { method: 'POST', headers: json, body },
  })),
  {
    path: '/api/auth/sign-in',
    init: { method: 'POST', headers: json, body: JSON.stringify({ login: 'x'.repeat(3_000_000) }) },
  },
  {
    path: '/api/auth/sign-in',
    init: { method: 'POST', headers: { ...json, 'content-encoding': 'gzip' }, body: 'not gzip' },
  },
  {
    path: '/api/auth/sign-in',
    init: { method: 'POST', headers: { ...json, 'content-type': 'text/plain' }, body: '{}' },
  },
  {
    path: '/api/auth/sign-in',
    init: {
      method: 'POST',
      headers: { ...json, 'content-type': 'application/json; charset=x' },
      body: '{}',
    },
  },
  { path: '/api/auth/me', init: { headers: { cookie: 'lyceum_session=%; lyceum_seat=%E0%A4%A' } } },
  { path: '/api/auth/me', init: { headers: { cookie: `lyceum_session=${'y'.repeat(6_000)}` } } },
  { path: '/api/auth/me', init: { method: 'BREW' } },
  { path: '/api/auth/me', init: { method: 'DELETE', headers: json } },
]

export async function askStrangely(
  browser: Browser,
  { path, init }: (typeof strange)[number],
): Promise<string | null> {
  return judge(`${init.method ?? 'GET'} ${path.slice(0, 80)}`, await browser.fetch(path, init))
}
