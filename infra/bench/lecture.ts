// `npm run bench -- lecture`: how long after a frame left the encoder it is seen in the audience's browser: by Lyceum
// (top picture as it is, smaller ones made beside it), then by nginx with its RTMP module and hls.js.
import type { Page } from 'playwright-core'
import { launch, openContext } from '../e2e/browser.ts'
import { joinBy } from '../e2e/moves.ts'
import { openSchool } from '../e2e/school.ts'
import { dataFolder } from '../system.ts'
import { clip, makeClip } from './lecture/clip.ts'
import { watchGlass } from './lecture/glass.ts'
import { ingestOf } from './lecture/ingest.ts'
import { startNginxRtmp } from './lecture/nginxRtmp.ts'
import { Pacer } from './lecture/pacer.ts'
import { percentile, rounded, type Bench, type BenchContext } from './result.ts'

const measureMs = { lyceum: 180_000, nginx: 60_000 }
/** A player finds its place in the first seconds. */
const settleMs = 10_000
const lookEveryMs = 5_000
const patienceMs = 60_000
const targets = { p50Ms: 2_000, p95Ms: 3_000 }

const strip = { bits: clip.bits, square: clip.square / clip.width }

interface Measured {
  readonly delays: readonly number[]
  readonly stalls: number
}

/** Delays in ms of every frame that the page shows meanwhile. */
async function measure(page: Page, pacer: Pacer, ms: number): Promise<Measured> {
  const delays: number[] = []
  await page.waitForTimeout(settleMs)
  await page.evaluate(() => globalThis.seen())
  const before = await page.evaluate(() => globalThis.stalls())
  for (const end = Date.now() + ms; Date.now() < end;) {
    await page.waitForTimeout(lookEveryMs)
    for (const { number, at } of await page.evaluate(() => globalThis.seen())) {
      const left = pacer.leftAt(number, at)
      if (left !== null) delays.push(at - left)
    }
  }
  return { delays, stalls: (await page.evaluate(() => globalThis.stalls())) - before }
}

async function openPage(stack: AsyncDisposableStack): Promise<Page> {
  const browser = stack.adopt(await launch(null, []), (one) => one.close())
  const page = await (await openContext(browser)).newPage()
  await page.addInitScript(watchGlass, strip)
  return page
}

const untilSeen = (page: Page) =>
  page.waitForFunction(() => globalThis.seen().length > 0, null, { timeout: patienceMs })

async function throughLyceum(path: string, say: BenchContext['say']): Promise<Measured> {
  await using stack = new AsyncDisposableStack()
  const school = stack.use(await openSchool())
  const room = await school.newClass('Lecture')
  const pacer = stack.use(await Pacer.start(path, await ingestOf(school)))
  const page = await openPage(stack)
  await joinBy(page, await school.linkFor(room, 'student'), 'Pia')
  await untilSeen(page)
  say('Lyceum plays; measuring for three minutes …')
  return await measure(page, pacer, measureMs.lyceum)
}

async function throughNginx(path: string, folder: string, say: BenchContext['say']) {
  await using stack = new AsyncDisposableStack()
  const nginx = await startNginxRtmp(folder)
  if (nginx === null) return null
  stack.use(nginx)
  const pacer = stack.use(await Pacer.start(path, nginx.ingest))
  const page = await openPage(stack)
  await page.goto(nginx.page)
  await untilSeen(page)
  say('nginx plays; measuring for a minute …')
  return await measure(page, pacer, measureMs.nginx)
}

export const lecture: Bench = async ({ say }) => {
  await using folder = await dataFolder()
  say('encoding half a minute of lecture …')
  const path = await makeClip(folder.path)
  const ours = await throughLyceum(path, say)
  const theirs = await throughNginx(path, folder.path, say)
  const p50 = percentile(ours.delays, 0.5)
  const p95 = percentile(ours.delays, 0.95)
  const nginxP50 = theirs === null ? -1 : percentile(theirs.delays, 0.5)
  return {
    figures: rounded({
      glassP50Ms: p50,
      glassP95Ms: p95,
      stalls: ours.stalls,
      framesSeen: ours.delays.length,
      nginxP50Ms: nginxP50,
      nginxStalls: theirs?.stalls ?? -1,
      timesSooner: nginxP50 / p50,
    }),
    pass: p50 <= targets.p50Ms && p95 <= targets.p95Ms && ours.stalls === 0,
    limitedBy:
      'what players are told to keep in hand (three parts), one part, and the encoders beside it',
  }
}
