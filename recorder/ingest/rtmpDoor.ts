// Where encoders come in, by RTMP or RTMPS: each is asked for its stream key, one publishes per key, and the newest
// takes over at once. How many strangers may stand here is bounded, in all and from one address.
import {
  createServer as createTcpServer,
  type AddressInfo,
  type Server,
  type Socket,
} from 'node:net'
import { createServer as createTlsServer } from 'node:tls'
import { hashOf, type InputId, type Keyring } from './keyring.ts'
import { RtmpConnection, type Admitted, type InputSink } from './rtmpConnection.ts'

export interface DoorLimits {
  readonly silentMs: number
  readonly introduceMs: number
  readonly strangers: number
  readonly strangersPerAddress: number
}

export const doorLimits: DoorLimits = {
  silentMs: 10_000,
  introduceMs: 10_000,
  strangers: 200,
  strangersPerAddress: 20,
}

export interface DoorParts {
  readonly host: string
  readonly port: number
  /** Then it is RTMPS. */
  readonly tls?: { readonly key: Buffer; readonly cert: Buffer } | undefined
  readonly keys: Keyring
  readonly limits?: DoorLimits
  /** Somebody publishes, from this address. */
  readonly begin: (input: InputId, address: string) => InputSink
  /** Why somebody was sent away, when it was for what they sent. */
  readonly refused: (address: string, why: string) => void
}

export class RtmpDoor implements AsyncDisposable {
  readonly #parts: DoorParts
  readonly #limits: DoorLimits
  readonly #server: Server
  readonly #connections = new Map<RtmpConnection, string>()
  readonly #publishing = new Map<InputId, RtmpConnection>()

  private constructor(parts: DoorParts) {
    this.#parts = parts
    this.#limits = parts.limits ?? doorLimits
    const greet = (socket: Socket): void => {
      this.#greet(socket)
    }
    this.#server = parts.tls ? createTlsServer(parts.tls, greet) : createTcpServer(greet)
  }

  static async open(parts: DoorParts): Promise<RtmpDoor> {
    const door = new RtmpDoor(parts)
    await new Promise<void>((listening, failed) => {
      door.#server.once('error', failed).listen(parts.port, parts.host, listening)
    })
    return door
  }

  get port(): number {
    return (this.#server.address() as AddressInfo).port
  }

  /** Who publishes under a key that is valid no more is sent away. */
  checkKeys(): void {
    for (const [input, connection] of this.#publishing)
      if (this.#parts.keys.inputOf(connection.hash ?? '') !== input) connection.end('revoked')
  }

  /** Publishers wait while what takes their bytes is full. */
  hold(isHeld: boolean): void {
    for (const connection of this.#publishing.values()) connection.hold(isHeld)
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const connection of this.#connections.keys()) connection.end('shutdown')
    await new Promise<void>((closed) => {
      this.#server.close(() => {
        closed()
      })
    })
  }

  #greet(socket: Socket): void {
    const address = socket.remoteAddress ?? ''
    if (this.#isCrowded(address)) {
      socket.destroy()
      return
    }
    const connection = new RtmpConnection({
      ...this.#limits,
      socket,
      admit: (asked, key) => this.#admit(asked, key, address),
      closed: (closed, detail) => {
        this.#forget(closed)
        if (detail !== null) this.#parts.refused(address, detail)
      },
    })
    this.#connections.set(connection, address)
  }

  #isCrowded(address: string): boolean {
    const strangers = [...this.#connections].filter(([{ input }]) => input === null)
    const { strangers: most, strangersPerAddress } = this.#limits
    const same = strangers.filter(([, from]) => from === address)
    return strangers.length >= most || same.length >= strangersPerAddress
  }

  #admit(connection: RtmpConnection, key: string, address: string): Admitted | null {
    const hash = hashOf(key)
    const input = this.#parts.keys.inputOf(hash)
    if (input === null) return null
    this.#publishing.get(input)?.end('replaced')
    this.#publishing.set(input, connection)
    return { input, hash, sink: this.#parts.begin(input, address) }
  }

  #forget(connection: RtmpConnection): void {
    this.#connections.delete(connection)
    const { input } = connection
    if (input !== null && this.#publishing.get(input) === connection) this.#publishing.delete(input)
  }
}
