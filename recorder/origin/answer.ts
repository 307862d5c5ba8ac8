// Answers of the origin, with what caches and pages of other addresses need to know. Written without a framework's
// help: it would hash every part again for every viewer.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import type { ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

export const kinds = { playlist: 'application/vnd.apple.mpegurl', media: 'video/mp4' } as const

/** In seconds. What was waited for is the same for all who ask the same; what was not grows meanwhile. */
export const ages = { forever: 86_400, waited: 60, asItIs: 1 } as const

/** Tokens are explicit: nothing that a browser adds by itself opens anything. */
const forAll = { 'Access-Control-Allow-Origin': '*' }

export const publicFor = (seconds: number): string => `public, max-age=${seconds}`

/** What is asked before a request with a token in its header. */
export function allow(response: ServerResponse): void {
  const allowed = {
    'Access-Control-Allow-Methods': 'GET, HEAD',
    'Access-Control-Allow-Headers':
      'Authorization, Range, CMCD-Object, CMCD-Request, CMCD-Session, CMCD-Status',
    'Access-Control-Max-Age': '86400',
  }
  response.writeHead(204, { ...forAll, ...allowed }).end()
}

/** Of what is not there now; `more` goes into the header. */
export function fail(
  response: ServerResponse,
  status: number,
  { age = publicFor(ages.asItIs), ...more }: Record<string, string> = {},
): void {
  if (response.headersSent) response.destroy()
  if (response.destroyed) return
  response.writeHead(status, { ...forAll, 'Content-Length': '0', 'Cache-Control': age, ...more })
  response.end()
}

/** To whoever may not watch, whatever a cache would remember. */
export const refuse = (response: ServerResponse, status: 401 | 403): void =>
  fail(response, status, {
    age: 'no-store',
    ...(status === 401 ? { 'WWW-Authenticate': 'Bearer' } : {}),
  })

/** To whoever may watch, without anything to watch. */
export function letPass(response: ServerResponse): void {
  response.writeHead(204, { ...forAll, 'Cache-Control': 'no-store' }).end()
}

export interface Content {
  readonly kind: keyof typeof kinds
  /** In seconds. */
  readonly age: number
}

const headersOf = ({ kind, age }: Content, length: number) => ({
  ...forAll,
  'Content-Type': kinds[kind],
  'Content-Length': String(length),
  'Cache-Control': publicFor(age),
})

export function send(
  response: ServerResponse,
  content: Content,
  bytes: readonly (Uint8Array | string)[],
): void {
  if (response.destroyed) return
  const length = bytes.reduce((sum, some) => sum + Buffer.byteLength(some), 0)
  response.writeHead(200, headersOf(content, length))
  response.cork()
  for (const some of bytes) response.write(some)
  response.end()
}

/** A piece at a time, as fast as it is taken. What is gone meanwhile is not found. */
export async function sendFile(response: ServerResponse, file: string): Promise<void> {
  try {
    const { size } = await stat(file)
    if (response.destroyed) return
    response.writeHead(200, headersOf({ kind: 'media', age: ages.forever }, size))
    await pipeline(createReadStream(file, { end: Math.max(0, size - 1) }), response)
  } catch {
    fail(response, 404)
  }
}
