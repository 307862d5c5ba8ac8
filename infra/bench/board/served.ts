// The real engine in a page of its own, built and served with the documents that a bench wants opened.
import { readFile } from 'node:fs/promises'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'

const source = import.meta.dirname
const screen = { width: 1_280, height: 800 } as const
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css' } as const

interface Served extends AsyncDisposable {
  readonly url: string
}

/** The built page, and documents under their names. */
export async function serve(
  folder: string,
  documents: ReadonlyMap<string, Uint8Array>,
): Promise<Served> {
  const server = createServer((request, response) => {
    const path = (request.url ?? '/').slice(1)
    const document = documents.get(path)
    if (document !== undefined) {
      response.end(document)
      return
    }
    const type = types[path.split('.').at(-1) as keyof typeof types] as string | undefined
    readFile(join(folder, path)).then(
      (content) => {
        response.setHeader('content-type', type ?? 'application/octet-stream').end(content)
      },
      () => response.writeHead(404).end(),
    )
  })
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening))
  const { port } = server.address() as AddressInfo
  const close = () =>
    new Promise<void>((closed) => {
      server.close(() => {
        closed()
      })
      server.closeAllConnections()
    })
  return { url: `http://127.0.0.1:${port}`, [Symbol.asyncDispose]: close }
}

export async function buildPage(folder: string): Promise<void> {
  await build({
    root: source,
    configFile: false,
    logLevel: 'error',
    build: {
      outDir: folder,
      emptyOutDir: true,
      target: 'chrome119',
      rolldownOptions: { input: join(source, 'page.html') },
    },
  })
}

export async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: screen })
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(`${url}/page.html`)
  return page
}
