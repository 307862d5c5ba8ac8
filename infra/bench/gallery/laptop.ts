// Whoever looks at the gallery: a real browser of the size of a school's laptop, what it shows of the class within a
// while, and what all its processes spend on that.
import { setTimeout as after } from 'node:timers/promises'
import type { Browser, CDPSession, Page } from 'playwright-core'
import { launch, openContext } from '../../e2e/browser.ts'
import { dock, isPressed, joinBy } from '../../e2e/moves.ts'
import { keepPeerConnections } from '../../e2e/peerConnections.ts'
import { processMs } from '../processTime.ts'
import { watchTiles, type Counts } from './tiles.ts'

const screen = { viewport: { width: 1366, height: 768 } }

/** Kinds of a browser's processes: of the page, what draws, and all that serves them. */
const parts = ['page', 'drawing', 'services'] as const
type Part = (typeof parts)[number]
/** Of one core. */
export type Spent = Readonly<Record<Part | 'all', number>>

const partOf = (type: string): Part =>
  type === 'renderer' ? 'page' : type === 'GPU' ? 'drawing' : 'services'

export interface Seen {
  readonly spent: Spent
  /** Of each picture, frames a second: as decoded, and as they came onto the screen. */
  readonly decoded: readonly number[]
  readonly shown: readonly number[]
  /** In pixels. */
  readonly heights: readonly number[]
  readonly kilobits: number
  readonly voices: readonly { readonly packetsPerSecond: number; readonly madeUpMs: number }[]
}

/** Milliseconds of processor time since they began. */
type Times = Readonly<Record<Part, number>>

export class Laptop implements AsyncDisposable {
  readonly page: Page
  readonly #browser: Browser
  readonly #console: CDPSession

  private constructor(browser: Browser, page: Page, console: CDPSession) {
    this.#browser = browser
    this.page = page
    this.#console = console
  }

  static async open(link: string): Promise<Laptop> {
    const browser = await launch(null)
    const context = await openContext(browser, screen)
    await context.addInitScript(keepPeerConnections)
    await context.addInitScript(watchTiles)
    const page = await context.newPage()
    await joinBy(page, link, 'Tess')
    // The whole screen is for faces.
    if (await isPressed(dock(page, 'Chat'))) await dock(page, 'Chat').click()
    return new Laptop(browser, page, await browser.newBrowserCDPSession())
  }

  /** Tiles on the stage, with a picture or without. */
  tiles(): Promise<number> {
    return this.page.locator('[data-main] article').count()
  }

  async choose(item: string): Promise<void> {
    await dock(this.page, 'More').click()
    await this.page.getByRole('menuitemcheckbox', { name: item }).click()
  }

  /** Within so long, in which nobody asks it anything. */
  async look(ms: number): Promise<Seen> {
    const counts = () => this.page.evaluate(() => globalThis.countTiles())
    const [before, spent, began] = [await counts(), await this.#times(), performance.now()]
    await after(ms)
    const [times, ended, now] = [await this.#times(), performance.now(), await counts()]
    return { ...between(before, now), spent: shareOf(spent, times, ended - began) }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
  }

  async #times(): Promise<Times> {
    const { processInfo } = await this.#console.send('SystemInfo.getProcessInfo')
    const of = (part: Part) =>
      processMs(processInfo.filter(({ type }) => partOf(type) === part).map(({ id }) => id))
    const [page, drawing, services] = await Promise.all([of('page'), of('drawing'), of('services')])
    return { page, drawing, services }
  }
}

function shareOf(before: Times, after: Times, ms: number): Spent {
  const shares = parts.map((part) => [part, (after[part] - before[part]) / ms] as const)
  const all = shares.reduce((sum, [, share]) => sum + share, 0)
  return { ...(Object.fromEntries(shares) as Times), all }
}

function between(before: Counts, now: Counts): Omit<Seen, 'spent'> {
  const seconds = (now.at - before.at) / 1_000
  // What only probes the line is on no tile.
  const pictures = Object.keys(now.shown).map((id) => {
    const { decoded = 0, height = 0, bytes = 0 } = now.pictures[id] ?? {}
    const earlier = before.pictures[id]
    return {
      decoded: (decoded - (earlier?.decoded ?? 0)) / seconds,
      kilobits: ((bytes - (earlier?.bytes ?? 0)) * 8) / seconds / 1_000,
      height,
    }
  })
  return {
    decoded: pictures.map(({ decoded }) => decoded),
    heights: pictures.map(({ height }) => height),
    kilobits: pictures.reduce((sum, { kilobits }) => sum + kilobits, 0),
    shown: Object.entries(now.shown).map(
      ([id, frames]) => (frames - (before.shown[id] ?? 0)) / seconds,
    ),
    voices: Object.entries(now.voices).map(([id, { packets, madeUpMs }]) => ({
      packetsPerSecond: (packets - (before.voices[id]?.packets ?? 0)) / seconds,
      madeUpMs: madeUpMs - (before.voices[id]?.madeUpMs ?? 0),
    })),
  }
}
