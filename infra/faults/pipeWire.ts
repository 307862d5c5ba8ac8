// A UDP wire of ours between two sfus. A pipe's end takes nothing but what comes from the very address and port
// of the other, so each end has an address of ours here, and what goes to the one leaves from the other's.
import { createSocket, type Socket } from 'node:dgram'
import { once } from 'node:events'

export interface PipeWireEnd {
  /** Where the sfu's pipes are bound, and where the other believes them to be. */
  readonly bound: string
  readonly announced: string
}

export interface PortRange {
  readonly min: number
  readonly max: number
}

export class PipeWire implements AsyncDisposable {
  readonly #sockets = new Map<string, Socket>()
  #cut = false
  /** Datagrams that were on their way while it was cut. */
  lost = 0

  static async open(
    [one, other]: readonly [PipeWireEnd, PipeWireEnd],
    { min, max }: PortRange,
  ): Promise<PipeWire> {
    const wire = new PipeWire()
    for (let port = min; port <= max; port += 1) {
      await wire.#listen(one, other, port)
      await wire.#listen(other, one, port)
    }
    return wire
  }

  cut(): void {
    this.#cut = true
  }

  mend(): void {
    this.#cut = false
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(
      [...this.#sockets.values()].map((socket) => {
        socket.close()
        return once(socket, 'close')
      }),
    )
  }

  /** In the place of one port of an end. */
  async #listen(end: PipeWireEnd, other: PipeWireEnd, port: number): Promise<void> {
    const socket = createSocket('udp4')
    socket.bind(port, end.announced)
    await once(socket, 'listening')
    socket.on('message', (datagram, from) => {
      if (this.#cut) this.lost += 1
      else this.#sockets.get(`${other.announced}:${from.port}`)?.send(datagram, port, end.bound)
    })
    this.#sockets.set(`${end.announced}:${port}`, socket)
  }
}
