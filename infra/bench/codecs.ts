// `npm run bench -- codecs`: what a browser spends on its camera of 720 lines in VP8 in three layers that are
// encoded apart, as the client sends it, beside VP9 and AV1 in three layers of one stream (SVC).
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { createWorker, type types } from 'mediasoup'
import type { CDPSession, Page } from 'playwright-core'
import { encodingOf } from '../../client/media/encodings.ts'
import { codecs as routerCodecs } from '../../shared/contract/sfu.ts'
import { servePage } from '../../sfu/testing/browser.ts'
import { launch, openContext } from '../e2e/browser.ts'
import { dataFolder } from '../system.ts'
import { rounded, type Bench } from './result.ts'

const run = promisify(execFile)

const settleMs = 6_000
const measureMs = 8_000
const size = { width: 1280, height: 720 }
/** Of those that are captured, so many a second come at least. */
const leastFps = 20

interface Shape {
  readonly mimeType: string
  readonly encodings: readonly object[]
  /** Each layer of one stream is counted as a frame of its own. */
  readonly counted: number
}

const layered = (mimeType: string, scalabilityMode: string): Shape => ({
  mimeType,
  encodings: [{ maxBitrate: 1_500_000, scalabilityMode }],
  counted: 3,
})
const shapes: Readonly<Record<'vp8' | 'vp9' | 'av1', Shape>> = {
  vp8: {
    mimeType: 'video/VP8',
    encodings:
      encodingOf({ kind: 'camera', size }, { codecs: [], svc: false }).options.encodings ?? [],
    counted: 1,
  },
  vp9: layered('video/VP9', 'L3T3_KEY'),
  av1: layered('video/AV1', 'L3T3'),
}

/** What `codecs/page.js` puts on its window. */
interface Sender {
  open(): Promise<void>
  isEfficient(mimeType: string, scalabilityMode: string): Promise<boolean>
  send(mimeType: string, encodings: readonly object[]): Promise<void>
  counts(): Promise<Counts>
  stop(): void
}
interface Counts {
  readonly frames: number
  readonly bytes: number
  readonly height: number
  readonly encoder: string
  readonly mode: string
}

interface Cost {
  /** Of one processor. */
  readonly cpu: number
  readonly fps: number
  readonly kilobits: number
}

/** A camera in which somebody sits and moves, as far as ffmpeg can draw that. */
async function cameraFlags(folder: string): Promise<string[]> {
  const picture = join(folder, 'camera.y4m')
  const scene = 'mandelbrot=s=1280x720:r=24:end_scale=0.3:maxiter=200'
  const args = ['-v', 'error', '-y', '-f', 'lavfi', '-i', scene, '-t', '3']
  await run('ffmpeg', [...args, '-pix_fmt', 'yuv420p', picture])
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${picture}`,
  ]
}

async function openRouter(close: AsyncDisposableStack): Promise<types.Router> {
  const workerBin = process.env['MEDIASOUP_WORKER_BIN']
  const worker = await createWorker(workerBin === undefined ? {} : { workerBin })
  close.defer(() => {
    worker.close()
  })
  return worker.createRouter({ mediaCodecs: [...routerCodecs] })
}

/** What the page asks of the router. */
async function answer(page: Page, router: types.Router): Promise<void> {
  const transport = await router.createWebRtcTransport({
    listenInfos: [{ protocol: 'udp', ip: '127.0.0.1' }],
    initialAvailableOutgoingBitrate: 2_000_000,
  })
  const answers = {
    open: () => {
      const { id, iceParameters, iceCandidates, dtlsParameters } = transport
      const offered = { id, iceParameters, iceCandidates, dtlsParameters }
      return { rtpCapabilities: router.rtpCapabilities, transport: offered }
    },
    connect: (input: Parameters<typeof transport.connect>[0]) => transport.connect(input),
    produce: async (input: types.ProducerOptions) => ({ id: (await transport.produce(input)).id }),
  }
  await page.exposeFunction('ask', (name: keyof typeof answers, input: never) =>
    answers[name](input),
  )
}

function call<Name extends keyof Sender>(
  page: Page,
  name: Name,
  ...args: Parameters<Sender[Name]>
): Promise<Awaited<ReturnType<Sender[Name]>>> {
  return page.evaluate(
    ([method, given]) => {
      const { bench } = globalThis as unknown as {
        bench: Record<string, (...all: unknown[]) => unknown>
      }
      return bench[method]?.(...given)
    },
    [name, args] as [string, unknown[]],
  ) as Promise<Awaited<ReturnType<Sender[Name]>>>
}

/** What all processes of a browser have used since they began, in seconds. */
async function usedBy(console: CDPSession): Promise<number> {
  const { processInfo } = await console.send('SystemInfo.getProcessInfo')
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0)
}

async function costOf(
  page: Page,
  console: CDPSession,
  { mimeType, encodings, counted }: Shape,
): Promise<Cost & Counts> {
  await call(page, 'send', mimeType, encodings)
  await after(settleMs)
  const [began, used, first] = [
    performance.now(),
    await usedBy(console),
    await call(page, 'counts'),
  ]
  await after(measureMs)
  const ms = performance.now() - began
  const last = await call(page, 'counts')
  const cpu = (((await usedBy(console)) - used) * 1_000) / ms
  await call(page, 'stop')
  const fps = ((last.frames - first.frames) * 1_000) / counted / ms
  return { ...last, cpu, fps, kilobits: ((last.bytes - first.bytes) * 8) / ms }
}

const mean = (numbers: readonly number[]) =>
  numbers.reduce((sum, one) => sum + one, 0) / numbers.length

export const codecs: Bench = async ({ say }) => {
  await using close = new AsyncDisposableStack()
  const folder = close.use(await dataFolder())
  const flags = await cameraFlags(folder.path)
  const page = fileURLToPath(new URL('codecs/page.js', import.meta.url))
  const served = close.use(await servePage(page))
  const browser = close.adopt(await launch(null, flags), (one) => one.close())
  const view = await (await openContext(browser)).newPage()
  await answer(view, await openRouter(close))
  await view.goto(served.url)
  await call(view, 'open')
  const console = await browser.newBrowserCDPSession()
  const costs: Record<keyof typeof shapes, Cost[]> = { vp8: [], vp9: [], av1: [] }
  // The link is believed to carry it all from here on.
  await costOf(view, console, shapes.vp8)
  // There and back, so that a machine that becomes slower or faster does not favour one.
  for (const name of ['vp8', 'vp9', 'av1', 'av1', 'vp9', 'vp8'] as const) {
    const cost = await costOf(view, console, shapes[name])
    say(`${name}: ${JSON.stringify(cost)}`)
    costs[name].push(cost)
  }
  const hasHardware = await Promise.all([
    call(view, 'isEfficient', 'video/VP9', 'L3T3_KEY'),
    call(view, 'isEfficient', 'video/AV1', 'L3T3'),
  ])
  // A picture that comes at half its rate costs half: what counts is a frame.
  const perFrame = (name: keyof typeof shapes) =>
    mean(costs[name].map(({ cpu, fps }) => (cpu * 1_000) / fps))
  const figures = {
    vp8MsPerFrame: perFrame('vp8'),
    vp9MsPerFrame: perFrame('vp9'),
    av1MsPerFrame: perFrame('av1'),
    vp9Ratio: perFrame('vp9') / perFrame('vp8'),
    av1Ratio: perFrame('av1') / perFrame('vp8'),
    vp8Kilobits: mean(costs.vp8.map(({ kilobits }) => kilobits)),
    vp9Kilobits: mean(costs.vp9.map(({ kilobits }) => kilobits)),
    av1Kilobits: mean(costs.av1.map(({ kilobits }) => kilobits)),
    vp8Fps: mean(costs.vp8.map(({ fps }) => fps)),
    vp9Fps: mean(costs.vp9.map(({ fps }) => fps)),
    av1Fps: mean(costs.av1.map(({ fps }) => fps)),
    encodersInHardware: hasHardware.filter(Boolean).length,
  }
  return {
    figures: rounded(figures),
    pass: Math.min(figures.vp8Fps, figures.vp9Fps, figures.av1Fps) >= leastFps,
    limitedBy: 'encoders in software on two processors; capturing costs each the same',
  }
}
