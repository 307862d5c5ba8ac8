// A pupil's line to their node: the real dial, which a test can cut, hold closed, move to another node,
// or make lose an answer.
import { socketDial } from '../../client/connection/socket.ts'
import type { Dial, Link, LinkEvents } from '../../client/connection/port.ts'
import type { RoomId } from '../../shared/ids.ts'

export interface LineOptions {
  readonly url: string
  readonly room: RoomId
  /** What a browser would say of the page. */
  readonly origin: string
}

export class Line {
  readonly room: RoomId
  readonly #origin: string
  #urls: readonly string[]
  #held = false
  #losing = 0
  #current: { link: Link; events: LinkEvents } | null = null

  constructor({ url, room, origin }: LineOptions) {
    this.#urls = [url]
    this.room = room
    this.#origin = origin
  }

  readonly dial: Dial = (hello, events) => {
    if (this.#held) {
      queueMicrotask(() => {
        events.down(null)
      })
      return nowhere
    }
    const dial = socketDial(this.#urls[0] ?? '', this.room, { origin: this.#origin })
    const link = dial(hello, this.#rotating(events))
    this.#current = { link, events }
    return this.#lossy(link)
  }

  /** The next connections go to another node. */
  moveTo(url: string): void {
    this.#urls = [url]
  }

  /** After an attempt that came to nothing the next one goes to the next node, as a proxy sends people. */
  alsoTry(urls: readonly string[]): void {
    this.#urls = [...this.#urls, ...urls]
  }

  #rotating(events: LinkEvents): LinkEvents {
    let welcomed = false
    return {
      ...events,
      welcome: (welcome) => {
        welcomed = true
        events.welcome(welcome)
      },
      down: (refusal) => {
        const [failed, ...others] = this.#urls
        if (!welcomed && failed !== undefined) this.#urls = [...others, failed]
        events.down(refusal)
      },
    }
  }

  /** The connection breaks; its owner may dial again at once. */
  cut(): void {
    const current = this.#current
    this.#current = null
    current?.link.close()
    current?.events.down(null)
  }

  /** Cut, and no way back until `release`. */
  hold(): void {
    this.#held = true
    this.cut()
  }

  /** It stays as it is; once it breaks there is no way back until `release`. */
  dontReturn(): void {
    this.#held = true
  }

  release(): void {
    this.#held = false
  }

  /** The next command arrives, but the line breaks before its answer does. */
  loseNextAnswer(): void {
    this.#losing += 1
  }

  #lossy(link: Link): Link {
    return {
      ...link,
      command: (call, answer) => {
        link.command(call, (given) => {
          if (this.#losing === 0) {
            answer(given)
            return
          }
          this.#losing -= 1
          this.cut()
        })
      },
    }
  }
}

const nowhere: Link = {
  command: () => undefined,
  request: () => undefined,
  signal: () => undefined,
  close: () => undefined,
}
