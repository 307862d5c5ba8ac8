// Passes what players fetch on to the recorder that has it, where no proxy of the installation does. It judges nothing:
// the recorder asks for the token itself.
import { Agent, request as ask, type IncomingHttpHeaders } from 'node:http'
import { pipeline } from 'node:stream'
import type { Request, RequestHandler, Response } from 'express'

/** A little longer than a recorder lets anybody wait for what comes next, in ms. */
const patience = 15_000

const asked = ['accept', 'authorization', 'if-none-match', 'range'] as const
const answered = [
  'accept-ranges',
  'access-control-allow-origin',
  'cache-control',
  'content-length',
  'content-range',
  'content-type',
  'etag',
  'retry-after',
] as const

function only(headers: IncomingHttpHeaders, names: readonly string[]): Record<string, string> {
  const kept = names.flatMap((name) => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value]] : []
  })
  return Object.fromEntries(kept) as Record<string, string>
}

/** Undefined for an address that nothing has. */
function nodeIn(path: string): string | undefined {
  const [, name] = /^\/([^/]+)\//.exec(path) ?? []
  try {
    return name === undefined ? undefined : decodeURIComponent(name)
  } catch {
    return undefined
  }
}

/** To be mounted at `/hls`; the first part of what follows names the recorder. */
export function hlsDoor(addressOf: (node: string) => string | null): RequestHandler {
  const agent = new Agent({ keepAlive: true, maxSockets: Infinity })
  const fail = (response: Response, status: number) => {
    if (response.headersSent) response.destroy()
    else response.status(status).set('Cache-Control', 'no-store').end()
  }
  const pass = (request: Request, response: Response, address: string) => {
    const going = ask(new URL(request.originalUrl, address), {
      agent,
      method: request.method,
      headers: only(request.headers, asked),
      timeout: patience,
    })
    going
      .on('response', (answer) => {
        response.writeHead(answer.statusCode ?? 502, only(answer.headers, answered))
        pipeline(answer, response, () => undefined)
      })
      .on('timeout', () => going.destroy(new Error('the recorder does not answer')))
      .on('error', () => {
        fail(response, 502)
      })
      .end()
    response.once('close', () => going.destroy())
  }
  return (request, response) => {
    const node = nodeIn(request.url)
    const address = node === undefined ? null : addressOf(node)
    if (request.method !== 'GET' && request.method !== 'HEAD') fail(response, 405)
    else if (address === null) fail(response, 404)
    else pass(request, response, address)
  }
}
