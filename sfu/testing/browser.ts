// Chromium with a camera and a microphone that are not there, and the test page served to it.
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { chromium, type Browser } from 'playwright-core'
import { build } from 'vite'

const flags = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-background-networking',
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--autoplay-policy=no-user-gesture-required',
]

export function launchBrowser(): Promise<Browser> {
  return chromium.launch({ executablePath: '/usr/bin/chromium', headless: true, args: flags })
}

export interface ServedPage extends AsyncDisposable {
  readonly url: string
}

/** On localhost, which browsers count as secure: without that there is no camera. */
export async function servePage(entry: string): Promise<ServedPage> {
  const script = await bundle(entry)
  const server = createServer((request, response) => {
    const isScript = request.url === '/page.js'
    response.setHeader('content-type', isScript ? 'text/javascript' : 'text/html')
    response.end(isScript ? script : '<!doctype html><body><script src="/page.js"></script>')
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  const close = () => new Promise<void>((done) => server.close(() => done()).closeAllConnections())
  return { url: `http://localhost:${port}/`, [Symbol.asyncDispose]: close }
}

async function bundle(entry: string): Promise<string> {
  const result = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'page' } },
    define: { 'process.env.NODE_ENV': '"test"' },
  })
  const [output] = [result].flat()
  const chunk = output && 'output' in output ? output.output[0] : null
  if (!chunk) throw new Error('nothing was built')
  return chunk.code
}
