// `npm run bench -- lecture-start`: how soon the first picture of a broadcast is there: after its page is opened, after its
// encoder begins, and after it comes back.
import type { BrowserContext, Page } from 'playwright-core'
import { launch, openContext } from '../e2e/browser.ts'
import { joinBy } from '../e2e/moves.ts'
import { openSchool, type School } from '../e2e/school.ts'
import type { RoomId } from '../../shared/ids.ts'
import { dataFolder } from '../system.ts'
import { clip, makeClip } from './lecture/clip.ts'
import { watchGlass } from './lecture/glass.ts'
import { ingestOf } from './lecture/ingest.ts'
import { Pacer } from './lecture/pacer.ts'
import { percentile, rounded, type Bench } from './result.ts'

const runs = { page: 12, publisher: 5, reconnect: 5 }
const warmUps = 2
const patienceMs = 60_000
/** An encoder that was cut off is away for so long. */
const awayMs = 2_000
const targets = { pageP95Ms: 1_500, publisherP95Ms: 4_000, reconnectP95Ms: 3_000 }

const strip = { bits: clip.bits, square: clip.square / clip.width }

/** When the next frame is seen, in ms since 1970. */
async function nextSeen(page: Page): Promise<number> {
  const found = await page.waitForFunction(() => globalThis.seen().at(0)?.at ?? null, null, {
    timeout: patienceMs,
    polling: 50,
  })
  return (await found.jsonValue()) ?? NaN
}

/** As somebody who was in class a moment ago: from the address to the picture, which nothing but the page presses on. */
async function openAgain(context: BrowserContext, url: string): Promise<number> {
  const page = await context.newPage()
  try {
    await page.addInitScript(watchGlass, strip)
    await page.addInitScript(() => {
      const press = () => {
        const button = [...document.querySelectorAll('button')].find((one) =>
          /^(Join|Go in)$/.test(one.innerText.trim()),
        )
        if (button === undefined) requestAnimationFrame(press)
        else button.click()
      }
      document.addEventListener('DOMContentLoaded', press)
    })
    await page.goto(url, { waitUntil: 'commit' })
    const seenAt = await nextSeen(page)
    return seenAt - (await page.evaluate(() => performance.timeOrigin))
  } finally {
    await page.close({ runBeforeUnload: true })
  }
}

async function pages(school: School, room: RoomId): Promise<number[]> {
  const link = await school.linkFor(room, 'student')
  const browser = await launch(null, [])
  try {
    const context = await openContext(browser)
    const first = await context.newPage()
    await joinBy(first, link, 'Pia')
    await first.close()
    const all: number[] = []
    for (let run = 0; run < warmUps + runs.page; run += 1) all.push(await openAgain(context, link))
    return all.slice(warmUps)
  } finally {
    await browser.close()
  }
}

interface Stage {
  readonly path: string
  readonly ingest: string
  readonly page: Page
}

/** From the first frame that leaves a fresh encoder. */
async function begins({ path, ingest, page }: Stage): Promise<{ ms: number; pacer: Pacer }> {
  await page.evaluate(() => globalThis.seen())
  const pacer = await Pacer.start(path, ingest)
  const seenAt = await nextSeen(page)
  return { ms: seenAt - (pacer.left[0] ?? NaN), pacer }
}

async function comingBack(stage: Stage, first: Pacer): Promise<number[]> {
  const all: number[] = []
  let pacer = first
  for (let run = 0; run < runs.reconnect; run += 1) {
    await pacer[Symbol.asyncDispose]()
    await stage.page.waitForTimeout(awayMs)
    const back = await begins(stage)
    all.push(back.ms)
    pacer = back.pacer
    await stage.page.waitForTimeout(awayMs)
  }
  await pacer[Symbol.asyncDispose]()
  return all
}

async function beginnings(school: School, path: string, say: (line: string) => void) {
  await using stack = new AsyncDisposableStack()
  const browser = stack.adopt(await launch(null, []), (one) => one.close())
  const all: number[] = []
  let reconnects: number[] = []
  const ingest = await ingestOf(school)
  for (let run = 0; run < runs.publisher; run += 1) {
    const room = await school.newClass('Lecture')
    const page = await (await openContext(browser)).newPage()
    await page.addInitScript(watchGlass, strip)
    await joinBy(page, await school.linkFor(room, 'student'), 'Ben')
    const stage = { path, ingest, page }
    const { ms, pacer } = await begins(stage)
    all.push(ms)
    say(`an encoder begins: ${ms.toFixed(0)} ms`)
    if (run === runs.publisher - 1) reconnects = await comingBack(stage, pacer)
    await pacer[Symbol.asyncDispose]()
    await school.owner.call('classes.step', { params: { room }, body: { step: 'end' } })
    await page.close()
  }
  return { all, reconnects }
}

export const lectureStart: Bench = async ({ say }) => {
  await using folder = await dataFolder()
  const path = await makeClip(folder.path)
  await using school = await openSchool()
  const { all, reconnects } = await beginnings(school, path, say)
  say(`it comes back: ${reconnects.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  const room = await school.newClass('Lecture')
  await using _pacer = await Pacer.start(path, await ingestOf(school))
  const opened = await pages(school, room)
  say(`a page is opened: ${opened.map((ms) => ms.toFixed(0)).join(', ')} ms`)
  const figures = {
    pageP50Ms: percentile(opened, 0.5),
    pageP95Ms: percentile(opened, 0.95),
    publisherP95Ms: percentile(all, 0.95),
    reconnectP95Ms: percentile(reconnects, 0.95),
  }
  return {
    figures: rounded(figures),
    pass: Object.entries(targets).every(
      ([name, most]) => figures[name as keyof typeof targets] <= most,
    ),
    limitedBy:
      'a Chromium that starts a page and decodes, two encoders of smaller pictures, and what players keep in hand',
  }
}
