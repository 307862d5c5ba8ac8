// `npm run bench -- join`: how soon somebody who was here before is in class again, in real Chromium:
// from opening the link in a fresh page of a browser that knows Lyceum to the first decoded frame of
// another person, who publishes from a Chromium of its own. The green room's one press is made by the
// page at once.
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { sep } from 'node:path'
import type { BrowserContext, Page } from 'playwright-core'
import { openPerson, openProfile } from '../e2e/browser.ts'
import { sights } from '../e2e/media.ts'
import { dock, joinBy } from '../e2e/moves.ts'
import { openSchool } from '../e2e/school.ts'
import { watchJoin, type JoinMarks } from './joinWatch.ts'
import { percentile, rounded, type Bench } from './result.ts'

const runs = 20
const warmUps = 3
const targets = { p50: 800, p95: 1_500 }

const stages = [
  'document',
  'script',
  'door',
  'press',
  'seat',
  'welcome',
  'media',
  'track',
  'frame',
] as const satisfies readonly (keyof JoinMarks)[]
type Stage = (typeof stages)[number]

const patienceMs = 30_000

/** Runs in the page. Whoever never sees a frame says how far they came, rather than nothing for ever. */
function joinedWithin(ms: number): Promise<JoinMarks> {
  return new Promise((resolve, reject) => {
    void globalThis.joined.then(resolve)
    setTimeout(() => {
      const pictures = [...document.querySelectorAll('video')].map((video) => {
        const tracks = (video.srcObject as MediaStream | null)?.getVideoTracks() ?? []
        const states = tracks.map(({ muted, readyState }) => `${readyState} ${muted}`)
        return { ready: video.readyState, paused: video.paused, states }
      })
      const words = document.body.innerText
      const state = JSON.stringify({ marks: globalThis.watch.marks, pictures, words })
      reject(new Error(`no frame of another after ${ms} ms: ${state}`))
    }, ms)
  })
}

async function once(context: BrowserContext, link: string): Promise<JoinMarks> {
  const page: Page = await context.newPage()
  try {
    await page.goto(link, { waitUntil: 'commit' })
    const marks = await page.evaluate(joinedWithin, patienceMs)
    // A tab that is closed without leaving is kept a place for a while, and one person has not endless tabs.
    await dock(page, 'Leave').click()
    await page.getByRole('heading', { name: 'You have left' }).waitFor()
    return marks
  } finally {
    await page.close()
  }
}

/** What each stage took, from the moments at which they ended. */
function durations(marks: JoinMarks): Record<Stage, number> {
  let before = 0
  const entries = stages.map((stage): [Stage, number] => {
    const took = Math.max(0, marks[stage] - before)
    before = Math.max(before, marks[stage])
    return [stage, took]
  })
  return Object.fromEntries(entries) as Record<Stage, number>
}

export const join: Bench = async ({ say, signal }) => {
  await using school = await openSchool()
  const room = await school.newClass()
  await using teacher = await openPerson(sights.teacher)
  await joinBy(teacher.page, await school.linkFor(room, 'instructor'), 'Tess')
  await using folder = await mkdtempDisposable(`${tmpdir()}${sep}lyceum-join-`)
  await using context = await openProfile(sights.first, folder.path)
  const link = await school.linkFor(room, 'student')
  const first = await context.newPage()
  await joinBy(first, link, 'Finn')
  await first.close()
  await context.addInitScript({ content: watchJoin })
  for (let run = 0; run < warmUps; run += 1) await once(context, link)
  const all: JoinMarks[] = []
  while (all.length < runs && !signal.aborted) {
    const marks = await once(context, link)
    all.push(marks)
    const parts = Object.entries(durations(marks)).map(
      ([stage, ms]) => `${stage} ${Math.round(ms)}`,
    )
    say(`${Math.round(marks.frame).toString().padStart(6)} ms  ${parts.join('  ')}`)
  }
  const totals = all.map(({ frame }) => frame)
  const p50 = percentile(totals, 0.5)
  const p95 = percentile(totals, 0.95)
  const medians = stages.map((stage) => {
    const samples = all.map((marks) => durations(marks)[stage])
    return [`${stage}P50Ms`, percentile(samples, 0.5)] as const
  })
  return {
    figures: rounded({
      joinP50Ms: p50,
      joinP95Ms: p95,
      runs: all.length,
      ...Object.fromEntries(medians),
    }),
    pass: all.length === runs && p50 <= targets.p50 && p95 <= targets.p95,
    limitedBy:
      'two Chromium browsers, encoder and decoder, on the processors that also serve; the publisher is a Chromium with a camera of 10 frames/s',
  }
}
