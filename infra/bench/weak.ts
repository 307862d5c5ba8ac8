// `npm run bench -- weak`: four people in real browsers, one of them behind 300 kbit/s each way: what the weak
// one still hears and sees, and that the others lose nothing by it.
import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Page } from 'playwright-core'
import { launch, openContext } from '../e2e/browser.ts'
import { joinBy } from '../e2e/moves.ts'
import { openSchool, type School } from '../e2e/school.ts'
import { keepPeerConnections } from '../e2e/peerConnections.ts'
import { goodWire, UdpProxy, type Flow } from '../faults/udpProxy.ts'
import { dataFolder, freePort } from '../system.ts'
import { rounded, type Bench } from './result.ts'
import { watchReceiving, type Received } from './weak/receiving.ts'

const run = promisify(execFile)

const people = 4
const kilobits = 300
const measureMs = 20_000
/** From the moment the link is weak until it is judged: estimators need some seconds to believe it. */
const settleMs = 15_000
const patienceMs = 60_000
const targets = { soundGapMaxMs: 200, weakFps: 5, otherFpsRatio: 0.9 }

/** Where the browsers believe the sfu to be: the proxy. */
const announced = '127.0.0.5'
const bound = '127.0.0.1'

/** A picture in which everything moves, and a tone that never stops. */
async function scenes(folder: string) {
  const picture = join(folder, 'picture.y4m')
  const sound = join(folder, 'sound.wav')
  const lavfi = (input: string) => ['-v', 'error', '-y', '-f', 'lavfi', '-i', input]
  await run('ffmpeg', [...lavfi('testsrc2=s=640x360:r=15:d=4'), '-pix_fmt', 'yuv420p', picture])
  await run('ffmpeg', [...lavfi('sine=frequency=440:sample_rate=48000:duration=4'), sound])
  return [
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-video-capture=${picture}`,
    `--use-file-for-fake-audio-capture=${sound}`,
  ]
}

async function seat(school: School, flags: readonly string[], close: AsyncDisposableStack) {
  const room = await school.newClass()
  const pages: Page[] = []
  for (let n = 0; n < people; n += 1) {
    const browser = close.adopt(await launch(null, flags), (one) => one.close())
    const context = await openContext(browser)
    await context.addInitScript(keepPeerConnections)
    await context.addInitScript(watchReceiving)
    const page = await context.newPage()
    const link = await school.linkFor(room, n === 0 ? 'instructor' : 'student')
    await joinBy(page, link, `Person ${n}`)
    pages.push(page)
  }
  return pages
}

/** Until everybody gets the moving picture of everybody else. */
async function untilWhole(pages: readonly Page[]): Promise<void> {
  const deadline = Date.now() + patienceMs
  for (;;) {
    const all = await receive(pages, 1_000)
    const moving = all.map(({ pictures }) => pictures.filter(({ fps }) => fps > 1).length)
    if (moving.every((count) => count === people - 1)) return
    if (Date.now() > deadline) throw new Error(`not all is seen: ${moving.join(', ')} of three`)
  }
}

const receive = (pages: readonly Page[], ms: number): Promise<Received[]> =>
  Promise.all(pages.map((page) => page.evaluate((time) => globalThis.receive(time), ms)))

const sum = (numbers: readonly number[]) => numbers.reduce((total, one) => total + one, 0)

/** Frames a second of all that these people see, but of the weak one's picture, which is the slowest. */
function fpsOf(received: readonly Received[]): number {
  return sum(
    received.flatMap(({ pictures }) =>
      pictures
        .map(({ fps }) => fps)
        .toSorted((one, other) => other - one)
        .slice(0, people - 2),
    ),
  )
}

async function weaken(proxy: UdpProxy, page: Page): Promise<void> {
  const names = new Set(await page.evaluate(() => globalThis.wireNames()))
  const isWeak = ({ user }: Flow) => names.has(user.split(':')[1] ?? '')
  const slow = { ...goodWire, rate: kilobits }
  proxy.shape((flow) =>
    isWeak(flow) ? { up: slow, down: slow } : { up: goodWire, down: goodWire },
  )
  const found = proxy.flows.filter(isWeak).length
  if (found < 2) throw new Error(`of the weak one’s two transports ${found} were found on the wire`)
}

export const weak: Bench = async ({ say }) => {
  await using close = new AsyncDisposableStack()
  const folder = close.use(await dataFolder())
  const flags = await scenes(folder.path)
  const port = await freePort()
  const media = { MEDIA_PORT: String(port), MEDIA_LISTEN: bound, MEDIA_ADDRESS: announced }
  const school = close.use(await openSchool({ ...media, SFU_WORKERS: '1' }))
  const proxy = close.use(await UdpProxy.open({ ip: announced, port }, { ip: bound, port }))
  const pages = await seat(school, flags, close)
  const [weakOne, others] = [pages.slice(-1), pages.slice(0, -1)]
  await untilWhole(pages)
  const before = fpsOf(await receive(others, measureMs))
  say(`all well: the three others get ${before.toFixed(1)} frames/s in all`)
  const [last] = weakOne
  if (last !== undefined) await weaken(proxy, last)
  const [turning] = await receive(weakOne, settleMs)
  say(`turning weak: ${JSON.stringify(turning)}`)
  const [during, [worst]] = await Promise.all([
    receive(others, measureMs),
    receive(weakOne, measureMs),
  ])
  say(`weak: ${JSON.stringify(worst)}; the others: ${JSON.stringify(during)}`)
  const figures = {
    soundGapMaxMs: worst?.voices === people - 1 ? worst.soundGapMs : Infinity,
    weakFps: Math.max(0, ...(worst?.pictures ?? []).map(({ fps }) => fps)),
    otherFpsRatio: fpsOf(during) / before,
    otherFps: fpsOf(during),
    turningGapMaxMs: turning?.soundGapMs ?? Infinity,
  }
  return {
    figures: rounded(figures),
    pass:
      figures.soundGapMaxMs <= targets.soundGapMaxMs &&
      figures.weakFps >= targets.weakFps &&
      figures.otherFpsRatio >= targets.otherFpsRatio,
    limitedBy:
      'four browsers encode and decode on the same cores; the wire keeps a quarter of a second of queue',
  }
}
