// `npm run bench -- board-load`: a page of 10,000 strokes of handwriting in real Chromium, with the real
// engine over a local document: how soon it is drawn, how it moves, how ink follows the pen, and how few
// bytes all of it takes.
import { createServer } from 'node:http'
import { readFile } from 'node:fs/promises'
import { mkdtempDisposable } from 'node:fs/promises'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import { build } from 'vite'
import { handwriting } from '../../shared/board/testing/handwriting.ts'
import { launch } from '../e2e/browser.ts'
import { boardOf, liveBytesPerPoint, type BoardBytes } from './board/document.ts'
import type { Ink, Motion } from './board/page.ts'
import { percentile, rounded, type Bench } from './result.ts'

const sizes = { usual: 10_000, large: 50_000 } as const
const opens = 12
const motionMs = 6_000
const inkStrokes = 60
const targets = {
  openP95Ms: 600,
  readyMs: 3_000,
  blankMs: 100,
  bytesPerPoint: 4,
  liveBytesPerPoint: 12,
  fps: 55,
  fpsLarge: 30,
} as const
const screen = { width: 1_280, height: 800 } as const

const source = fileURLToPath(new URL('./board', import.meta.url))
const types = { html: 'text/html', js: 'text/javascript', css: 'text/css' } as const

interface Served extends AsyncDisposable {
  readonly url: string
}

/** The built page, and documents under their names. */
async function serve(folder: string, documents: Map<string, Uint8Array>): Promise<Served> {
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

async function buildPage(folder: string): Promise<void> {
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

async function openPage(browser: Browser, url: string): Promise<Page> {
  const page = await browser.newPage({ viewport: screen })
  page.on('pageerror', (error) => {
    throw error
  })
  await page.goto(`${url}/page.html`)
  return page
}

interface Opened {
  readonly drawnMs: number
  readonly readyMs: number
  readonly seen: number
}

/** In a page of its own each time: nothing is warm but the browser. */
async function openOften(browser: Browser, url: string): Promise<Opened[]> {
  const all: Opened[] = []
  for (let run = 0; run <= opens; run += 1) {
    const page = await openPage(browser, url)
    const opened = await page.evaluate(() => globalThis.boardBench.open('/usual'))
    // The first one warms the browser.
    if (run > 0) all.push(opened)
    await page.close()
  }
  return all
}

/** Writes with the mouse at a hand's speed, all over the screen. */
async function write(page: Page): Promise<Ink> {
  await page.evaluate(() => {
    globalThis.boardBench.beginInk()
  })
  for (const [at, stroke] of handwriting(7, inkStrokes, 'mouse').entries()) {
    const left = 40 + (at % 12) * 95
    const top = 60 + Math.floor(at / 12) * 130
    const [first] = stroke
    if (first === undefined) continue
    const place = (point: { x: number; y: number }) =>
      [left + 2 * (point.x - first.x), top + 2 * (point.y - first.y)] as const
    await page.mouse.move(...place(first))
    await page.mouse.down()
    for (const point of stroke) await page.mouse.move(...place(point))
    await page.mouse.up()
  }
  return page.evaluate(() => globalThis.boardBench.endInk())
}

function framesPerSecond(frames: readonly number[]): number {
  return 1_000 / percentile(frames, 0.5)
}

interface Moved {
  readonly pan: Motion
  readonly zoom: Motion
  readonly ink: Ink
}

async function moveAbout(browser: Browser, url: string, document: string): Promise<Moved> {
  const page = await openPage(browser, url)
  try {
    await page.evaluate((name) => globalThis.boardBench.open(name), `/${document}`)
    const pan = await page.evaluate((ms) => globalThis.boardBench.pan(ms), motionMs)
    const zoom = await page.evaluate((ms) => globalThis.boardBench.zoom(ms), motionMs)
    return { pan, zoom, ink: await write(page) }
  } finally {
    await page.close()
  }
}

function documentsOf(usual: BoardBytes, large: BoardBytes): Map<string, Uint8Array> {
  return new Map([
    ['usual', usual.document],
    ['large', large.document],
  ])
}

export const boardLoad: Bench = async ({ say }) => {
  await using folder = await mkdtempDisposable(`${tmpdir()}${sep}lyceum-board-`)
  await buildPage(folder.path)
  const strokes = handwriting(1, sizes.usual)
  const usual = boardOf(strokes)
  const large = boardOf(handwriting(2, sizes.large))
  say(`${sizes.usual} strokes: ${usual.document.length} bytes for ${usual.points} points`)
  await using served = await serve(folder.path, documentsOf(usual, large))
  await using browser = await launch(null, [])
  const opened = await openOften(browser, served.url)
  say(`drawn after ${opened.map(({ drawnMs }) => Math.round(drawnMs)).join(', ')} ms`)
  const tenThousand = await moveAbout(browser, served.url, 'usual')
  const fiftyThousand = await moveAbout(browser, served.url, 'large')
  const motions = [tenThousand, fiftyThousand].flatMap(({ pan, zoom }) => [pan, zoom])
  const { late } = { late: [tenThousand, fiftyThousand].flatMap(({ ink }) => ink.lateFrames) }
  const figures = {
    openP95Ms: percentile(
      opened.map(({ drawnMs }) => drawnMs),
      0.95,
    ),
    openP50Ms: percentile(
      opened.map(({ drawnMs }) => drawnMs),
      0.5,
    ),
    strokesSeen: opened[0]?.seen ?? 0,
    readyP95Ms: percentile(
      opened.map(({ readyMs }) => readyMs),
      0.95,
    ),
    bytesPerPoint: Math.max(usual.storedPerPoint, usual.sentPerPoint),
    liveBytesPerPoint: liveBytesPerPoint(strokes.slice(0, 1_000)),
    panFps10k: framesPerSecond(tenThousand.pan.frames),
    zoomFps10k: framesPerSecond(tenThousand.zoom.frames),
    inkFps10k: framesPerSecond(tenThousand.ink.frames),
    panFps50k: framesPerSecond(fiftyThousand.pan.frames),
    zoomFps50k: framesPerSecond(fiftyThousand.zoom.frames),
    inkFps50k: framesPerSecond(fiftyThousand.ink.frames),
    longestBlankMs: Math.max(...motions.map(({ blankMs }) => blankMs)),
    sharpAfterMs: Math.max(...motions.map(({ sharpMs }) => sharpMs)),
    inkLateFramesP95: percentile(late, 0.95),
    inkStrokes: tenThousand.ink.strokes,
  }
  const pass =
    figures.openP95Ms <= targets.openP95Ms &&
    figures.readyP95Ms <= targets.readyMs &&
    figures.longestBlankMs <= targets.blankMs &&
    figures.bytesPerPoint <= targets.bytesPerPoint &&
    figures.liveBytesPerPoint <= targets.liveBytesPerPoint &&
    [figures.panFps10k, figures.zoomFps10k, figures.inkFps10k].every((fps) => fps >= targets.fps) &&
    [figures.panFps50k, figures.zoomFps50k, figures.inkFps50k].every(
      (fps) => fps >= targets.fpsLarge,
    ) &&
    figures.inkLateFramesP95 <= 0 &&
    figures.inkStrokes >= inkStrokes
  return {
    figures: rounded(figures),
    pass,
    limitedBy: 'Chromium without a graphics processor, which draws and composes on two processors',
  }
}
