// Real browsers that join rooms by `page.js`, and what a test has them do.
import { fileURLToPath } from 'node:url'
import type { Browser, Page } from 'playwright-core'
import type { Look, Seat } from '../../shared/contract/sfu.ts'
import { newId, type RoomId, type SourceId } from '../../shared/ids.ts'
import { launchBrowser, servePage, type ServedPage } from './browser.ts'

export interface Person {
  readonly page: Page
  readonly seat: Seat
  readonly camera: SourceId
  readonly microphone: SourceId
}

/** What page.js puts on its window. */
interface TestClient {
  join(wish: string[]): Promise<void>
  publish(sources: { camera: string; microphone: string }): Promise<void>
  publishLayered(sources: { camera: string }): Promise<void>
  watch(wish: string[], looks?: Look[]): Promise<void>
  sendUpTo(layer: number): Promise<void>
  encodeUpTo(layer: number): Promise<void>
  encoded(): Promise<number>
  hang(): Promise<void>
  restartIce(): Promise<void>
  received(source: string): Promise<Received>
}
interface Received {
  readonly packets: number
  readonly framesDecoded: number
  readonly width: number
  readonly level: number
}

export async function call<N extends keyof TestClient>(
  { page }: Person,
  name: N,
  ...args: Parameters<TestClient[N]>
): Promise<Awaited<ReturnType<TestClient[N]>>> {
  const result = await page.evaluate(
    ([method, given]) => {
      const { room } = globalThis as unknown as {
        room: Record<string, (...a: unknown[]) => unknown>
      }
      return room[method]?.(...given)
    },
    [name, args] as [string, unknown[]],
  )
  return result as Awaited<ReturnType<TestClient[N]>>
}

export const received = (person: Person, source: string) => call(person, 'received', source)

/** What a server does for a client: adds the seat, and passes on. */
type Ask = (seat: Seat, name: 'join', input: object) => Promise<unknown>

export class Visitors implements AsyncDisposable {
  readonly #ask: Ask
  readonly #served: ServedPage
  readonly #browser: Browser

  private constructor(ask: Ask, served: ServedPage, browser: Browser) {
    this.#ask = ask
    this.#served = served
    this.#browser = browser
  }

  static async open(ask: Ask): Promise<Visitors> {
    const served = await servePage(fileURLToPath(new URL('page.js', import.meta.url)))
    return new Visitors(ask, served, await launchBrowser())
  }

  async enter(room: RoomId): Promise<Person> {
    const seat: Seat = { room, participant: newId(), session: newId() }
    const page = await (await this.#browser.newContext()).newPage()
    await page.exposeFunction('ask', (name: 'join', input: object) => this.#ask(seat, name, input))
    await page.goto(this.#served.url)
    return { page, seat, camera: newId(), microphone: newId() }
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#browser.close()
    await this.#served[Symbol.asyncDispose]()
  }
}
