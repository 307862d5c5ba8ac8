// Many people of one class for the benchmarks of size: each comes through the real door with the client's
// own connection, folds nothing, and notes when it was told what.
import { setTimeout as after } from 'node:timers/promises'
import type { Dial, Link, LinkEvents } from '../../client/connection/port.ts'
import { RoomConnection } from '../../client/connection/roomConnection.ts'
import { Browser } from '../../server/http/testing/site.ts'
import { newId, type RoomId } from '../../shared/ids.ts'
import type { Fact } from '../../shared/log.ts'
import { lightDial } from './lightDial.ts'

export interface Class {
  readonly room: RoomId
  /** Null where nobody asks who one is. */
  readonly invite: string | null
  readonly origin: string
}

/** Which node an attempt of the n-th person goes to. */
export type Route = (n: number, attempt: number) => string

const nothing = () => undefined
const foldNothing = { initial: null, evolve: () => null, decode: () => null }

/** A person's network, which can go away for a while. */
class Network {
  #away = false
  #current: { readonly link: Link; readonly events: LinkEvents } | null = null

  wrap(dial: Dial): Dial {
    return (hello, events) => {
      if (this.#away) {
        setTimeout(() => {
          events.down(null)
        }, 0)
        return { command: nothing, request: nothing, signal: nothing, close: nothing }
      }
      const link = dial(hello, events)
      this.#current = { link, events }
      return link
    }
  }

  leave(): void {
    this.#away = true
    this.#current?.link.close()
    this.#current?.events.down(null)
  }

  comeBack(): void {
    this.#away = false
  }
}

export class Listener {
  readonly connection: RoomConnection<null>
  readonly #network: Network
  /** `performance.now()` of the first attempt, and of being in class. */
  readonly began: number
  inClass = Number.NaN
  /** When each text was heard first, and in which order. */
  readonly heard = new Map<string, number>()
  /** Texts that were heard again, or after a later one. */
  wrong = 0
  opens = 0
  /** When it was opened last. */
  opened = Number.NaN
  #last = 0

  constructor(connection: RoomConnection<null>, network: Network, began: number) {
    this.connection = connection
    this.#network = network
    this.began = began
    connection.on('facts', (facts) => {
      for (const fact of facts) this.#hear(fact)
    })
    connection.on('open', () => {
      this.opens += 1
      this.opened = performance.now()
      if (Number.isNaN(this.inClass)) this.inClass = this.opened
    })
  }

  get isOpen(): boolean {
    return this.connection.state.kind === 'open'
  }

  /** Without a network for so long; a browser then says that it is back. */
  async loseNetwork(ms: number): Promise<void> {
    this.#network.leave()
    await after(ms)
    this.#network.comeBack()
    this.connection.wake()
  }

  /** The wire breaks; the next attempt may succeed at once. */
  breakWire(): void {
    this.#network.leave()
    this.#network.comeBack()
  }

  #hear({ type, seq, body }: Fact): void {
    if (type !== 'chat.said') return
    const { text } = body as { text: string }
    if (seq <= this.#last || this.heard.has(text)) this.wrong += 1
    this.#last = seq
    if (!this.heard.has(text)) this.heard.set(text, performance.now())
  }
}

/** Takes a seat at the door; what it gives is good once, and then asks the door again. */
async function takeSeat({ room, invite }: Class, n: number, url: () => string) {
  if (invite === null) return () => Promise.resolve('')
  const browser = new Browser(url())
  const call = { params: { room }, body: { name: `Person ${n}`, invite } }
  let token: string | null = (await browser.call('join.enter', call)).token
  return async () => {
    const given = token
    token = null
    if (given !== null) return given
    const same = new Browser(url())
    for (const [name, value] of browser.cookies) same.cookies.set(name, value)
    return (await same.call('join.enter', call)).token
  }
}

/** One person takes a seat and connects; resolves when the seat is taken, not when they are in class. */
export async function come(school: Class, n: number, route: Route): Promise<Listener> {
  const began = performance.now()
  let attempts = 0
  const url = () => route(n, attempts++)
  const { room, origin } = school
  const getToken = await takeSeat(school, n, url)
  const network = new Network()
  attempts = 0
  const connection = RoomConnection.open({
    dial: network.wrap(lightDial({ url, room, origin })),
    fold: foldNothing,
    session: newId<'session'>(),
    device: 'desktop',
    getToken,
  })
  return new Listener(connection, network, began)
}

const patienceMs = 60_000

/** Resolves when it holds for everybody, looked at every 20 ms; throws when it does not come to that. */
export async function untilAll(
  people: readonly Listener[],
  what: string,
  holds: (one: Listener) => boolean,
): Promise<void> {
  const deadline = performance.now() + patienceMs
  for (;;) {
    const missing = people.filter((one) => !holds(one)).length
    if (missing === 0) return
    if (performance.now() > deadline) throw new Error(`${missing} people never came to: ${what}`)
    await after(20)
  }
}

const atOnce = 20

/** Everybody comes, some at a time, until all are in class. A class without an invitation has no door. */
export async function seatAll(school: Class, count: number, route: Route): Promise<Listener[]> {
  const people: Listener[] = []
  for (let n = 0; n < count; n += atOnce) {
    const batch = Array.from({ length: Math.min(atOnce, count - n) }, (_, k) =>
      come(school, n + k, route),
    )
    people.push(...(await Promise.all(batch)))
    await untilAll(people.slice(n), 'being in class', ({ isOpen }) => isOpen)
  }
  return people
}
