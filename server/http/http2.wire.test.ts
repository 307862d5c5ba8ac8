import { connect, type ClientHttp2Session } from 'node:http2'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { request } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { generate } from 'selfsigned'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { WebSocket, WebSocketServer } from 'ws'
import { createWebServer } from './http2.ts'
import { openSite, type Site } from './testing/site.ts'

let site: Site
let folder: string
let port: number
let session: ClientHttp2Session
const undo: (() => unknown)[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lyceum-pages-'))
  await mkdir(join(folder, 'assets'))
  await writeFile(join(folder, 'index.html'), '<!doctype html><title>Lyceum</title>')
  await writeFile(join(folder, 'assets', 'app-1a2b.js'), 'console.log(1)')
  await writeFile(join(folder, 'assets', 'app-1a2b.js.gz'), gzipSync('console.log(1)'))
  site = await openSite({ clientFolder: folder })
  const pems = await generate([{ name: 'commonName', value: 'localhost' }])
  const server = createWebServer(site.door.app, { cert: pems.cert, key: pems.private })
  const sockets = new WebSocketServer({ server, path: '/live' })
  sockets.on('connection', (socket) => socket.on('message', (text) => socket.send(text)))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  port = (server.address() as AddressInfo).port
  session = connect(`https://127.0.0.1:${port}`, { rejectUnauthorized: false })
  undo.push(
    () => session.destroy(),
    () => sockets.close(),
    () => server.close(),
  )
})
afterAll(async () => {
  for (const step of undo) step()
  await site[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

interface Answer {
  readonly headers: Readonly<Record<string, unknown>>
  readonly body: Buffer
}

function overHttp2(headers: Record<string, string>, body = ''): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const stream = session.request(headers)
    const parts: Buffer[] = []
    let got: Answer['headers'] = {}
    stream.on('response', (each) => (got = { ...each }))
    stream.on('data', (part: Buffer) => parts.push(part))
    stream.on('end', () => {
      resolve({ headers: got, body: Buffer.concat(parts) })
    })
    stream.on('error', reject)
    // A GET has ended already.
    if (body !== '') stream.end(body)
  })
}

it('serves routes, problems and bodies over HTTP/2', async () => {
  const me = await overHttp2({ ':path': '/api/me' })
  expect(me.headers).toMatchObject({ ':status': 200, 'cache-control': 'no-store' })
  expect(JSON.parse(me.body.toString())).toMatchObject({ account: null })
  const body = JSON.stringify({ login: 'nobody', password: 'nothing' })
  const refused = await overHttp2(
    {
      ':path': '/api/auth/sign-in',
      ':method': 'POST',
      'content-type': 'application/json',
      'content-length': String(body.length),
    },
    body,
  )
  expect(refused.headers[':status']).toBe(401)
  expect(JSON.parse(refused.body.toString())).toMatchObject({ reason: 'wrong-password' })
  const unknown = await overHttp2({ ':path': '/api/nothing' })
  expect(unknown.headers).toMatchObject({
    ':status': 404,
    'content-type': 'application/problem+json; charset=utf-8',
  })
})

it('serves pages and compressed files over HTTP/2', async () => {
  const page = await overHttp2({ ':path': '/courses/1', accept: 'text/html' })
  expect(page.body.toString()).toContain('<title>Lyceum')
  expect(page.headers['cache-control']).toBe('no-cache')
  const script = await overHttp2({ ':path': '/assets/app-1a2b.js', 'accept-encoding': 'gzip' })
  expect(script.headers).toMatchObject({
    'content-encoding': 'gzip',
    'content-type': 'text/javascript; charset=utf-8',
    'cache-control': 'public, max-age=31536000, immutable',
    vary: 'Accept-Encoding',
  })
  expect(gunzipSync(script.body).toString()).toBe('console.log(1)')
})

it('serves HTTP/1.1 and WebSockets on the same port', async () => {
  const status = await new Promise((resolve, reject) => {
    const options = { port, host: '127.0.0.1', path: '/health/live', rejectUnauthorized: false }
    request(options, (response) => {
      response.resume()
      resolve(`${response.httpVersion} ${String(response.statusCode)}`)
    })
      .on('error', reject)
      .end()
  })
  expect(status).toBe('1.1 200')
  const socket = new WebSocket(`wss://127.0.0.1:${port}/live`, { rejectUnauthorized: false })
  const echo = await new Promise((resolve, reject) => {
    socket.on('open', () => {
      socket.send('hello')
    })
    socket.on('message', (data: Buffer) => {
      resolve(data.toString())
    })
    socket.on('error', reject)
  })
  socket.close()
  expect(echo).toBe('hello')
})

it('guards every answer with headers', async () => {
  const browser = site.browser()
  for (const path of ['/', '/api/me', '/health/ready', '/nothing.js']) {
    const { headers } = await browser.fetch(path, { headers: { accept: 'text/html' } })
    const policy = headers.get('content-security-policy') ?? ''
    expect(policy).toContain("script-src 'self';")
    expect(policy).toContain("connect-src 'self' ws://127.0.0.1:7700")
    expect(headers.get('permissions-policy')).toContain('microphone=(self)')
    expect(headers.get('x-content-type-options')).toBe('nosniff')
    expect(headers.get('x-powered-by')).toBeNull()
  }
})

it('serves the page for addresses of pages only, and nothing outside its folder', async () => {
  const browser = site.browser()
  const get = (path: string, accept = 'text/html') => browser.fetch(path, { headers: { accept } })
  expect((await get('/c/0194?invite=x')).status).toBe(200)
  expect((await get('/assets/gone.js', '*/*')).status).toBe(404)
  expect((await get('/courses/1', 'application/json')).status).toBe(404)
  expect((await get('/..%2f..%2fetc/passwd')).status).not.toBe(200)
  const plain = await browser.fetch('/assets/app-1a2b.js', {
    headers: { 'accept-encoding': 'identity' },
  })
  expect(plain.headers.get('content-encoding')).toBeNull()
  expect(await plain.text()).toBe('console.log(1)')
})
