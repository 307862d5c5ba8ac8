// `npm run bench -- board-soak`: three hours of a busy lesson at one page of a board in two minutes, over a real server, its database and a page in Chromium that has the board open: what both hold
// after they collected their garbage, and how soon the page opens, for as much on it as after the first
// tenth.
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { sep } from 'node:path'
import { setTimeout as after } from 'node:timers/promises'
import type { CDPSession, Page } from 'playwright-core'
import type { LayerName } from '../../shared/board/layer.ts'
import { launch, openPerson } from '../e2e/browser.ts'
import { joinBy } from '../e2e/moves.ts'
import type { School } from '../e2e/school.ts'
import { BoardSocket, type BoardPlace } from '../wire/boardSocket.ts'
import {
  blank,
  conduct,
  openBoard,
  openServer,
  order,
  pagesOf,
  sitDown,
  until,
  type Conductor,
} from './board/classroom.ts'
import { Drawer } from './board/lesson.ts'
import { buildPage, openPage, serve } from './board/served.ts'
import type { Inspector } from './heap.ts'
import { percentile, rounded, type Bench } from './result.ts'

const people = 12
/** Objects of each that lie on the page when it is looked at. */
const quota = 125
const tenths = 10
const tenthMs = 10_000
/** Of each person, between acts: in the lesson a stroke every fifteen seconds. */
const actEveryMs = 160
const opens = 5
const targets = { growth: 0.1, load: 1.5 }

interface Held {
  readonly server: number
  readonly resident: number
  readonly page: number
}

const canvasOf = (page: Page) => page.getByRole('application', { name: /^Board: / })

/** With all of it in sight, drawn at rest. */
async function look(server: Inspector, devtools: CDPSession, page: Page): Promise<Held> {
  await canvasOf(page).focus()
  await page.keyboard.press('0')
  await after(1_000)
  for (let round = 0; round < 2; round += 1) await devtools.send('HeapProfiler.collectGarbage')
  const { usedSize } = await devtools.send('Runtime.getHeapUsage')
  const { heap, resident } = await server.memory()
  return { server: heap, resident, page: usedSize }
}

/** What somebody gets who comes now. */
async function whole(place: BoardPlace): Promise<Uint8Array> {
  const got = Promise.withResolvers<Uint8Array>()
  const socket = await BoardSocket.open(place, { whole: got.resolve })
  socket.close()
  return got.promise
}

/** Whoever teaches makes another page, shows it, empties it and takes that back, and all return. */
async function turnPages(tess: Conductor, layer: LayerName): Promise<void> {
  const { board } = layer
  const count = pagesOf(tess).pages.length
  await order(tess, 'boards.addPage', { board, after: null, ...blank })
  await until(() => pagesOf(tess).pages.length > count)
  const page = pagesOf(tess).pages.at(-1)?.id ?? layer.page
  await order(tess, 'boards.show', { on: { board, page, leader: false } })
  await after(1_500)
  await order(tess, 'boards.clear', { board, page })
  await order(tess, 'boards.goBack', { board, page, from: { epoch: 0, seq: null } })
  await order(tess, 'boards.show', { on: { board, page: layer.page, leader: false } })
}

/** A hand at the real page, which takes back all that it drew. */
async function drawByHand(page: Page): Promise<void> {
  const box = await canvasOf(page).boundingBox()
  if (box === null) throw new Error('there is no board')
  await page.getByRole('button', { name: 'Pen', exact: true }).click()
  for (let n = 0; n < 3; n += 1) {
    await page.mouse.move(box.x + 300, box.y + 300 + n * 20)
    await page.mouse.down()
    for (let step = 0; step < 20; step += 1)
      await page.mouse.move(box.x + 300 + step * 10, box.y + 300 + n * 20 + (step % 5) * 4)
    await page.mouse.up()
  }
  for (let n = 0; n < 3; n += 1) await page.keyboard.press('Control+z')
}

async function tenth(drawers: readonly Drawer[], meanwhile: () => Promise<void>): Promise<void> {
  const timers = drawers.map((drawer) =>
    setInterval(() => {
      drawer.act()
    }, actEveryMs),
  )
  try {
    await Promise.all([after(tenthMs), meanwhile()])
  } finally {
    for (const timer of timers) clearInterval(timer)
  }
  await Promise.all(drawers.map((drawer) => drawer.settle()))
}

/** How long each document takes to be drawn whole, in turns, so that the machine is the same for both. */
async function openings(
  documents: ReadonlyMap<string, Uint8Array>,
): Promise<Map<string, number[]>> {
  await using folder = await mkdtempDisposable(`${tmpdir()}${sep}lyceum-board-`)
  await buildPage(folder.path)
  await using served = await serve(folder.path, documents)
  await using browser = await launch(null, [])
  const took = new Map([...documents.keys()].map((name): [string, number[]] => [name, []]))
  for (let run = 0; run < opens; run += 1)
    for (const [name, all] of took) {
      const page = await openPage(browser, served.url)
      const { readyMs } = await page.evaluate((url) => globalThis.boardBench.open(url), `/${name}`)
      if (run > 0) all.push(readyMs)
      await page.close()
    }
  return took
}

interface Soaked {
  readonly held: readonly Held[]
  readonly early: Uint8Array
  readonly late: Uint8Array
  readonly acts: number
}

interface Scene {
  readonly tess: Conductor
  readonly layer: LayerName
  readonly drawers: readonly Drawer[]
  /** By which anybody gets the page. */
  readonly door: BoardPlace
  readonly page: Page
}

async function fill(school: School, close: AsyncDisposableStack): Promise<Scene> {
  const room = await school.newClass()
  const tess = close.adopt(await conduct(school, room), (one) => {
    one.close()
  })
  const layer = await openBoard(tess)
  const drawers: Drawer[] = []
  let door: BoardPlace | null = null
  for (let n = 0; n < people; n += 1) {
    const { token, connection } = await sitDown(school, room, n)
    close.defer(() => {
      connection.close()
    })
    door = { url: school.url, origin: school.url, layer, token }
    const drawer = close.adopt(new Drawer(door, n + 1, quota), (one) => {
      one.close()
    })
    await drawer.begin()
    drawers.push(drawer)
  }
  if (door === null) throw new Error('nobody is there')
  const pia = close.use(await openPerson(null))
  await joinBy(pia.page, await school.linkFor(room, 'student'), 'Pia')
  await canvasOf(pia.page).waitFor()
  close.defer(() => {
    if (pia.complaints.length > 0) throw new Error(pia.complaints.join('\n'))
  })
  return { tess, layer, drawers, door, page: pia.page }
}

const mb = (bytes: number) => `${(bytes / 1e6).toFixed(1)} MB`

async function soak(say: (line: string) => void): Promise<Soaked> {
  await using close = new AsyncDisposableStack()
  const { school, server } = await openServer(close)
  const { tess, layer, drawers, door, page } = await fill(school, close)
  const devtools = await page.context().newCDPSession(page)
  const held: Held[] = []
  let early: Uint8Array | null = null
  for (let n = 0; n < tenths; n += 1) {
    await tenth(drawers, async () => {
      await after(2_000)
      if (n % 5 === 0) await turnPages(tess, layer)
      await page.getByRole('application', { name: /page 1 of/ }).waitFor()
      await drawByHand(page)
    })
    const now = await look(server, devtools, page)
    held.push(now)
    const figures = [mb(now.server), mb(now.resident), mb(now.page)]
    say(`${(n + 1) * 18} min: living in the server, resident, in the page: ${figures.join(', ')}`)
    early ??= await whole(door)
  }
  const acts = drawers.reduce((sum, drawer) => sum + drawer.acts, 0)
  return { held, early: early ?? new Uint8Array(), late: await whole(door), acts }
}

export const boardSoak: Bench = async ({ say }) => {
  const { held, early, late, acts } = await soak(say)
  const took = await openings(
    new Map([
      ['early', early],
      ['late', late],
    ]),
  )
  const loads = ['early', 'late'].map((name) => percentile(took.get(name) ?? [], 0.5))
  const [earlyMs = Number.NaN, lateMs = Number.NaN] = loads
  const growth = (of: keyof Held) => (held.at(-1)?.[of] ?? Number.NaN) / (held[0]?.[of] ?? 1) - 1
  const figures = {
    memoryGrowth: Math.max(growth('server'), growth('page')),
    loadRatio: lateMs / earlyMs,
    serverGrowth: growth('server'),
    serverResidentGrowth: growth('resident'),
    pageGrowth: growth('page'),
    earlyLoadMs: earlyMs,
    lateLoadMs: lateMs,
    earlyKb: early.length / 1_000,
    lateKb: late.length / 1_000,
    acts,
  }
  return {
    figures: rounded(figures),
    pass: figures.memoryGrowth <= targets.growth && figures.loadRatio <= targets.load,
    limitedBy:
      'what lives after garbage is collected; a page remembers what was deleted in its last thousand edits',
  }
}
