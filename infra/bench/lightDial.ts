// The client's wire with as little around it as possible, so that thousands of clients fit beside the
// servers they load: Engine.IO 4 and Socket.IO 5 text packets straight over a WebSocket.
import { WebSocket } from 'ws'
import type { Answer, Hello } from '../../shared/contract/room.ts'
import { livePath } from '../../shared/contract/live.ts'
import { isRefusal, type Refusal } from '../../shared/errors.ts'
import type { RoomId } from '../../shared/ids.ts'
import type { Call, Link, LinkEvents } from '../../client/connection/port.ts'

export interface LightPlace {
  /** Where this attempt goes; asked anew for each. */
  readonly url: () => string
  readonly room: RoomId
  readonly origin: string
}

const dialTimeoutMs = 30_000

/** https://socket.io/docs/v4/engine-io-protocol/ and /socket-io-protocol/ */
const packets = { open: '0', ping: '2', pong: '3', connected: '40', refused: '44', left: '41' }

function refusalIn(text: string): Refusal | null {
  const { data } = JSON.parse(text) as { data?: unknown }
  return typeof data === 'object' && data !== null && isRefusal(data) ? data : null
}

type Told = readonly [name: keyof LinkEvents, ...args: unknown[]]

let lastTold: { readonly text: string; readonly event: Told } | null = null

/** What all connections are told alike is read once for all of them: each is a reader, not a computer. */
function parseShared(text: string): Told {
  if (lastTold?.text !== text) lastTold = { text, event: JSON.parse(text.slice(2)) as Told }
  return lastTold.event
}

export function lightDial({ url, room, origin }: LightPlace) {
  return (hello: Hello, events: LinkEvents): LightLink =>
    new LightLink(`${url()}${livePath}/?room=${room}`, origin, { hello, events })
}

export class LightLink implements Link {
  readonly #socket: WebSocket
  readonly #hello: Hello
  readonly #events: LinkEvents
  readonly #answers = new Map<number, (answer: Answer) => void>()
  #calls = 0
  #over = false

  constructor(
    address: string,
    origin: string,
    { hello, events }: { readonly hello: Hello; readonly events: LinkEvents },
  ) {
    this.#hello = hello
    this.#events = events
    this.#socket = new WebSocket(`${address}&EIO=4&transport=websocket`.replace(/^http/, 'ws'), {
      origin,
      perMessageDeflate: false,
      handshakeTimeout: dialTimeoutMs,
      skipUTF8Validation: true,
    })
    this.#socket.on('message', (data: Buffer) => {
      if (!this.#over) this.#hear(data.toString())
    })
    this.#socket.on('error', () => undefined)
    this.#socket.on('close', () => {
      this.#end(null)
    })
  }

  command(call: Call, answer: (answer: Answer) => void): void {
    this.#ask('command', call, answer)
  }

  request(call: Call, answer: (answer: Answer) => void): void {
    this.#ask('request', call, answer)
  }

  signal(call: Call): void {
    this.#socket.send(`42${JSON.stringify(['signal', call])}`)
  }

  /** Whatever comes stays where it is. */
  stopReading(): void {
    this.#socket.pause()
  }

  close(): void {
    this.#over = true
    this.#socket.terminate()
  }

  #ask(kind: string, call: Call, answer: (answer: Answer) => void): void {
    const id = this.#calls++
    this.#answers.set(id, answer)
    this.#socket.send(`42${id}${JSON.stringify([kind, call])}`)
  }

  #end(refusal: Refusal | null): void {
    if (this.#over) return
    this.close()
    this.#events.down(refusal)
  }

  #hear(text: string): void {
    if (text === packets.ping) this.#socket.send(packets.pong)
    else if (text.startsWith('42')) this.#event(text)
    else if (text.startsWith('43')) this.#answer(text)
    else if (text.startsWith(packets.open)) this.#socket.send(`40${JSON.stringify(this.#hello)}`)
    else if (text.startsWith(packets.refused)) this.#end(refusalIn(text.slice(2)))
    else if (text.startsWith(packets.left)) this.#end(null)
  }

  #event(text: string): void {
    const [name, ...args] = parseShared(text)
    const hear = this.#events[name] as ((...args: unknown[]) => void) | undefined
    hear?.(...args)
  }

  #answer(text: string): void {
    const start = text.indexOf('[')
    const id = Number(text.slice(2, start))
    const [answer] = JSON.parse(text.slice(start)) as [Answer]
    this.#answers.get(id)?.(answer)
    this.#answers.delete(id)
  }
}
