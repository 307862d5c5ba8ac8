// Binds every route of the contract to its handler: parse → authenticate → limit → authorise → handle →
// respond, the same for all.
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { json, Router, type Request, type RequestHandler, type Response } from 'express'
import type { z } from 'zod'
import { checked } from '../../shared/contract/checked.ts'
import type { Attachment, KeptFile, RouteSpec, Upload } from '../../shared/contract/http/define.ts'
import { httpRoutes, type RouteName } from '../../shared/contract/http/routes.ts'
import { LyceumError } from '../../shared/errors.ts'
import { cookieWriter, readCookies, type CookieConfig } from './cookies.ts'
import type { Call, Caller, Gate, Granted, Handlers } from './handler.ts'
import type { Limits } from './limits.ts'
import { assertOwnPage, type OriginCheck } from './origin.ts'
import { codeOf, InputError } from './problem.ts'

export interface BindOptions {
  readonly handlers: Handlers
  readonly gate: Gate
  readonly limits: Limits
  readonly isOwnOrigin: OriginCheck
  readonly cookies: CookieConfig
  /** Told how every call went, `ok` or the code of its refusal, and how long it took. */
  readonly answered: (route: RouteName, outcome: string, ms: number) => void
}

/** Any route's checked input; which parts there are is the route's to say. */
interface AnyArguments {
  readonly params: Readonly<Record<string, unknown>> | undefined
  readonly query: unknown
  readonly body: unknown
}
type AnyHandler = (input: AnyArguments, call: Call) => Promise<unknown>

const defaultBodyLimit = 64

function check(where: string, schema: z.ZodType | undefined, value: unknown): unknown {
  if (schema === undefined) return undefined
  const result = checked(schema, value)
  if (!result.success) throw new InputError(where, result.error)
  return result.data
}

/** Nothing sent is an empty object; Express leaves it undefined. */
function bodyOf(request: Request): unknown {
  const body: unknown = request.body
  return body ?? {}
}

/** A sender who is gone is no failure of ours. */
async function* bytesOf(request: Request): AsyncGenerator<Uint8Array> {
  try {
    // What is refused halfway is answered on the same connection.
    const chunks = request.iterator({ destroyOnReturn: false }) as AsyncIterable<Uint8Array>
    for await (const chunk of chunks) yield chunk
  } catch {
    throw new LyceumError('invalid', 'The file did not come whole.', { reason: 'file-cut' })
  }
}

function bearerOf({ headers }: Request): string | null {
  return /^Bearer (\S+)$/.exec(headers.authorization ?? '')?.[1] ?? null
}

function uploadOf(request: Request): Upload {
  const length = Number(request.headers['content-length'] ?? Number.NaN)
  return { bytes: bytesOf(request), length: Number.isSafeInteger(length) ? length : null }
}

function parse(spec: RouteSpec, request: Request): AnyArguments {
  return {
    params: check('path', spec.params, request.params),
    query: check('query', spec.query, request.query),
    body: spec.consumes === 'bytes' ? uploadOf(request) : check('body', spec.body, bodyOf(request)),
  } as AnyArguments
}

async function identify(request: Request, gate: Gate): Promise<Caller> {
  const secrets = readCookies(request)
  const { account, byLink } = await gate.identify(secrets)
  const session = account === null ? null : secrets.session
  const { guest, device } = secrets
  const known = { account, byLink, session, guest, device, bearer: bearerOf(request) }
  return { ...known, address: request.ip ?? 'unknown' }
}

/**
 * Who spends a budget of their own, besides the address's: for signing in the login that is tried, so
 * that guessing is slow from anywhere. A first-time guest has none; a whole class may share an address.
 */
function spender({ body }: AnyArguments, caller: Caller): string | null {
  if (caller.account !== null) return `account:${caller.account.id}`
  if (typeof body === 'object' && body !== null && 'login' in body)
    return `login:${String(body.login)}`
  return caller.guest === null ? null : `guest:${caller.guest}`
}

/** Ends when the reader has all of it; whoever reads slowly slows its making. */
async function sendFile(response: Response, { name, type, body }: Attachment): Promise<void> {
  response.attachment(name).type(type)
  await send(response, body)
}

/** A browser saves it, whatever it is; what it shows in a page of ours, it may not run. */
async function sendKept(response: Response, { name, type, size, shown, body }: KeptFile) {
  if (!shown) response.attachment(name)
  response.set({
    'Content-Type': type,
    'Content-Length': String(size),
    'Content-Security-Policy': "default-src 'none'; sandbox",
    'Cache-Control': 'private, max-age=600',
  })
  await send(response, body)
}

async function send(response: Response, body: AsyncIterable<unknown>): Promise<void> {
  try {
    await pipeline(Readable.from(body), response)
  } catch (error) {
    if (!isGone(error)) throw error
  }
}

/** Whoever asked did not wait for it. */
function isGone(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ERR_STREAM_PREMATURE_CLOSE'
}

async function respond(spec: RouteSpec, response: Response, output: unknown): Promise<void> {
  const { produces } = spec
  response.set('Cache-Control', 'no-store')
  if (produces === 'attachment') {
    await sendFile(response, output as Attachment)
    return
  }
  if (produces === 'file') {
    await sendKept(response, output as KeptFile)
    return
  }
  // Strips whatever the contract does not name, so that nothing leaves by accident.
  const body = spec.response.parse(output)
  if (produces === undefined) response.json(body)
  else response.type(`${produces}; charset=utf-8`).send(body)
}

function callOf(
  caller: Caller,
  granted: Granted,
  write: Pick<Call, 'setSession' | 'setGuest' | 'setDevice'>,
): Call {
  const { setSession, setGuest, setDevice } = write
  return { ...caller, granted, setSession, setGuest, setDevice }
}

function bindOne(spec: RouteSpec, handler: AnyHandler, options: BindOptions) {
  const { gate, limits, isOwnOrigin, cookies } = options
  return async (request: Request, response: Response): Promise<void> => {
    if (spec.method !== 'GET') assertOwnPage(request.headers, isOwnOrigin)
    const input = parse(spec, request)
    const caller = await identify(request, gate)
    await limits.spend(spec.rate, { own: spender(input, caller), address: caller.address })
    const granted = await gate.authorise(spec.access, input.params ?? {}, caller)
    const call = callOf(caller, granted, cookieWriter(response, cookies))
    await respond(spec, response, await handler(input, call))
  }
}

/** Express hands on to the problems what it throws; here it is only counted. */
function counting(
  work: (request: Request, response: Response) => Promise<void>,
  answered: (outcome: string, ms: number) => void,
): RequestHandler {
  return async (request, response) => {
    const began = performance.now()
    const tell = (outcome: string) => {
      answered(outcome, performance.now() - began)
    }
    try {
      await work(request, response)
    } catch (error) {
      tell(codeOf(error))
      throw error
    }
    tell('ok')
  }
}

export function bindRoutes(options: BindOptions): Router {
  const router = Router({ caseSensitive: true })
  for (const name of Object.keys(httpRoutes) as RouteName[]) {
    const spec: RouteSpec = httpRoutes[name]
    const limit = `${spec.bodyLimit ?? defaultBodyLimit}kb`
    // The loop over names loses which handler belongs to which schema; the table's type has checked it.
    const handler = options.handlers[name] as unknown as AnyHandler
    const method = spec.method.toLowerCase() as 'get' | 'post' | 'put' | 'patch' | 'delete'
    const bound = counting(bindOne(spec, handler, options), (outcome, ms) => {
      options.answered(name, outcome, ms)
    })
    if (spec.body === undefined || spec.consumes === 'bytes') router[method](spec.path, bound)
    else
      router[method](
        spec.path,
        json({ limit, inflate: false, strict: false, type: () => true }),
        bound,
      )
  }
  return router
}
