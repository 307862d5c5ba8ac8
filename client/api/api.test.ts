import { describe, expect, test } from 'vitest'
import { addressOf, Api, CallError } from './api.ts'

function answering(response: Response | Error) {
  const calls: { url: string; init: RequestInit }[] = []
  const api = new Api(async (url, init) => {
    calls.push({ url, init })
    if (response instanceof Error) throw response
    return response
  })
  return { api, calls }
}

const json = (body: unknown, status = 200): Response =>
  new Response(JSON.stringify(body), {
    status,
    headers: { 'content-type': status < 400 ? 'application/json' : 'application/problem+json' },
  })

async function refused(response: Response | Error): Promise<CallError> {
  const { api } = answering(response)
  const error: unknown = await api.call('auth.me').catch((thrown: unknown) => thrown)
  expect(error).toBeInstanceOf(CallError)
  return error as CallError
}

describe('a call', () => {
  test('goes to the route’s address with what marks it as ours', async () => {
    const { api, calls } = answering(json({ account: null }))
    await api.call('auth.signIn', { body: { login: 'ada', password: 'x' } })
    expect(calls[0]?.url).toBe('/api/auth/sign-in')
    expect(calls[0]?.init).toMatchObject({
      method: 'POST',
      credentials: 'same-origin',
      headers: { 'x-lyceum': '1', 'content-type': 'application/json' },
      body: '{"login":"ada","password":"x"}',
    })
  })

  test('writes parameters so that they cannot leave their place', () => {
    expect(addressOf('courses.get', { params: { course: '../x?y' } })).toBe(
      '/api/courses/..%2Fx%3Fy',
    )
  })
})

describe('a refusal', () => {
  test('keeps the server’s code, reason and issues', async () => {
    const issues = [{ path: 'login', message: 'too short' }]
    const problem = { code: 'invalid', detail: 'no', reason: 'body', issues, id: 'e1' }
    const error = await refused(json(problem, 400))
    expect(error.refusal).toEqual({ code: 'invalid', message: 'no', reason: 'body' })
    expect(error.issue('login')).toBe('too short')
    expect(error.id).toBe('e1')
  })

  test('without a body is read from its status', async () => {
    expect((await refused(new Response('<html>', { status: 502 }))).code).toBe('unavailable')
    expect((await refused(json({ code: 'constructor' }, 500))).code).toBe('internal')
  })

  test('by no answer at all means offline', async () => {
    const error = await refused(new TypeError('failed to fetch'))
    expect([error.code, error.offline]).toEqual(['unavailable', true])
  })
})
