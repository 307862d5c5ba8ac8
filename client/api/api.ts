// Typed calls to the server's HTTP routes. A refusal becomes a LyceumError with the server's code; no
// answer at all becomes `unavailable` with the reason `offline`. It knows no page and shows nothing.
import { createContext } from 'svelte'
import { errorCodes, type ErrorCode } from '../../shared/errorCodes.ts'
import { LyceumError } from '../../shared/errors.ts'
import type { Reason } from '../../shared/reasons.ts'
import type { InputOf, OutputOf, Problem } from '../../shared/contract/http/routes.ts'
import { addresses, type CallName } from './addresses.ts'

type Values = Readonly<Record<string, string | number | boolean | null | undefined>>
interface Parts {
  readonly params?: Values
  readonly query?: Values
  readonly body?: unknown
}

/** Nothing to give when the route takes nothing, or nothing it must have. */
type Given<Name extends CallName> =
  Record<string, never> extends InputOf<Name> ? [input?: InputOf<Name>] : [input: InputOf<Name>]

export type Fetch = (input: string, init: RequestInit) => Promise<Response>

/** The address of a call as a link, such as a calendar file's. */
export function addressOf(name: CallName, { params = {}, query = {} }: Parts = {}): string {
  const path = addresses[name]
    .slice(addresses[name].indexOf(' ') + 1)
    .replace(/:(\w+)/g, (_, key: string) => encodeURIComponent(String(params[key] ?? '')))
  const given = Object.entries(query).filter(([, value]) => value !== undefined && value !== null)
  const search = new URLSearchParams(given.map(([key, value]) => [key, String(value)])).toString()
  return search === '' ? path : `${path}?${search}`
}

function isProblem(value: unknown): value is Problem {
  return (
    typeof value === 'object' &&
    value !== null &&
    'code' in value &&
    typeof value.code === 'string' &&
    Object.hasOwn(errorCodes, value.code)
  )
}

/** A refusal with what the server says of each field of the input. */
export class CallError extends LyceumError {
  readonly issues: readonly { readonly path: string; readonly message: string }[]
  /** Names the failure in the server's log. */
  readonly id: string | undefined

  constructor(problem: Pick<Problem, 'code' | 'detail'> & Partial<Problem>) {
    const { reason, retryAfter, until, words } = problem
    super(problem.code, problem.detail, {
      // Whatever another release calls it is handed on as it came.
      ...(reason === undefined ? {} : { reason: reason as Reason }),
      ...(retryAfter === undefined ? {} : { retryAfter }),
      ...(until === undefined ? {} : { until }),
      ...(words === undefined ? {} : { words }),
    })
    this.issues = problem.issues ?? []
    this.id = problem.id
  }

  get offline(): boolean {
    return this.refusal.reason === 'offline'
  }

  issue(path: string): string | undefined {
    return this.issues.find((one) => one.path === path || one.path === `body.${path}`)?.message
  }
}

export const offline = (): CallError =>
  new CallError({ code: 'unavailable', detail: errorCodes.unavailable.text, reason: 'offline' })

/** A proxy may answer instead of the server: then only the status speaks. */
function codeOfStatus(status: number): ErrorCode {
  if (status === 413) return 'tooLarge'
  if (status === 429) return 'rateLimited'
  return status === 502 || status === 503 || status === 504 ? 'unavailable' : 'internal'
}

/** What a response that is no success says. */
export async function callErrorOf(response: Response): Promise<CallError> {
  const value: unknown = await response.json().catch(() => null)
  if (isProblem(value)) return new CallError(value)
  const code = codeOfStatus(response.status)
  return new CallError({ code, detail: errorCodes[code].text })
}

export class Api {
  readonly #fetch: Fetch

  constructor(fetch: Fetch) {
    this.#fetch = fetch
  }

  async call<Name extends CallName>(name: Name, ...[input]: Given<Name>): Promise<OutputOf<Name>> {
    const parts = (input ?? {}) as Parts
    const response = await this.#send(
      addresses[name].split(' ')[0] ?? 'GET',
      addressOf(name, parts),
      parts.body,
    )
    if (!response.ok) throw await callErrorOf(response)
    const isJson = response.headers.get('content-type')?.includes('json') === true
    return (await (isJson ? response.json() : response.text()).catch(() => {
      throw offline()
    })) as OutputOf<Name>
  }

  async #send(method: string, url: string, body: unknown): Promise<Response> {
    const headers: Record<string, string> = { accept: 'application/json, application/problem+json' }
    if (method !== 'GET') headers['x-lyceum'] = '1'
    if (body !== undefined) headers['content-type'] = 'application/json'
    try {
      return await this.#fetch(url, {
        method,
        headers,
        credentials: 'same-origin',
        ...(body === undefined ? {} : { body: JSON.stringify(body) }),
      })
    } catch {
      throw offline()
    }
  }
}

export const [getApi, setApi] = createContext<Api>()
