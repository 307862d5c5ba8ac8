// A class of cheap peers and a few browsers, on one node of a cluster: who comes, and for how long anybody did
// not hear somebody.
import { setTimeout as after } from 'node:timers/promises'
import type { Page } from 'playwright-core'
import type { RoomId } from '../../../shared/ids.ts'
import { desktop, launch, openContext } from '../../e2e/browser.ts'
import type { Sight } from '../../e2e/media.ts'
import { joinBy } from '../../e2e/moves.ts'
import type { Office } from '../../e2e/school.ts'
import { CheapPeer } from '../../peers/cheapPeer.ts'
import { Studio } from '../../peers/studio.ts'
import { attend } from '../board/classroom.ts'
import { voiceMeter, watchVoices } from './voices.ts'

const atOnce = 5
const patienceMs = 60_000

export async function until(what: string, holds: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + patienceMs
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`in vain: ${what}`)
    await after(100)
  }
}

interface Cast {
  readonly cheap: number
  /** Of the cheap ones. */
  readonly talkers: number
  readonly browsers: readonly Sight[]
}

export class Stage implements AsyncDisposable {
  readonly office: Office
  readonly room: RoomId
  readonly #cast: Cast
  readonly #close = new AsyncDisposableStack()
  readonly peers: CheapPeer[] = []
  readonly pages: Page[] = []

  constructor(office: Office, room: RoomId, cast: Cast) {
    this.office = office
    this.room = room
    this.#cast = cast
  }

  async fill(): Promise<void> {
    for (const sight of this.#cast.browsers) await this.#seatBrowser(sight)
    await this.#seatCheap()
    await until('everybody hears everybody', () => this.deaf === 0)
    const heard = async () => (await this.#listen()).every((gap) => gap !== null)
    await until('the browsers hear each other', heard)
  }

  /** Cheap peers who do not hear all the others just now. */
  get deaf(): number {
    const { talkers, browsers } = this.#cast
    const voices = (n: number) => browsers.length + talkers - (n < talkers ? 1 : 0)
    return this.peers.filter((peer, n) => peer.hears < voices(n)).length
  }

  /** Sources that are on this node, as the class knows. */
  sourcesOn(node: string): number {
    const { sources } = this.peers[0]?.connection.room ?? {}
    return [...(sources?.values() ?? [])].filter((source) => source.node === node).length
  }

  /** Of each person the longest that any voice was silent since this was asked before, in ms. */
  async takeGaps(): Promise<number[]> {
    const cheap = await Promise.all(this.peers.map((peer) => peer.takeGap()))
    const heard = await this.#listen()
    return [...cheap, ...heard.map((gap) => gap ?? Infinity)]
  }

  /** How often cheap peers lost their media for a moment. */
  get losses(): number {
    return this.peers.reduce((sum, { losses }) => sum + losses, 0)
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.#close.disposeAsync()
  }

  #listen(): Promise<(number | null)[]> {
    // Nobody else sends a tone to the only one.
    if (this.pages.length < 2) return Promise.resolve([])
    return Promise.all(this.pages.map((page) => page.evaluate(() => globalThis.takeGap())))
  }

  async #seatBrowser(sight: Sight): Promise<void> {
    const browser = this.#close.adopt(await launch(sight), (one) => one.close())
    // The meter is a program of its own within the page.
    const context = await openContext(browser, { ...desktop, bypassCSP: true })
    const others = this.#cast.browsers.filter((one) => one !== sight)
    const tones = others.map(({ tone }) => tone)
    await context.addInitScript(watchVoices, { tones, program: voiceMeter })
    const page = await context.newPage()
    const role = this.pages.length === 0 ? 'instructor' : 'student'
    await joinBy(page, await this.office.linkFor(this.room, role), sight.name)
    this.pages.push(page)
  }

  async #seatCheap(): Promise<void> {
    const studio = this.#close.use(await Studio.open())
    const { cheap, talkers } = this.#cast
    while (this.peers.length < cheap) {
      const missing = Math.min(atOnce, cheap - this.peers.length)
      const come = Array.from({ length: missing }, async (_, n) => {
        const who = { role: 'student', name: `Peer ${this.peers.length + n}` } as const
        const connection = await attend(this.office, this.room, who)
        return this.#close.use(new CheapPeer(connection, studio))
      })
      this.peers.push(...(await Promise.all(come)))
    }
    await Promise.all(this.peers.slice(0, talkers).map((peer) => peer.speak()))
  }
}
