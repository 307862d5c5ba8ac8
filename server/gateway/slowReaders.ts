// Finds connections whose reader does not read, and lets them go before what waits for them costs much. They
// come back by themselves and take what they missed from the log.
import type { LiveServer, LiveSocket } from './socket.ts'

export interface Waiting {
  readonly packets: number
  readonly bytes: number
  /** Written to the network so far; while it stands still nothing is read. */
  readonly sent: number
}

/** Beyond any of these a reader is let go. Time in ms. */
export const most = { packets: 1_000, bytes: 4 * 1_024 * 1_024, standstill: 10_000 }

interface Standstill {
  readonly sent: number
  readonly since: number
}

export class Patience<Reader extends object> {
  readonly #still = new Map<Reader, Standstill>()

  /** Asked of every reader now and then, `now` in ms; true when this one is let go. */
  isOver(reader: Reader, { packets, bytes, sent }: Waiting, now: number): boolean {
    if (packets === 0 && bytes === 0) {
      this.#still.delete(reader)
      return false
    }
    const before = this.#still.get(reader)
    const still = before?.sent === sent ? before : { sent, since: now }
    this.#still.set(reader, still)
    const over = packets > most.packets || bytes > most.bytes
    return over || now - still.since >= most.standstill
  }

  forget(reader: Reader): void {
    this.#still.delete(reader)
  }
}

/** The parts of an Engine.IO connection that are looked at; it has no other way to tell. */
interface Wire {
  readonly writeBuffer: { readonly data?: unknown }[]
  readonly transport: {
    readonly socket?: {
      readonly bufferedAmount: number
      readonly _socket?: {
        readonly bytesWritten: number
        readonly _handle?: { readonly writeQueueSize: number } | null
      } | null
      close(code: number, reason: string): void
      terminate(): void
    }
  }
}

function wireOf({ conn }: LiveSocket): Wire {
  return conn as unknown as Wire
}

function waitingFor({ writeBuffer, transport: { socket } }: Wire): Waiting {
  const queued = writeBuffer.reduce(
    (sum, { data }) => sum + (typeof data === 'string' ? data.length : 0),
    0,
  )
  const buffered = socket?.bufferedAmount ?? 0
  const { bytesWritten = 0, _handle } = socket?._socket ?? {}
  // Of a large packet on its way the kernel has a part already, which only the handle knows.
  const sent = bytesWritten - buffered - (_handle?.writeQueueSize ?? 0)
  return { packets: writeBuffer.length, bytes: queued + buffered, sent }
}

/** https://www.iana.org/assignments/websocket/websocket.xhtml#close-code-number: try again later. */
const tryAgainLater = 1_013
const lastWords = 1_000

/** With a reason for whoever reads again in a second; an orderly end would wait for the others for long. */
function close({ writeBuffer, transport: { socket } }: Wire): void {
  writeBuffer.length = 0
  socket?.close(tryAgainLater, 'slow reader')
  setTimeout(() => socket?.terminate(), lastWords)
}

const lookEvery = 1_000

/** `letGo` is told of each. */
export function watchReaders(io: LiveServer, letGo: () => void): () => void {
  const patience = new Patience<LiveSocket>()
  const look = setInterval(() => {
    const now = performance.now()
    for (const socket of io.of('/').sockets.values()) {
      const wire = wireOf(socket)
      if (!patience.isOver(socket, waitingFor(wire), now)) continue
      patience.forget(socket)
      close(wire)
      letGo()
    }
  }, lookEvery)
  io.of('/').on('connection', (socket) => {
    socket.on('disconnect', () => {
      patience.forget(socket)
    })
  })
  return () => {
    clearInterval(look)
  }
}
